package dev.jgrad.cpu.kernels;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** Placeholder for the optimizer steps of the CPU: everything throws. */
public final class OptimizersCpu implements OptimizerKernels {
    /** Kernels without state. */
    public OptimizersCpu() {}

    @Override
    public void sgd(
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
            boolean maximize) {
        throw missing();
    }

    @Override
    public void adam(
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
            boolean maximize) {
        throw missing();
    }

    private static JgradException missing() {
        return new JgradException("the CPU backend has no optimizer steps yet");
    }
}
