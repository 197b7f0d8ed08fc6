package dev.jgrad.cuda.driver;

import jcuda.driver.CUcontext;

/**
 * Stands for the primary context of a device.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record ContextHandle(CUcontext raw) {}
