package dev.jgrad.cuda.driver;

import jcuda.driver.CUmodule;

/**
 * Stands for a loaded module.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record ModuleHandle(CUmodule raw) {}
