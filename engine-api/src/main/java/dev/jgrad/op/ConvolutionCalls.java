package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a convolution and its two gradients call their kernels, and in which order of memory. */
final class ConvolutionCalls {
    private ConvolutionCalls() {}

    /** The convolution itself, of a batch; the result has these sizes. */
    static Tensor forward(Tensor input, Tensor weight, @Nullable Tensor bias, ConvSpec spec, long[] sizes) {
        Backend be = Dispatcher.backend("convolution", input, weight, bias);
        if (input.numel() == 0 || weight.numel() == 0) {
            Tensor zeros = Dispatcher.allocateZeroed(be, input.dtype(), Layout.contiguous(sizes));
            return bias == null || zeros.numel() == 0 ? zeros : withBias(zeros, bias);
        }
        Buffer in = TensorAccess.storage(input).buffer();
        Layout inLayout = TensorAccess.layoutIn(input, in);
        Buffer w = TensorAccess.storage(weight).buffer();
        Layout weightLayout = TensorAccess.layoutIn(weight, w);
        Tensor b = bias == null ? null : Vectors.plain(bias);
        Layout physical = be.convolutions().preferredOutput(input.dtype(), inLayout, weightLayout, spec, sizes);
        Tensor out = Dispatcher.allocatePhysical(be, input.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        if (weight.requiresGrad() && weight.isLeaf() && Dispatcher.needsRecord(weight)) {
            Layout wanted = be.convolutions()
                    .preferredTrainedWeight(
                            input.dtype(), inLayout, weightLayout, spec, TensorAccess.layoutIn(out, target));
            if (wanted != null && weightLayout.isContiguous() && weightLayout.offset() == 0) {
                TensorAccess.storage(weight).arrange(weight.dtype(), wanted);
                w = TensorAccess.storage(weight).buffer();
                weightLayout = TensorAccess.layoutIn(weight, w);
            }
        }
        be.convolutions()
                .forward(
                        be.stream(),
                        input.dtype(),
                        spec,
                        target,
                        TensorAccess.layoutIn(out, target),
                        in,
                        inLayout,
                        w,
                        weightLayout,
                        b == null ? null : TensorAccess.storage(b).buffer());
        Reference.reachabilityFence(input);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(b);
        return out;
    }

    private static Tensor withBias(Tensor out, Tensor bias) {
        long[] column = new long[out.dim() - 1];
        Arrays.fill(column, 1);
        column[0] = bias.numel();
        return Grad.noGrad(() -> out.add_(bias.detach().reshape(column)));
    }

    /**
     * The gradient for an input with these sizes, which is the transposed convolution too.
     *
     * @param physical the order of the input in memory, null for row-major
     */
    static Tensor inputGradient(
            Tensor gradient,
            Tensor weight,
            ConvSpec spec,
            long[] sizes,
            @Nullable Layout physical,
            boolean shownChannelsLast) {
        Tensor g = writtenOut(gradient, null);
        Backend be = Dispatcher.backend("convolution", g, weight);
        if (g.numel() == 0 || weight.numel() == 0) {
            return Dispatcher.allocateZeroed(be, g.dtype(), Layout.contiguous(sizes));
        }
        Buffer gradOutput = TensorAccess.storage(g).buffer();
        Buffer w = TensorAccess.storage(weight).buffer();
        Layout order = physical == null || physical.sizes().length == 0 ? null : resized(physical, sizes);
        Tensor out = shownChannelsLast
                ? Dispatcher.allocate(be, g.dtype(), Layout.channelsLast(sizes))
                : Dispatcher.allocatePhysical(be, g.dtype(), sizes, order);
        Buffer target = TensorAccess.storage(out).buffer();
        be.convolutions()
                .inputGradient(
                        be.stream(),
                        g.dtype(),
                        spec,
                        target,
                        TensorAccess.layoutIn(out, target),
                        gradOutput,
                        TensorAccess.layoutIn(g, gradOutput),
                        w,
                        TensorAccess.layoutIn(weight, w));
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(weight);
        return out;
    }

    /**
     * The gradient for a weight with these sizes.
     *
     * @param physical the order of the weight in memory, null for row-major
     */
    static Tensor weightGradient(
            Tensor gradient, Tensor input, ConvSpec spec, long[] sizes, @Nullable Layout physical) {
        Tensor g = writtenOut(gradient, null);
        Backend be = Dispatcher.backend("convolution", g, input);
        if (g.numel() == 0 || input.numel() == 0) {
            return Dispatcher.allocateZeroed(be, g.dtype(), Layout.contiguous(sizes));
        }
        Buffer gradOutput = TensorAccess.storage(g).buffer();
        Buffer in = TensorAccess.storage(input).buffer();
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), sizes, physical);
        Buffer target = TensorAccess.storage(out).buffer();
        be.convolutions()
                .weightGradient(
                        be.stream(),
                        g.dtype(),
                        spec,
                        target,
                        TensorAccess.layoutIn(out, target),
                        gradOutput,
                        TensorAccess.layoutIn(g, gradOutput),
                        in,
                        TensorAccess.layoutIn(input, in));
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(input);
        return out;
    }

    /**
     * A gradient whose elements lie apart: one that was expanded, as the gradient of a sum is, would keep the fast kernels
     * away.
     */
    static Tensor writtenOut(Tensor g, @Nullable Layout order) {
        Buffer in = TensorAccess.storage(g).buffer();
        Layout layout = TensorAccess.layoutIn(g, in);
        if (g.numel() == 0 || !layout.mayOverlap()) {
            return g;
        }
        Backend be = Dispatcher.backend(g);
        Layout wanted = order == null ? Layout.contiguous(layout.sizes()) : order;
        Tensor out = Dispatcher.allocatePhysical(be, g.dtype(), layout.sizes(), order);
        be.elementwise()
                .copy(be.stream(), g.dtype(), TensorAccess.storage(out).buffer(), wanted, g.dtype(), in, layout);
        Reference.reachabilityFence(g);
        return out;
    }

    /** The physical order a result takes after its input: channels innermost, or row-major. */
    static @Nullable Layout preferred(Tensor input) {
        return TensorAccess.storage(input).buffer().physical();
    }

    /** True for an input whose user asked for channels innermost: its gradient has the same strides. */
    static boolean isShownChannelsLast(Tensor input) {
        Layout shown = TensorAccess.shown(input);
        return preferred(input) == null
                && shown.rank() > 3
                && !shown.isContiguous()
                && shown.sameStrides(Layout.channelsLast(shown.sizes()));
    }

    /** Channels innermost for other sizes; null when the order was another one. */
    private static @Nullable Layout resized(Layout physical, long[] sizes) {
        return physical.rank() == sizes.length ? Layout.channelsLast(sizes) : null;
    }
}
