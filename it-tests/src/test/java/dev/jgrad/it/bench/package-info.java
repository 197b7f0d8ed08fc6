/**
 * The benchmark cases that are timed beside PyTorch. A case is {@code name:key=value,…}; what is timed is one call of it,
 * allocations included. {@link dev.jgrad.it.bench.Bench} prints one JSON line, {@code it-tests/bin/bench} starts it.
 */
package dev.jgrad.it.bench;
