package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.cuda.driver.NativePointer;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.util.function.ToIntFunction;
import jcuda.jcudnn.JCudnn;
import org.jspecify.annotations.Nullable;

/**
 * Batch norm by cuDNN. Each method says whether it has done the work: not for layouts with gaps or of two orders, without
 * parameters, and for what the library refuses; kernels of our own do that. Operands are
 * addresses, 0 for null; the caller keeps their buffers.
 */
public final class BatchNormDnn {
    /** More examples than this are too many for cuDNN's kernels; the numbers are PyTorch's. */
    private static final long MOST_IN_TRAINING = 880801;

    private static final long MOST_IN_INFERENCE = 65535;

    /** What the forward pass leaves for the backward pass. */
    private record Reserve(@Nullable CudaBuffer memory, double eps) implements CudaBuffer.Kept {
        @Override
        public void release() {
            if (memory != null) {
                memory.release();
            }
        }
    }

    private final CudaBackend backend;

    /** Batch norm on one device. */
    public BatchNormDnn(CudaBackend backend) {
        this.backend = backend;
    }

    private static boolean isUsed() {
        return CudaOptions.cudnnBatchNorm() && CudnnHandle.isUsed();
    }

    private static NativePointer at(long address) {
        return new NativePointer(address);
    }

    /** The order in which all of these lie, or null. */
    private static @Nullable Order order(DType dtype, Layout... layouts) {
        Layout first = layouts[0];
        if (first.rank() < 3 || first.rank() > 5 || first.numel() >= Integer.MAX_VALUE) {
            return null;
        }
        for (Order order : Order.values()) {
            boolean fits = order == Order.PLAIN || dtype != DType.FLOAT64;
            for (Layout layout : layouts) {
                fits &= order.fits(layout);
            }
            if (fits) {
                return order;
            }
        }
        return null;
    }

    private @Nullable BatchNormPlan plan(CudnnHandle h, DType dtype, Order order, Layout layout, boolean training) {
        Layout lifted = Problem.lift(layout);
        long[] key = new long[lifted.rank() + 3];
        for (int d = 0; d < lifted.rank(); d++) {
            key[d] = lifted.size(d);
        }
        key[lifted.rank()] = dtype.ordinal();
        key[lifted.rank() + 1] = order.ordinal();
        key[lifted.rank() + 2] = training ? 1 : 0;
        BatchNormPlan plan = h.batchNorms.get(
                new ProblemKey(key), () -> BatchNormPlan.make(h.handle(), dtype, order, lifted, training));
        return plan.isSupported() ? plan : null;
    }

    private boolean withWorkspace(
            CudaStream stream, long bytes, ToIntFunction<NativePointer> call, BatchNormPlan plan, String name) {
        CudaBuffer workspace = bytes == 0 ? null : backend.allocateBytes(bytes);
        try {
            return plan.done(call.applyAsInt(at(workspace == null ? 0 : workspace.output(stream))), name);
        } finally {
            if (workspace != null) {
                workspace.release();
            }
        }
    }

    /** Training, forward; what cuDNN keeps for the way back stays with {@code saveInvStd}. */
    public boolean training(
            CudaStream stream,
            DType dtype,
            long out,
            Layout outLayout,
            long saveMean,
            CudaBuffer saveInvStd,
            long in,
            Layout inLayout,
            long weight,
            long bias,
            long runningMean,
            long runningVar,
            double momentum,
            double eps) {
        saveInvStd.keep(null);
        Order order = isUsed() ? order(dtype, inLayout, outLayout) : null;
        if (order == null
                || !Cudnn.isAligned(in, out)
                || weight == 0
                || bias == 0
                || inLayout.size(0) > MOST_IN_TRAINING
                || inLayout.numel() == inLayout.size(1)
                || (runningMean == 0) != (runningVar == 0)) {
            return false;
        }
        CudnnHandle h = backend.convolutions().handle(stream);
        BatchNormPlan plan = plan(h, dtype, order, inLayout, true);
        if (plan == null) {
            return false;
        }
        CudaBuffer reserve = plan.reserve == 0 ? null : backend.allocateBytes(plan.reserve);
        saveInvStd.keep(new Reserve(reserve, eps));
        try {
            boolean done = withWorkspace(
                    stream,
                    plan.forwardWorkspace,
                    workspace -> JCudnn.cudnnBatchNormalizationForwardTrainingEx(
                            h.handle(),
                            plan.mode,
                            BatchNormPlan.OPS,
                            Factors.one(dtype),
                            Factors.ZERO,
                            plan.data,
                            at(in),
                            BatchNormPlan.NONE,
                            Factors.NULL,
                            plan.data,
                            at(out),
                            plan.vectors,
                            at(weight),
                            at(bias),
                            momentum,
                            at(runningMean),
                            at(runningVar),
                            eps,
                            at(saveMean),
                            at(saveInvStd.output(stream)),
                            BatchNormPlan.NO_ACTIVATION,
                            workspace,
                            plan.forwardWorkspace,
                            at(reserve == null ? 0 : reserve.output(stream)),
                            plan.reserve),
                    plan,
                    "cudnnBatchNormalizationForwardTrainingEx");
            if (!done) {
                saveInvStd.keep(null);
            }
            return done;
        } catch (CudaException e) {
            throw e.during("batch_norm", dtype, inLayout);
        }
    }

    /** With given statistics. */
    public boolean inference(
            CudaStream stream,
            DType dtype,
            long out,
            Layout outLayout,
            long in,
            Layout inLayout,
            long weight,
            long bias,
            long mean,
            long variance,
            double eps) {
        Order order = isUsed() ? order(dtype, inLayout, outLayout) : null;
        if (order == null
                || !Cudnn.isAligned(in, out)
                || weight == 0
                || bias == 0
                || inLayout.size(0) > MOST_IN_INFERENCE) {
            return false;
        }
        CudnnHandle h = backend.convolutions().handle(stream);
        BatchNormPlan plan = plan(h, dtype, order, inLayout, false);
        if (plan == null) {
            return false;
        }
        try {
            int status = JCudnn.cudnnBatchNormalizationForwardInference(
                    h.handle(),
                    plan.mode,
                    Factors.one(dtype),
                    Factors.ZERO,
                    plan.data,
                    at(in),
                    plan.data,
                    at(out),
                    plan.vectors,
                    at(weight),
                    at(bias),
                    at(mean),
                    at(variance),
                    eps);
            return plan.done(status, "cudnnBatchNormalizationForwardInference");
        } catch (CudaException e) {
            throw e.during("batch_norm", dtype, inLayout);
        }
    }

    /** Training, backward, where all gradients are wanted. */
    public boolean backward(
            CudaStream stream,
            DType dtype,
            long gradInput,
            Layout gradInputLayout,
            long gradWeight,
            long gradBias,
            long gradOutput,
            Layout gradOutputLayout,
            long in,
            Layout inLayout,
            long weight,
            long mean,
            CudaBuffer invStd) {
        if (!isUsed()
                || !Cudnn.isAligned(in, gradOutput, gradInput)
                || gradWeight == 0
                || gradBias == 0
                || weight == 0
                || inLayout.size(0) > MOST_IN_TRAINING
                || inLayout.numel() == inLayout.size(1)) {
            return false;
        }
        Order order = order(dtype, inLayout, gradOutputLayout, gradInputLayout);
        if (order == null) {
            return false;
        }
        CudnnHandle h = backend.convolutions().handle(stream);
        BatchNormPlan plan = plan(h, dtype, order, inLayout, true);
        // cuDNN wants the way back to be of the same shape and eps as the way there, so both are its or neither.
        if (plan == null
                || !(invStd.kept() instanceof Reserve kept)
                || plan.reserve > (kept.memory == null ? 0 : kept.memory.byteSize())) {
            return false;
        }
        CudaBuffer reserve = kept.memory;
        try {
            boolean done = withWorkspace(
                    stream,
                    plan.backwardWorkspace,
                    workspace -> JCudnn.cudnnBatchNormalizationBackwardEx(
                            h.handle(),
                            plan.mode,
                            BatchNormPlan.OPS,
                            Factors.one(dtype),
                            Factors.ZERO,
                            Factors.one(dtype),
                            Factors.ZERO,
                            plan.data,
                            at(in),
                            BatchNormPlan.NONE,
                            Factors.NULL,
                            plan.data,
                            at(gradOutput),
                            BatchNormPlan.NONE,
                            Factors.NULL,
                            plan.data,
                            at(gradInput),
                            plan.vectors,
                            at(weight),
                            Factors.NULL,
                            at(gradWeight),
                            at(gradBias),
                            kept.eps,
                            at(mean),
                            at(invStd.input(stream)),
                            BatchNormPlan.NO_ACTIVATION,
                            workspace,
                            plan.backwardWorkspace,
                            at(reserve == null ? 0 : reserve.output(stream)),
                            plan.reserve),
                    plan,
                    "cudnnBatchNormalizationBackwardEx");
            return done;
        } catch (CudaException e) {
            throw e.during("batch_norm_backward", dtype, inLayout);
        }
    }
}
