package dev.jgrad.cuda.driver;

import jcuda.driver.CUgraph;

/**
 * Stands for a graph.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record GraphHandle(CUgraph raw) {}
