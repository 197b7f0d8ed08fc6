package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.AdamStep;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.cpu.loops.SgdStep;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.OperandChecks;
import dev.jgrad.spi.OptimizerKernels;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Optimizer steps. All buffers of a step are arrays, or all are native: where they are mixed (a parameter that a native
 * library has looked at, a gradient that it has not), the arrays move to native memory once.
 */
public final class OptimizersCpu implements OptimizerKernels {
    private static final int GRAIN = 8 << 10;

    private final Loops loops;

    /** Kernels on the loops this process uses. */
    public OptimizersCpu() {
        this(Loops.standard());
    }

    /** Kernels on given loops. */
    public OptimizersCpu(Loops loops) {
        this.loops = loops;
    }

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
        SgdStep step = new SgdStep(
                lr,
                momentum,
                firstStep ? 0 : momentum,
                firstStep ? 1 : 1 - dampening,
                weightDecay,
                maximize ? -1 : 1,
                nesterov);
        @Nullable Buffer[] all = {parameter, gradient, momentumBuffer};
        try {
            if (onHeap(dtype, elements, all)) {
                int n = (int) elements;
                if (dtype == DType.FLOAT32) {
                    loops.floatOptimizer()
                            .sgd(
                                    (float[]) array(parameter),
                                    (float[]) array(gradient),
                                    (float[]) array(momentumBuffer),
                                    0,
                                    n,
                                    step);
                } else {
                    loops.doubleOptimizer()
                            .sgd(
                                    (double[]) array(parameter),
                                    (double[]) array(gradient),
                                    (double[]) array(momentumBuffer),
                                    0,
                                    n,
                                    step);
                }
                return;
            }
            long size = dtype.byteSize();
            long p = address(parameter);
            long g = address(gradient);
            long m = address(momentumBuffer);
            Parallel.forRange(elements, GRAIN, (from, to) -> {
                for (long at = from; at < to; at += GRAIN) {
                    int n = (int) Math.min(GRAIN, to - at);
                    long o = at * size;
                    if (dtype == DType.FLOAT32) {
                        loops.floatOptimizer().sgd(p + o, g + o, m == 0 ? 0 : m + o, n, step);
                    } else {
                        loops.doubleOptimizer().sgd(p + o, g + o, m == 0 ? 0 : m + o, n, step);
                    }
                }
            });
        } finally {
            Reference.reachabilityFence(all);
        }
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
        AdamStep settings = new AdamStep(
                beta1,
                beta2,
                eps,
                maximize ? -1 : 1,
                decoupled ? 1 - lr * weightDecay : 1,
                decoupled ? 0 : weightDecay,
                lr / (1 - Math.pow(beta1, step)),
                Math.sqrt(1 - Math.pow(beta2, step)));
        @Nullable Buffer[] all = {parameter, gradient, expAvg, expAvgSq, maxExpAvgSq};
        try {
            if (onHeap(dtype, elements, all)) {
                int n = (int) elements;
                if (dtype == DType.FLOAT32) {
                    loops.floatOptimizer()
                            .adam(
                                    (float[]) array(parameter),
                                    (float[]) array(gradient),
                                    (float[]) array(expAvg),
                                    (float[]) array(expAvgSq),
                                    (float[]) array(maxExpAvgSq),
                                    0,
                                    n,
                                    settings);
                } else {
                    loops.doubleOptimizer()
                            .adam(
                                    (double[]) array(parameter),
                                    (double[]) array(gradient),
                                    (double[]) array(expAvg),
                                    (double[]) array(expAvgSq),
                                    (double[]) array(maxExpAvgSq),
                                    0,
                                    n,
                                    settings);
                }
                return;
            }
            long size = dtype.byteSize();
            long p = address(parameter);
            long g = address(gradient);
            long m = address(expAvg);
            long v = address(expAvgSq);
            long max = address(maxExpAvgSq);
            Parallel.forRange(elements, GRAIN, (from, to) -> {
                for (long at = from; at < to; at += GRAIN) {
                    int n = (int) Math.min(GRAIN, to - at);
                    long o = at * size;
                    long x = max == 0 ? 0 : max + o;
                    if (dtype == DType.FLOAT32) {
                        loops.floatOptimizer().adam(p + o, g + o, m + o, v + o, x, n, settings);
                    } else {
                        loops.doubleOptimizer().adam(p + o, g + o, m + o, v + o, x, n, settings);
                    }
                }
            });
        } finally {
            Reference.reachabilityFence(all);
        }
    }

    /** Checks dtype and sizes, and says whether all buffers are arrays; if not, none is afterwards. */
    private static boolean onHeap(DType dtype, long elements, @Nullable Buffer[] all) {
        OperandChecks.optimizer(dtype);
        Layout layout = Layout.contiguous(elements);
        boolean heap = true;
        for (Buffer buffer : all) {
            if (buffer != null) {
                Extents.check(dtype, (CpuBuffer) buffer, layout);
                heap &= ((CpuBuffer) buffer).array(dtype) != null;
            }
        }
        return heap;
    }

    private static @Nullable Object array(@Nullable Buffer buffer) {
        return buffer == null ? null : ((CpuBuffer) buffer).array();
    }

    private static long address(@Nullable Buffer buffer) {
        return buffer == null ? 0 : ((CpuBuffer) buffer).nativeAddress();
    }
}
