package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation over [N, C, *]. Source: Ioffe and Szegedy 2015; {@code torch.native_batch_norm}. The input may be
 * float16 or bfloat16 with float32 parameters and statistics, as mixed precision has it; the result has the input's dtype.
 */
public final class BatchNorm {
    private static final String GRAD_FN = "NativeBatchNormBackward0";

    private BatchNorm() {}

    /**
     * Normalises each channel.
     *
     * @param runningMean updated in place when training; used when not
     * @param training whether to use the statistics of this batch
     */
    public static Tensor batchNorm(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean training,
            double momentum,
            double eps) {
        long[] sizes = TensorAccess.shown(input).sizes();
        if (sizes.length < 2 && input.numel() == 0 && input.dtype().isFloatingPoint()) {
            return input.clone();
        }
        check(input, sizes, runningMean, runningVar, weight, bias, training);
        checkRunning(runningMean, runningVar);
        return training
                ? training(input, runningMean, runningVar, weight, bias, momentum, eps)
                : inference(
                        input,
                        java.util.Objects.requireNonNull(runningMean),
                        java.util.Objects.requireNonNull(runningVar),
                        weight,
                        bias,
                        eps);
    }

    /** Running statistics have no gradient, neither as what is read nor as what is moved. */
    static void checkRunning(@Nullable Tensor runningMean, @Nullable Tensor runningVar) {
        NotDifferentiable.refuse("native_batch_norm", "running_mean", runningMean);
        NotDifferentiable.refuse("native_batch_norm", "running_var", runningVar);
    }

    private static Tensor training(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            double momentum,
            double eps) {
        if (Dispatcher.needsRecord(input, weight, bias)) {
            // What cannot be saved is refused before the running statistics have moved.
            SavedTensor.checkSavable(input);
            SavedTensor.checkSavable(weight);
        }
        Backend be = Dispatcher.backend("batch_norm", input, runningMean, runningVar, weight, bias);
        DType vectors = vectorType(be, input, runningMean, runningVar, weight, bias);
        Tensor x = computable(be, input, vectors);
        Buffer in = TensorAccess.storage(x).buffer();
        Layout layout = TensorAccess.layoutIn(x, in);
        long[] sizes = layout.sizes();
        Tensor out = Dispatcher.allocatePhysical(be, x.dtype(), sizes, dense(in));
        Layout vector = Layout.contiguous(sizes[1]);
        Tensor mean = Dispatcher.allocate(be, vectors, vector);
        Tensor invStd = Dispatcher.allocate(be, vectors, vector);
        Tensor w = plain(weight, vectors);
        Tensor b = plain(bias, vectors);
        Tensor rm = plain(runningMean, vectors);
        Tensor rv = plain(runningVar, vectors);
        beforeWrite(rm);
        beforeWrite(rv);
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            be.normalizations()
                    .batchNormTraining(
                            be.stream(),
                            x.dtype(),
                            target,
                            TensorAccess.layoutIn(out, target),
                            TensorAccess.storage(mean).buffer(),
                            TensorAccess.storage(invStd).buffer(),
                            in,
                            layout,
                            buffer(w),
                            buffer(b),
                            buffer(rm),
                            buffer(rv),
                            momentum,
                            eps);
            written(runningMean, rm);
            written(runningVar, rv);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(w);
        Reference.reachabilityFence(b);
        return Dispatcher.record(
                GRAD_FN,
                CastOps.convert(out, input.dtype()),
                new Tensor[] {input, weight, bias},
                new Tensor[] {input, weight, mean, invStd},
                c -> c.recording()
                        ? composed(c.grad(), c.saved(0), c.savedOrNull(1), null, null, eps, needs(c))
                        : kernel(c, true));
    }

    private static Tensor inference(
            Tensor input, Tensor mean, Tensor var, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        Backend be = Dispatcher.backend("batch_norm", input, mean, var, weight, bias);
        DType vectors = vectorType(be, input, mean, var, weight, bias);
        Tensor x = computable(be, input, vectors);
        Buffer in = TensorAccess.storage(x).buffer();
        Layout layout = TensorAccess.layoutIn(x, in);
        Tensor computed = Dispatcher.allocatePhysical(be, x.dtype(), layout.sizes(), dense(in));
        Tensor w = plain(weight, vectors);
        Tensor b = plain(bias, vectors);
        Tensor m = Vectors.plain(CastOps.convert(mean, vectors));
        Tensor v = Vectors.plain(CastOps.convert(var, vectors));
        Buffer target = TensorAccess.storage(computed).buffer();
        if (computed.numel() > 0) {
            be.normalizations()
                    .batchNormInference(
                            be.stream(),
                            x.dtype(),
                            target,
                            TensorAccess.layoutIn(computed, target),
                            in,
                            layout,
                            buffer(w),
                            buffer(b),
                            TensorAccess.storage(m).buffer(),
                            TensorAccess.storage(v).buffer(),
                            eps);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(w);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(m);
        Reference.reachabilityFence(v);
        Tensor out = CastOps.convert(computed, input.dtype());
        if (!Dispatcher.needsRecord(input, weight, bias)) {
            return out;
        }
        // Copies: a later training step may update the running statistics before this pass goes backward.
        Tensor keptMean = CopyOps.rawClone(m);
        Tensor keptInvStd = Grad.noGrad(() -> v.detach().add(eps).rsqrt());
        return Dispatcher.record(
                GRAD_FN,
                out,
                new Tensor[] {input, weight, bias},
                new Tensor[] {input, weight, keptMean, keptInvStd},
                c -> c.recording()
                        ? composed(c.grad(), c.saved(0), c.savedOrNull(1), c.saved(2), c.saved(3), eps, needs(c))
                        : kernel(c, false));
    }

    private static boolean[] needs(BackwardContext c) {
        return new boolean[] {c.needs(0), c.needs(1), c.needs(2)};
    }

    private static @Nullable Tensor[] kernel(BackwardContext c, boolean training) {
        Tensor weight = c.savedOrNull(1);
        Backend be = Dispatcher.backend("batch_norm", c.grad(), c.saved(0));
        DType vectors = c.saved(2).dtype();
        Tensor g = computable(be, c.grad(), vectors);
        Tensor input = computable(be, c.saved(0), vectors);
        Buffer in = TensorAccess.storage(input).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        Layout layout = TensorAccess.layoutIn(input, in);
        Layout vector = Layout.contiguous(layout.size(1));
        Tensor gradInput = c.needs(0) ? Dispatcher.allocatePhysical(be, g.dtype(), layout.sizes(), dense(in)) : null;
        Tensor gradWeight = c.needs(1) ? Dispatcher.allocate(be, vectors, vector) : null;
        Tensor gradBias = c.needs(2) ? Dispatcher.allocate(be, vectors, vector) : null;
        Buffer target = buffer(gradInput);
        Tensor w = plain(weight, vectors);
        if (input.numel() == 0) {
            return new Tensor[] {gradInput, zeroed(gradWeight), zeroed(gradBias)};
        }
        be.normalizations()
                .batchNormBackward(
                        be.stream(),
                        g.dtype(),
                        target,
                        gradInput == null || target == null ? null : TensorAccess.layoutIn(gradInput, target),
                        buffer(gradWeight),
                        buffer(gradBias),
                        from,
                        TensorAccess.layoutIn(g, from),
                        in,
                        layout,
                        buffer(w),
                        TensorAccess.storage(c.saved(2)).buffer(),
                        TensorAccess.storage(c.saved(3)).buffer(),
                        training);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(w);
        return new Tensor[] {gradInput, gradWeight, gradBias};
    }

    /** The gradients in differentiable operations; batch statistics are computed again where none are given. */
    private static @Nullable Tensor[] composed(
            Tensor grad,
            Tensor input,
            @Nullable Tensor weight,
            @Nullable Tensor mean,
            @Nullable Tensor invStd,
            double eps,
            boolean[] needs) {
        boolean half = isHalf(input) && (weight == null || weight.dtype() == DType.FLOAT32);
        Tensor g = half ? grad.to(DType.FLOAT32) : grad;
        Tensor x = half ? input.to(DType.FLOAT32) : input;
        int[] dims = new int[x.dim() - 1];
        long[] column = new long[x.dim()];
        Arrays.fill(column, 1);
        column[1] = x.size(1);
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        boolean training = mean == null || invStd == null;
        Tensor m = training ? x.mean(dims, true) : mean.reshape(column);
        Tensor r = training ? x.var(dims, 0, true).add(eps).rsqrt() : invStd.reshape(column);
        Tensor normal = x.sub(m).mul(r);
        Tensor gradInput = null;
        if (needs[0]) {
            Tensor gw = weight == null ? g : g.mul(weight.reshape(column));
            gradInput = training
                    ? gw.sub(gw.mean(dims, true))
                            .sub(normal.mul(gw.mul(normal).mean(dims, true)))
                            .mul(r)
                    : gw.mul(r);
        }
        return new Tensor[] {
            gradInput, needs[1] ? g.mul(normal).sum(dims, false) : null, needs[2] ? g.sum(dims, false) : null
        };
    }

    private static boolean isHalf(Tensor t) {
        return t.dtype() == DType.FLOAT16 || t.dtype() == DType.BFLOAT16;
    }

    /** The dtype of statistics and parameters: float32 beside half precision where one of them or the backend says so. */
    private static DType vectorType(Backend be, Tensor input, @Nullable Tensor... vectors) {
        if (isHalf(input)) {
            boolean single = be.normalizations().takesFloatVectors();
            for (Tensor t : vectors) {
                single |= t != null && t.dtype() == DType.FLOAT32;
            }
            return single ? DType.FLOAT32 : input.dtype();
        }
        return input.dtype();
    }

    /** The tensor as the backend's kernels take it together with vectors of this dtype. */
    private static Tensor computable(Backend be, Tensor t, DType vectors) {
        return isHalf(t) && vectors == DType.FLOAT32 && !be.normalizations().takesFloatVectors()
                ? CastOps.convert(t, DType.FLOAT32)
                : t;
    }

    private static @Nullable Tensor plain(@Nullable Tensor vector, DType dtype) {
        return vector == null ? null : Vectors.plain(CastOps.convert(vector, dtype));
    }

    private static void check(
            Tensor input,
            long[] sizes,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean training) {
        if (!input.dtype().isFloatingPoint()) {
            throw new DTypeException("\"batch_norm\" not implemented for '"
                    + input.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
        if (sizes.length < 2) {
            throw new ShapeException("batch_norm: expected at least 2 dimensions (N, C, ...), got " + sizes.length);
        }
        if (!training && (runningMean == null || runningVar == null)) {
            throw new ArgumentException(
                    (runningMean == null ? "running_mean" : "running_var") + " must be defined in evaluation mode");
        }
        checkVector("running_mean", runningMean, sizes[1], input);
        checkVector("running_var", runningVar, sizes[1], input);
        checkVector("weight", weight, sizes[1], input);
        checkVector("bias", bias, sizes[1], input);
    }

    static void checkVector(String name, @Nullable Tensor t, long channels, Tensor input) {
        if (t == null) {
            return;
        }
        if (t.numel() != channels) {
            throw new ShapeException(name + " should contain " + channels + " elements not " + t.numel());
        }
        if (t.dtype() != input.dtype() && !(isHalf(input) && t.dtype() == DType.FLOAT32)) {
            throw new DTypeException("expected scalar type " + input.dtype().scalarTypeName() + " but found "
                    + t.dtype().scalarTypeName() + ": " + name + " has the dtype of the input");
        }
    }

    private static void beforeWrite(@Nullable Tensor running) {
        if (running != null) {
            TensorAccess.storage(running).beforeWrite();
        }
    }

    private static void written(@Nullable Tensor running, @Nullable Tensor used) {
        if (running != null && used != null) {
            if (used.dtype() != running.dtype()) {
                Grad.noGrad(() -> {
                    running.copy_(used);
                });
            } else if (used != running) {
                Recorder.overwrite(running, used);
            } else {
                TensorAccess.storage(running).bumpVersion();
            }
        }
    }

    private static @Nullable Tensor zeroed(@Nullable Tensor t) {
        return t == null ? null : CopyOps.fill(t, 0, 0);
    }

    private static @Nullable Buffer buffer(@Nullable Tensor t) {
        return t == null ? null : TensorAccess.storage(t).buffer();
    }

    private static @Nullable Layout dense(Buffer in) {
        return in.physical();
    }
}
