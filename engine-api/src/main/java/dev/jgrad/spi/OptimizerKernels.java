package dev.jgrad.spi;

import dev.jgrad.data.DType;
import org.jspecify.annotations.Nullable;

/**
 * One pass over parameter, gradient and state per step. All buffers of a call are dense, of the same dtype (float32 or
 * float64), in the same order of elements, and start at 0. Formulas are PyTorch's ({@code torch.optim}).
 */
public interface OptimizerKernels {
    /**
     * SGD with momentum, dampening, weight decay, Nesterov.
     *
     * @param momentumBuffer null when momentum is 0
     * @param firstStep the momentum buffer takes the gradient as it is
     */
    void sgd(
            Stream stream,
            DType dtype,
            long elements,
            Buffer parameter,
            Buffer gradient,
            @Nullable Buffer momentumBuffer,
            boolean firstStep,
            double lr,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov,
            boolean maximize);

    /**
     * Adam and AdamW.
     *
     * @param maxExpAvgSq null without amsgrad
     * @param step number of this step, from 1
     * @param decoupled weight decay acts on the parameter (AdamW), not on the gradient
     */
    void adam(
            Stream stream,
            DType dtype,
            long elements,
            Buffer parameter,
            Buffer gradient,
            Buffer expAvg,
            Buffer expAvgSq,
            @Nullable Buffer maxExpAvgSq,
            long step,
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupled,
            boolean maximize);

    /** True when many tensors at once are faster than one after the other. */
    default boolean takesLists() {
        return false;
    }

    /**
     * {@link #sgd} for many tensors that share their settings; entries of the arrays belong together.
     *
     * @param momentumBuffers null when momentum is 0
     */
    default void sgdAll(
            Stream stream,
            DType dtype,
            long[] elements,
            Buffer[] parameters,
            Buffer[] gradients,
            Buffer @Nullable [] momentumBuffers,
            boolean firstStep,
            double lr,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov,
            boolean maximize) {
        for (int i = 0; i < elements.length; i++) {
            sgd(
                    stream,
                    dtype,
                    elements[i],
                    parameters[i],
                    gradients[i],
                    momentumBuffers == null ? null : momentumBuffers[i],
                    firstStep,
                    lr,
                    momentum,
                    dampening,
                    weightDecay,
                    nesterov,
                    maximize);
        }
    }

    /**
     * {@link #adam} for many tensors that share their settings; entries of the arrays belong together.
     *
     * @param maxExpAvgSqs null without amsgrad
     */
    default void adamAll(
            Stream stream,
            DType dtype,
            long[] elements,
            Buffer[] parameters,
            Buffer[] gradients,
            Buffer[] expAvgs,
            Buffer[] expAvgSqs,
            Buffer @Nullable [] maxExpAvgSqs,
            long step,
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupled,
            boolean maximize) {
        for (int i = 0; i < elements.length; i++) {
            adam(
                    stream,
                    dtype,
                    elements[i],
                    parameters[i],
                    gradients[i],
                    expAvgs[i],
                    expAvgSqs[i],
                    maxExpAvgSqs == null ? null : maxExpAvgSqs[i],
                    step,
                    lr,
                    beta1,
                    beta2,
                    eps,
                    weightDecay,
                    decoupled,
                    maximize);
        }
    }
}
