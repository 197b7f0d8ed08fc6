package dev.jgrad.cpu.loops;

/**
 * The settings of one step of Adam, with what depends on the step's number worked out.
 *
 * @param sign -1 to maximise, 1 to minimise
 * @param shrink factor of the parameter before the step: decoupled weight decay
 * @param coupled weight decay that acts on the gradient
 * @param stepSize learning rate over the first bias correction
 * @param correction square root of the second bias correction
 */
public record AdamStep(
        double beta1,
        double beta2,
        double eps,
        double sign,
        double shrink,
        double coupled,
        double stepSize,
        double correction) {}
