package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Average pooling, with fixed and with adaptive windows. It is linear, so operation and gradient are each other's gradient, and both
 * are recorded.
 */
public final class AveragePooling {
    private AveragePooling() {}

    /**
     * Average pooling.
     *
     * @param divisorOverride divisor to use, null for the number of elements of the window
     */
    public static Tensor average(
            int rank,
            Tensor input,
            long[] kernel,
            long @Nullable [] stride,
            long[] padding,
            boolean ceilMode,
            boolean countIncludePad,
            @Nullable Long divisorOverride) {
        if (rank == 3 && Autocasting.applies("avg_pool3d", input)) {
            return Autocasting.run(
                    "avg_pool3d",
                    in -> average(rank, in[0], kernel, stride, padding, ceilMode, countIncludePad, divisorOverride),
                    input);
        }
        String op = "avg_pool" + rank + "d";
        if (divisorOverride != null && divisorOverride == 0) {
            throw new ArgumentException("divisor must be not zero");
        }
        PoolSpec spec = PoolingShapes.spec(
                op,
                rank,
                kernel,
                stride,
                padding,
                new long[] {1},
                countIncludePad,
                divisorOverride == null ? 0 : divisorOverride);
        PoolingShapes.checkInput(op, input, rank);
        if (rank == 1) {
            PoolSpec two = new PoolSpec(
                    PoolingShapes.prepend(1, spec.kernel()),
                    PoolingShapes.prepend(1, spec.stride()),
                    PoolingShapes.prepend(0, spec.padding()),
                    new long[] {1, 1},
                    countIncludePad,
                    0);
            return average(2, input.unsqueeze(-2), two, ceilMode).squeeze(-2);
        }
        if (rank == 3) {
            checkWindow(input, spec);
        }
        return average(rank, input, spec, ceilMode);
    }

    /** In three dimensions PyTorch wants a whole window, in ceil mode too. */
    private static void checkWindow(Tensor input, PoolSpec spec) {
        long[] sizes = TensorAccess.shown(input).sizes();
        for (int d = 0; d < 3; d++) {
            if (sizes[sizes.length - 3 + d] < spec.kernel()[d]) {
                long[] in = Arrays.copyOfRange(sizes, sizes.length - 3, sizes.length);
                throw new ShapeException("avg_pool3d: input image (T: " + in[0] + " H: " + in[1] + " W: " + in[2]
                        + ") smaller than kernel size (kT: " + spec.kernel()[0] + " kH: " + spec.kernel()[1] + " kW: "
                        + spec.kernel()[2] + ")");
            }
        }
    }

    private static Tensor average(int rank, Tensor input, PoolSpec spec, boolean ceilMode) {
        if (input.dtype() == DType.INT64) {
            return average(rank, input.to(DType.FLOAT64), spec, ceilMode).to(DType.INT64);
        }
        PoolingShapes.checkFloating("avg_pool" + rank + "d", input);
        return averageOp(
                "AvgPool" + rank + "DBackward0", rank, input, spec, PoolingShapes.outputSizes(input, spec, ceilMode));
    }

    /** The windows are null for adaptive pooling. */
    private static Tensor averageOp(String gradFn, int rank, Tensor input, @Nullable PoolSpec spec, long[] sizes) {
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, PoolingShapes.physical(in, sizes));
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            Layout to = PoolingShapes.batched(TensorAccess.layoutIn(out, target), rank);
            Layout of = PoolingShapes.batched(TensorAccess.layoutIn(input, in), rank);
            if (spec == null) {
                be.pooling().adaptiveAverageForward(be.stream(), input.dtype(), target, to, in, of);
            } else {
                be.pooling().averageForward(be.stream(), input.dtype(), spec, target, to, in, of);
            }
        }
        Reference.reachabilityFence(input);
        long[] from = PoolingShapes.sizes(input);
        Layout order = in.physical();
        return Dispatcher.record(gradFn, out, new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {averageGradient(gradFn, rank, c.grad(), spec, from, order)});
    }

    private static Tensor averageGradient(
            String gradFn, int rank, Tensor g, @Nullable PoolSpec spec, long[] sizes, @Nullable Layout physical) {
        Backend be = Dispatcher.backend(g);
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        if (g.numel() == 0) {
            CopyOps.fill(out, 0, 0);
        } else if (out.numel() > 0) {
            Layout to = PoolingShapes.batched(TensorAccess.layoutIn(out, target), rank);
            Layout of = PoolingShapes.batched(TensorAccess.layoutIn(g, from), rank);
            if (spec == null) {
                be.pooling().adaptiveAverageBackward(be.stream(), g.dtype(), target, to, from, of);
            } else {
                be.pooling().averageBackward(be.stream(), g.dtype(), spec, target, to, from, of);
            }
        }
        Reference.reachabilityFence(g);
        long[] pooled = PoolingShapes.sizes(g);
        return Dispatcher.record(PoolingShapes.second(gradFn), out, new Tensor[] {g}, new Tensor[0], c ->
                new Tensor[] {averageOp(gradFn, rank, c.grad(), spec, pooled)});
    }

    /** Adaptive average pooling; a result of one element per plane is the mean, as in PyTorch. */
    public static Tensor adaptiveAverage(int rank, Tensor input, long[] outputSize) {
        if (rank == 3 && Autocasting.applies("adaptive_avg_pool3d", input)) {
            return Autocasting.run("adaptive_avg_pool3d", in -> adaptiveAverage(rank, in[0], outputSize), input);
        }
        String op = "adaptive_avg_pool" + rank + "d";
        long[] size = PoolingShapes.adaptiveSizes(op, input, outputSize, rank);
        if (rank == 1) {
            if (input.dim() != 2 && input.dim() != 3) {
                throw new ShapeException(
                        op + "(): Expected 2D or 3D tensor, but got " + Arrays.toString(PoolingShapes.sizes(input)));
            }
            return adaptiveAverage(2, input.unsqueeze(-2), PoolingShapes.prepend(1, size))
                    .squeeze(-2);
        }
        long[] sizes = PoolingShapes.adaptive(op, input, size, rank);
        PoolingShapes.checkFloating(op, input);
        boolean one = true;
        int[] dims = new int[rank];
        for (int d = 0; d < rank; d++) {
            one &= size[d] == 1;
            dims[d] = d - rank;
        }
        if (one) {
            return input.mean(dims, true);
        }
        return averageOp("AdaptiveAvgPool" + rank + "DBackward0", rank, input, null, sizes);
    }
}
