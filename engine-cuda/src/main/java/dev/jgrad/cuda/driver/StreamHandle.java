package dev.jgrad.cuda.driver;

import jcuda.driver.CUstream;

/**
 * Stands for a stream.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record StreamHandle(CUstream raw) {}
