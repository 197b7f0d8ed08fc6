package dev.jgrad.spi;

/** A queue of a device, in which kernels run in the order of their submission. The CPU has one that runs at once. */
public interface Stream {}
