package dev.jgrad.cuda.dnn;

/**
 * A way to compute a problem.
 *
 * @param number cuDNN's number for it, in the enum of its direction
 * @param workspace bytes it needs
 * @param mathType what goes with it on the convolution's descriptor
 */
record Algorithm(int number, long workspace, int mathType, boolean deterministic) {}
