package dev.jgrad.cuda.driver;

import jcuda.driver.CUevent;

/**
 * Stands for an event.
 *
 * @param raw JCuda's object, which only the packages that bind a library look at
 */
public record EventHandle(CUevent raw) {}
