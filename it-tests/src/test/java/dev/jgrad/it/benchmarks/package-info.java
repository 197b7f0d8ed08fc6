/** JMH benchmarks; {@code CONTRIBUTING.md} says how to run them. */
@NullMarked
package dev.jgrad.it.benchmarks;

import org.jspecify.annotations.NullMarked;
