package dev.jgrad.cpu.loops;

/**
 * The settings of one step of stochastic gradient descent.
 *
 * @param sign -1 to maximise, 1 to minimise
 * @param keep factor of the old momentum: 0 in the first step, which takes the gradient as it is
 * @param take factor of the gradient in the momentum
 * @param momentum 0 when there is no momentum buffer
 */
public record SgdStep(
        double lr, double momentum, double keep, double take, double weightDecay, double sign, boolean nesterov) {}
