package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.PoolSpec;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Max pooling, with fixed and with adaptive windows. It is linear in its input once the indices are chosen, so its gradient is recorded
 * as an operation whose own gradient picks the elements at the same indices.
 */
public final class MaxPooling {
    private MaxPooling() {}

    /** Max pooling with the flat positions of the maxima: {@code torch.nn.functional.max_pool2d_with_indices} and so on. */
    public static WithIndices max(
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
                    PoolingShapes.prepend(1, spec.kernel()),
                    PoolingShapes.prepend(1, spec.stride()),
                    PoolingShapes.prepend(0, spec.padding()),
                    PoolingShapes.prepend(1, spec.dilation()),
                    false,
                    0);
            return squeezed(max(2, input.unsqueeze(-2), two, ceilMode, wantIndices));
        }
        return max(rank, input, spec, ceilMode, wantIndices);
    }

    private static WithIndices squeezed(WithIndices r) {
        return new WithIndices(r.values().squeeze(-2), r.indices().squeeze(-2));
    }

    private static WithIndices max(int rank, Tensor input, PoolSpec spec, boolean ceilMode, boolean wantIndices) {
        if (rank == 3 && Autocasting.applies("max_pool3d", input)) {
            return Autocasting.compute("max_pool3d", in -> max(rank, in[0], spec, ceilMode, wantIndices), input);
        }
        if (input.dtype().isBool()) {
            throw new DTypeException("\"max_pool" + rank + "d\" not implemented for 'Bool'");
        }
        return max(rank, input, spec, PoolingShapes.outputSizes(input, spec, ceilMode), wantIndices);
    }

    private static WithIndices max(int rank, Tensor input, PoolSpec spec, long[] sizes, boolean wantIndices) {
        boolean needed = wantIndices || Dispatcher.needsRecord(input);
        Tensor byTaps = !wantIndices ? maxByTaps(rank, input, spec, sizes) : null;
        if (byTaps != null) {
            return new WithIndices(byTaps, byTaps);
        }
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Layout physical = PoolingShapes.physical(in, sizes);
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
                            PoolingShapes.batched(TensorAccess.layoutIn(out, target), rank),
                            needed ? TensorAccess.storage(indices).buffer() : null,
                            in,
                            PoolingShapes.batched(TensorAccess.layoutIn(input, in), rank));
        }
        Reference.reachabilityFence(input);
        recordMax("MaxPool" + rank + "DWithIndicesBackward0", rank, spec, input, out, indices);
        return new WithIndices(out, indices);
    }

    /** The pooling of a training step, where nobody asks for indices; null where the backend has no kernel for it. */
    private static @Nullable Tensor maxByTaps(int rank, Tensor input, PoolSpec spec, long[] sizes) {
        Buffer in = TensorAccess.storage(input).buffer();
        Layout physical = PoolingShapes.physical(in, sizes);
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
        long[] inputSizes = PoolingShapes.sizes(input);
        return Dispatcher.record(gradFn, out, new Tensor[] {input}, new Tensor[] {input, taps}, c -> {
            if (!c.recording()) {
                return new Tensor[] {gradientByTaps(c.grad(), c.saved(1), spec, inputSizes, order)};
            }
            // A second gradient needs the indices.
            Tensor again = Grad.noGrad(
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
        long[] sizes = PoolingShapes.sizes(input);
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
        if (g.numel() == 0) {
            CopyOps.fill(out, 0, 0);
        } else if (out.numel() > 0) {
            be.pooling()
                    .maxBackward(
                            be.stream(),
                            g.dtype(),
                            spec,
                            target,
                            PoolingShapes.batched(TensorAccess.layoutIn(out, target), rank),
                            from,
                            PoolingShapes.batched(TensorAccess.layoutIn(g, from), rank),
                            at,
                            PoolingShapes.batched(TensorAccess.layoutIn(indices, at), rank));
        }
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(indices);
        return Dispatcher.record(PoolingShapes.second(gradFn), out, new Tensor[] {g}, new Tensor[] {indices}, c ->
                new Tensor[] {picked(c.grad(), c.saved(0), rank)});
    }

    /** The elements at flat positions of each plane. */
    private static Tensor picked(Tensor x, Tensor indices, int rank) {
        int plane = x.dim() - rank;
        return x.flatten(plane, -1).gather(plane, indices.flatten(plane, -1)).reshape(PoolingShapes.sizes(indices));
    }

    /** Adaptive max pooling with indices. */
    public static WithIndices adaptiveMax(int rank, Tensor input, long[] outputSize) {
        String op = "adaptive_max_pool" + rank + "d";
        long[] size = PoolingShapes.adaptiveSizes(op, input, outputSize, rank);
        if (rank == 1) {
            return squeezed(adaptiveMax(2, input.unsqueeze(-2), PoolingShapes.prepend(1, size)));
        }
        long[] sizes = PoolingShapes.adaptive(op, input, size, rank);
        Backend be = Dispatcher.backend(input);
        Buffer in = TensorAccess.storage(input).buffer();
        Layout physical = PoolingShapes.physical(in, sizes);
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical);
        Tensor indices = Dispatcher.allocatePhysical(be, DType.INT64, sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        if (out.numel() > 0) {
            be.pooling()
                    .adaptiveMaxForward(
                            be.stream(),
                            input.dtype(),
                            target,
                            PoolingShapes.batched(TensorAccess.layoutIn(out, target), rank),
                            TensorAccess.storage(indices).buffer(),
                            in,
                            PoolingShapes.batched(TensorAccess.layoutIn(input, in), rank));
        }
        Reference.reachabilityFence(input);
        recordMax("AdaptiveMaxPool" + rank + "DBackward0", rank, null, input, out, indices);
        return new WithIndices(out, indices);
    }
}
