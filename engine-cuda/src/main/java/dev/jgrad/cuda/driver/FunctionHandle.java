package dev.jgrad.cuda.driver;

import jcuda.driver.CUfunction;

/**
 * Stands for a kernel.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record FunctionHandle(CUfunction raw) {}
