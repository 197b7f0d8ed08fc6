package dev.jgrad.tensor;

import dev.jgrad.autograd.Guard;
import dev.jgrad.op.FusedSteps;
import dev.jgrad.op.StepBatch;
import org.jspecify.annotations.Nullable;

/**
 * Optimizer steps that read and write parameter, gradient and state once, in place and without recording. Each answers
 * whether it could: false, with nothing changed, for tensors that are not dense, not of float32 or float64, or not all in
 * the same order; the optimizer then composes the step of tensor operations. Formulas are those of {@code torch.optim}.
 */
public final class OptimizerSteps {
    private OptimizerSteps() {}

    /**
     * Has the steps that follow in this thread wait for each other until the result is closed, so that a backend that is
     * faster with many parameters at once gets them at once. Nobody may look at the parameters in between.
     */
    public static Guard together() {
        return new Guard(StepBatch.open()::close);
    }

    /**
     * The gradient of a parameter, or null; for the length of a step, and not to be handed on: its memory may end with
     * {@link Tensor#setGrad}, which a gradient that {@link Tensor#grad} has shown to somebody outlives.
     */
    public static @Nullable Tensor gradient(Tensor parameter) {
        return parameter.gradUnseen();
    }

    /**
     * One step of SGD.
     *
     * @param momentumBuffer null when momentum is 0
     * @param firstStep the buffer takes the gradient as it is
     * @param numbers learning rate, momentum, dampening, weight decay; what follows is left alone
     * @throws dev.jgrad.data.AutogradException when recording is on and the parameter is a leaf that requires a gradient
     */
    public static boolean sgd_(
            Tensor parameter,
            Tensor gradient,
            @Nullable Tensor momentumBuffer,
            boolean firstStep,
            StepNumbers numbers,
            boolean nesterov,
            boolean maximize) {
        return FusedSteps.sgd(parameter, gradient, momentumBuffer, firstStep, numbers, nesterov, maximize);
    }

    /**
     * One step of Adam or AdamW.
     *
     * @param maxExpAvgSq null without amsgrad
     * @param numbers the number of this step, from 1, learning rate, both betas, eps, weight decay; what follows is left
     *     alone
     * @param decoupled weight decay acts on the parameter (AdamW), not on the gradient
     * @throws dev.jgrad.data.AutogradException when recording is on and the parameter is a leaf that requires a gradient
     */
    public static boolean adam_(
            Tensor parameter,
            Tensor gradient,
            Tensor expAvg,
            Tensor expAvgSq,
            @Nullable Tensor maxExpAvgSq,
            StepNumbers numbers,
            boolean decoupled,
            boolean maximize) {
        return FusedSteps.adam(parameter, gradient, expAvg, expAvgSq, maxExpAvgSq, numbers, decoupled, maximize);
    }
}
