package dev.jgrad.cuda.driver;

import jcuda.driver.CUgraphExec;

/**
 * Stands for an executable graph.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record GraphExecHandle(CUgraphExec raw) {}
