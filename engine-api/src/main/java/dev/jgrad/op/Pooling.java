package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
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
 * Max and average pooling, with fixed and with adaptive windows. Every pooling is linear in its input once its indices
 * are chosen, so gradient and operation are each other's gradient, and both are recorded.
 */
public final class Pooling {
    private Pooling() {}

    // ---- max -------------------------------------------------------------------------------------------------

    /** Max pooling with the flat positions of the maxima: {@code torch.nn.functional.max_pool2d_with_indices} and so on. */
    public static ReductionOps.WithIndices max(
            int rank,
            Tensor input,
            long[] kernel,
            long @Nullable [] stride,
            long[] padding,
            long[] dilation,
            boolean ceilMode,
            boolean wantIndices) {
        String op = "max_pool" + rank + "d";
        PoolSpec spec = PoolingShapes.spec(op, rank, kernel, stride, padding, dilation, false, 0);
        PoolingShapes.checkInput(op, input, rank);
        if (rank == 1) {
            PoolSpec two = new PoolSpec(
                    prepend(1, spec.kernel()),
                    prepend(1, spec.stride()),
                    prepend(0, spec.padding()),
                    prepend(1, spec.dilation()),
                    false,
                    0);
            return squeezed(max(2, input.unsqueeze(-2), two, ceilMode, wantIndices));
        }
        return max(rank, input, spec, ceilMode, wantIndices);
    }

    private static ReductionOps.WithIndices squeezed(ReductionOps.WithIndices r) {
        return new ReductionOps.WithIndices(r.values().squeeze(-2), r.indices().squeeze(-2));
    }

    private static ReductionOps.WithIndices max(
            int rank, Tensor input, PoolSpec spec, boolean ceilMode, boolean wantIndices) {
        if (rank == 3 && Autocasting.applies("max_pool3d", input)) {
            return Autocasting.compute("max_pool3d", in -> max(rank, in[0], spec, ceilMode, wantIndices), input);
        }
        if (input.dtype().isBool()) {
            throw new DTypeException("\"max_pool" + rank + "d\" not implemented for 'Bool'");
        }
        return max(rank, input, spec, PoolingShapes.outputSizes(input, spec, ceilMode), wantIndices);
    }

    private static ReductionOps.WithIndices max(
            int rank, Tensor input, PoolSpec spec, long[] sizes, boolean wantIndices) {
        boolean needed = wantIndices || Dispatcher.needsRecord(input);
        Tensor byTaps = !wantIndices ? maxByTaps(rank, input, spec, sizes) : null;
        if (byTaps != null) {
            return new ReductionOps.WithIndices(byTaps, byTaps);
        }
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Layout physical = physical(in, sizes);
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical);
        Tensor indices = needed ? Dispatcher.allocatePhysical(be, DType.INT64, sizes, physical) : out;
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .maxForward(
                            be.stream(),
                            input.dtype(),
                            spec,
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            needed ? TensorAccess.storage(indices).buffer() : null,
                            in,
                            batched(TensorAccess.layoutIn(input, in), rank));
        }
        Reference.reachabilityFence(input);
        recordMax("MaxPool" + rank + "DWithIndicesBackward0", rank, spec, input, out, indices);
        return new ReductionOps.WithIndices(out, indices);
    }

    /** The pooling of a training step, where nobody asks for indices; null where the backend has no kernel for it. */
    private static @Nullable Tensor maxByTaps(int rank, Tensor input, PoolSpec spec, long[] sizes) {
        Buffer in = TensorAccess.storage(input).buffer();
        Layout physical = physical(in, sizes);
        if (rank != 2 || sizes.length != 4 || physical == null || input.numel() == 0) {
            return null;
        }
        Backend be = Dispatcher.backend(input);
        Layout order = in.physical();
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical);
        Tensor taps = Dispatcher.allocatePhysical(be, DType.UINT8, sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        boolean done = be.pooling()
                .maxForwardWithTaps(
                        be.stream(),
                        input.dtype(),
                        spec,
                        target,
                        physical,
                        TensorAccess.storage(taps).buffer(),
                        in,
                        TensorAccess.layoutIn(input, in));
        Reference.reachabilityFence(input);
        if (!done) {
            return null;
        }
        String gradFn = "MaxPool2DWithIndicesBackward0";
        long[] inputSizes = sizes(input);
        return Dispatcher.record(gradFn, out, new Tensor[] {input}, new Tensor[] {input, taps}, c -> {
            if (!c.recording()) {
                return new Tensor[] {gradientByTaps(c.grad(), c.saved(1), spec, inputSizes, order)};
            }
            // A second gradient needs the indices.
            Tensor again = dev.jgrad.autograd.Grad.noGrad(
                    () -> max(rank, c.saved(0).detach(), spec, sizes, true).indices());
            return new Tensor[] {maxGradient(gradFn, rank, spec, c.grad(), again, inputSizes, order)};
        });
    }

    private static Tensor gradientByTaps(
            Tensor g, Tensor taps, PoolSpec spec, long[] sizes, @Nullable Layout physical) {
        Backend be = Dispatcher.backend(g);
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        Buffer at = TensorAccess.storage(taps).buffer();
        be.pooling()
                .maxBackwardByTaps(
                        be.stream(),
                        g.dtype(),
                        spec,
                        target,
                        TensorAccess.layoutIn(out, target),
                        from,
                        TensorAccess.layoutIn(g, from),
                        at,
                        TensorAccess.layoutIn(taps, at));
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(taps);
        return out;
    }

    /** The windows are null for adaptive pooling. */
    private static void recordMax(
            String gradFn, int rank, @Nullable PoolSpec spec, Tensor input, Tensor out, Tensor indices) {
        long[] sizes = sizes(input);
        Layout order = TensorAccess.storage(input).buffer().physical();
        Dispatcher.record(gradFn, out, new Tensor[] {input}, new Tensor[] {indices}, c ->
                new Tensor[] {maxGradient(gradFn, rank, spec, c.grad(), c.saved(0), sizes, order)});
    }

    private static Tensor maxGradient(
            String gradFn,
            int rank,
            @Nullable PoolSpec spec,
            Tensor g,
            Tensor indices,
            long[] sizes,
            @Nullable Layout physical) {
        Backend be = Dispatcher.backend("max_pool_backward", g, indices);
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        Buffer at = TensorAccess.storage(indices).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .maxBackward(
                            be.stream(),
                            g.dtype(),
                            spec,
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            from,
                            batched(TensorAccess.layoutIn(g, from), rank),
                            at,
                            batched(TensorAccess.layoutIn(indices, at), rank));
        }
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(indices);
        return Dispatcher.record(second(gradFn), out, new Tensor[] {g}, new Tensor[] {indices}, c ->
                new Tensor[] {picked(c.grad(), c.saved(0), rank)});
    }

    /** The elements at flat positions of each plane. */
    private static Tensor picked(Tensor x, Tensor indices, int rank) {
        int plane = x.dim() - rank;
        return x.flatten(plane, -1).gather(plane, indices.flatten(plane, -1)).reshape(sizes(indices));
    }

    /** Puts pooled values back into a tensor whose sizes follow from those of the pooling. */
    public static Tensor unpool(
            int rank,
            Tensor input,
            Tensor indices,
            long[] kernel,
            long @Nullable [] stride,
            long[] padding,
            long @Nullable [] outputSize) {
        if (Autocasting.applies("max_unpool" + rank + "d", input)) {
            return Autocasting.run(
                    "max_unpool" + rank + "d",
                    in -> unpool(rank, in[0], in[1], kernel, stride, padding, outputSize),
                    input,
                    indices);
        }
        checkUnpool(rank, input, indices);
        String op = "max_unpool" + rank + "d";
        long[] k = PoolingShapes.perDimension(op, "kernel_size", kernel, rank);
        long[] step = stride == null || stride.length == 0 ? k : PoolingShapes.perDimension(op, "stride", stride, rank);
        long[] border = PoolingShapes.perDimension(op, "padding", padding, rank);
        if (outputSize != null && outputSize.length != rank && outputSize.length != rank + 2) {
            throw new ArgumentException("output_size should be a sequence containing " + rank + " or " + (rank + 2)
                    + " elements, but it has a length of '" + outputSize.length + "'");
        }
        long[] sizes = new long[rank];
        for (int d = 0; d < rank; d++) {
            long least = (input.size(input.dim() - rank + d) - 1) * step[d] - 2 * border[d] + k[d];
            sizes[d] = outputSize == null ? least : outputSize[outputSize.length - rank + d];
            if (outputSize != null && (sizes[d] <= least - step[d] || sizes[d] >= least + step[d])) {
                throw new ShapeException("invalid output_size \"" + Arrays.toString(outputSize) + "\" (dim " + d
                        + " must be between " + (least - step[d]) + " and " + (least + step[d]) + ")");
            }
        }
        return unpool(rank, input, indices, sizes);
    }

    /** {@code torch.nn.functional.max_unpool1d} to {@code 3d}: puts values back to the positions they came from. */
    public static Tensor unpool(int rank, Tensor input, Tensor indices, long[] outputSizes) {
        checkUnpool(rank, input, indices);
        if (outputSizes.length != rank) {
            throw new ShapeException("There should be exactly " + rank + " elements (one per spatial dimension) in"
                    + " output_size, but got " + outputSizes.length + " elements.");
        }
        int plane = input.dim() - rank;
        long[] full = sizes(input).clone();
        long elements = 1;
        for (int d = 0; d < rank; d++) {
            full[plane + d] = outputSizes[d];
            elements *= outputSizes[d];
        }
        long[] flat = Arrays.copyOf(full, plane + 1);
        flat[plane] = elements;
        return input.newZeros(flat)
                .scatter(plane, indices.flatten(plane, -1), input.flatten(plane, -1))
                .reshape(full);
    }

    private static void checkUnpool(int rank, Tensor input, Tensor indices) {
        if (input.dim() != rank + 1 && input.dim() != rank + 2) {
            throw new ShapeException("Input to max_unpooling" + rank + "d should be a " + (rank + 1) + "d or "
                    + (rank + 2) + "d Tensor, but got a tensor with " + input.dim() + " dimensions.");
        }
        if (indices.dtype() != DType.INT64) {
            throw new DTypeException("elements in indices should be type int64 but got: "
                    + indices.dtype().scalarTypeName());
        }
        if (!Arrays.equals(sizes(input), sizes(indices))) {
            throw new ShapeException("Expected shape of indices to be same as that of the input tensor ("
                    + input.shape() + ") but got indices tensor with shape: " + indices.shape());
        }
    }

    /** Adaptive max pooling with indices. */
    public static ReductionOps.WithIndices adaptiveMax(int rank, Tensor input, long[] outputSize) {
        String op = "adaptive_max_pool" + rank + "d";
        long[] size = adaptiveSizes(op, input, outputSize, rank);
        if (rank == 1) {
            return squeezed(adaptiveMax(2, input.unsqueeze(-2), prepend(1, size)));
        }
        long[] sizes = adaptive(op, input, size, rank);
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Layout physical = physical(in, sizes);
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical);
        Tensor indices = Dispatcher.allocatePhysical(be, DType.INT64, sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .adaptiveMaxForward(
                            be.stream(),
                            input.dtype(),
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            TensorAccess.storage(indices).buffer(),
                            in,
                            batched(TensorAccess.layoutIn(input, in), rank));
        }
        Reference.reachabilityFence(input);
        recordMax("AdaptiveMaxPool" + rank + "DBackward0", rank, null, input, out, indices);
        return new ReductionOps.WithIndices(out, indices);
    }

    // ---- average ---------------------------------------------------------------------------------------------

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
                    prepend(1, spec.kernel()),
                    prepend(1, spec.stride()),
                    prepend(0, spec.padding()),
                    new long[] {1, 1},
                    countIncludePad,
                    0);
            return average(2, input.unsqueeze(-2), two, ceilMode).squeeze(-2);
        }
        return average(rank, input, spec, ceilMode);
    }

    private static Tensor average(int rank, Tensor input, PoolSpec spec, boolean ceilMode) {
        if (input.dtype() == DType.INT64) {
            return average(rank, input.to(DType.FLOAT64), spec, ceilMode).to(DType.INT64);
        }
        checkFloating("avg_pool" + rank + "d", input);
        return averageOp(
                "AvgPool" + rank + "DBackward0", rank, input, spec, PoolingShapes.outputSizes(input, spec, ceilMode));
    }

    private static Tensor averageOp(String gradFn, int rank, Tensor input, PoolSpec spec, long[] sizes) {
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical(in, sizes));
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .averageForward(
                            be.stream(),
                            input.dtype(),
                            spec,
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            in,
                            batched(TensorAccess.layoutIn(input, in), rank));
        }
        Reference.reachabilityFence(input);
        long[] from = sizes(input);
        Layout order = in.physical();
        return Dispatcher.record(gradFn, out, new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {averageGradient(gradFn, rank, c.grad(), spec, from, order)});
    }

    private static Tensor averageGradient(
            String gradFn, int rank, Tensor g, PoolSpec spec, long[] sizes, @Nullable Layout physical) {
        Backend be = Dispatcher.backend(g);
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .averageBackward(
                            be.stream(),
                            g.dtype(),
                            spec,
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            from,
                            batched(TensorAccess.layoutIn(g, from), rank));
        }
        Reference.reachabilityFence(g);
        long[] of = sizes(g);
        return Dispatcher.record(second(gradFn), out, new Tensor[] {g}, new Tensor[0], c ->
                new Tensor[] {averageOp(gradFn, rank, c.grad(), spec, of)});
    }

    /** Adaptive average pooling; a result of one element per plane is the mean, as in PyTorch. */
    public static Tensor adaptiveAverage(int rank, Tensor input, long[] outputSize) {
        if (rank == 3 && Autocasting.applies("adaptive_avg_pool3d", input)) {
            return Autocasting.run("adaptive_avg_pool3d", in -> adaptiveAverage(rank, in[0], outputSize), input);
        }
        String op = "adaptive_avg_pool" + rank + "d";
        long[] size = adaptiveSizes(op, input, outputSize, rank);
        if (rank == 1) {
            if (input.dim() != 2 && input.dim() != 3) {
                throw new ShapeException(op + "(): Expected 2D or 3D tensor, but got " + Arrays.toString(sizes(input)));
            }
            return adaptiveAverage(2, input.unsqueeze(-2), prepend(1, size)).squeeze(-2);
        }
        long[] sizes = adaptive(op, input, size, rank);
        checkFloating(op, input);
        boolean one = true;
        int[] dims = new int[rank];
        for (int d = 0; d < rank; d++) {
            one &= size[d] == 1;
            dims[d] = d - rank;
        }
        if (one) {
            return input.mean(dims, true);
        }
        return adaptiveAverageOp(rank, input, sizes);
    }

    private static Tensor adaptiveAverageOp(int rank, Tensor input, long[] sizes) {
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical(in, sizes));
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .adaptiveAverageForward(
                            be.stream(),
                            input.dtype(),
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            in,
                            batched(TensorAccess.layoutIn(input, in), rank));
        }
        Reference.reachabilityFence(input);
        long[] from = sizes(input);
        Layout order = in.physical();
        return Dispatcher.record("AdaptiveAvgPool" + rank + "DBackward0", out, new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {adaptiveAverageGradient(rank, c.grad(), from, order)});
    }

    private static Tensor adaptiveAverageGradient(int rank, Tensor g, long[] sizes, @Nullable Layout physical) {
        Backend be = Dispatcher.backend(g);
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        Buffer from = TensorAccess.storage(g).buffer();
        if (out.numel() > 0 && g.numel() > 0) {
            be.pooling()
                    .adaptiveAverageBackward(
                            be.stream(),
                            g.dtype(),
                            target,
                            batched(TensorAccess.layoutIn(out, target), rank),
                            from,
                            batched(TensorAccess.layoutIn(g, from), rank));
        } else if (out.numel() > 0) {
            CopyOps.fill(out, 0, 0);
        }
        Reference.reachabilityFence(g);
        long[] of = sizes(g);
        return Dispatcher.record(
                "AdaptiveAvgPool" + rank + "DBackwardBackward0", out, new Tensor[] {g}, new Tensor[0], c ->
                        new Tensor[] {adaptiveAverageOp(rank, c.grad(), of)});
    }

    // ---- shared ----------------------------------------------------------------------------------------------

    /** Replaces -1 ("as the input") and spreads a single number. */
    private static long[] adaptiveSizes(String op, Tensor input, long[] given, int rank) {
        if (given.length != rank && !(given.length == 1 && rank > 1)) {
            throw new ShapeException(op + "() argument 'output_size' should contain "
                    + (rank == 1 ? "one int" : rank + " ints") + " (got " + given.length + ")");
        }
        long[] size = new long[rank];
        for (int d = 0; d < rank; d++) {
            size[d] = given[given.length == 1 ? 0 : d];
            if (size[d] < 0) {
                throw new ShapeException(
                        op + ": elements of output_size must be greater than or equal to 0 but received "
                                + Arrays.toString(given));
            }
        }
        return size;
    }

    private static long[] adaptive(String op, Tensor input, long[] size, int rank) {
        long[] sizes = sizes(input).clone();
        if (sizes.length != rank + 1 && sizes.length != rank + 2) {
            throw new ShapeException(op + "(): Expected " + (rank + 1) + "D or " + (rank + 2) + "D tensor, but got "
                    + Arrays.toString(sizes));
        }
        int lead = sizes.length - rank;
        for (int d = 0; d < sizes.length; d++) {
            if (d >= lead - (op.contains("max") ? 1 : 0) && d > 0 && sizes[d] == 0) {
                throw new ShapeException(op + "(): Expected input to have non-zero size for non-batch dimensions, but"
                        + " input has sizes " + Arrays.toString(sizes) + " with dimension " + d + " being empty");
            }
        }
        System.arraycopy(size, 0, sizes, lead, rank);
        return sizes;
    }

    private static void checkFloating(String op, Tensor input) {
        if (!input.dtype().isFloatingPoint()) {
            throw new DTypeException("\"" + op + "\" not implemented for '"
                    + input.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
    }

    /** The layout with a batch dimension, which kernels expect. */
    private static Layout batched(Layout l, int rank) {
        return l.rank() == rank + 1 ? l.unsqueeze(0) : l;
    }

    /** Channels innermost when the input has them there. */
    private static @Nullable Layout physical(Buffer in, long[] sizes) {
        Layout of = in.physical();
        return of == null || of.rank() != sizes.length || sizes.length < 3 ? null : Layout.channelsLast(sizes);
    }

    private static String second(String gradFn) {
        return gradFn.replace("Backward0", "BackwardBackward0");
    }

    private static long[] prepend(long first, long[] rest) {
        long[] all = new long[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static long[] sizes(Tensor t) {
        return TensorAccess.shown(t).sizes();
    }
}
