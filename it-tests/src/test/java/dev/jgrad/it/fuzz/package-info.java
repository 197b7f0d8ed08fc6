/**
 * Seeded random programs over the public API. {@link dev.jgrad.it.fuzz.Campaign} draws a {@link
 * dev.jgrad.it.fuzz.Program}, lets two processes run it (the fast kernels, and scalar loops in pure Java on one thread),
 * and {@link dev.jgrad.it.fuzz.Judge} compares what they observed. How far values may differ is measured: a third process
 * runs the program with rounding disturbed ({@link dev.jgrad.it.fuzz.DisturbedBackend}). Where values that rounding decided
 * led to other shapes or errors, only what comes before is compared ({@link dev.jgrad.it.fuzz.Parting}). What both share, the graph's rules and versions, is compared with differences ({@link dev.jgrad.it.fuzz.Slopes}). A program is nothing but a seed and the lines left
 * out: each line draws its operands and arguments from a generator of its own, so {@link dev.jgrad.it.fuzz.Shrinker} can
 * drop lines and the others stay what they were. What is thrown must be ours.
 */
@NullMarked
package dev.jgrad.it.fuzz;

import org.jspecify.annotations.NullMarked;
