/**
 * CUDA graphs: {@link dev.jgrad.cuda.graph.CudaGraph} records the launches of a step once and replays them with one call,
 * so that small kernels no longer wait for Java.
 */
@NullMarked
package dev.jgrad.cuda.graph;

import org.jspecify.annotations.NullMarked;
