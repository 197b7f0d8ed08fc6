package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of one to three spatial dimensions, plain and transposed.
 *
 * <p>The operation and its two gradients form a closed family: each of them is linear in each of two operands, and its
 * gradients are the other two. So all three are recorded and second gradients need no further rule.
 */
public final class Convolution {
    private Convolution() {}

    /**
     * {@code torch.conv1d}, {@code conv2d}, {@code conv3d}: input [N, C, *] or [C, *], weight [O, C / groups, *].
     *
     * @param rank number of spatial dimensions; {@code stride}, {@code padding}, {@code dilation} have one entry for each
     *     or one for all
     */
    public static Tensor convolution(
            int rank,
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        if (Autocasting.applies("conv" + rank + "d", input)) {
            return Autocasting.run(
                    "conv" + rank + "d",
                    in -> convolution(rank, in[0], in[1], in[2], stride, padding, dilation, groups),
                    input,
                    weight,
                    bias);
        }
        ConvolutionShapes.checkInput("conv" + rank + "d", input, rank);
        ConvSpec spec = new ConvSpec(
                ConvolutionShapes.perDimension("stride", stride, rank),
                ConvolutionShapes.perDimension("padding", padding, rank),
                ConvolutionShapes.perDimension("dilation", dilation, rank),
                groups);
        ConvolutionShapes.checkDTypes(input, weight, bias);
        ConvolutionShapes.checkSpec(spec, weight);
        if (input.dim() == rank + 1) {
            return batched(input.unsqueeze(0), weight, bias, spec).squeeze(0);
        }
        return batched(input, weight, bias, spec);
    }

    /** {@code torch.conv_tbc}: input [T, B, C], weight [K, C, O], bias [O]. */
    public static Tensor timeFirst(Tensor input, Tensor weight, Tensor bias, int pad) {
        if (Autocasting.applies("conv_tbc", input)) {
            return Autocasting.run("conv_tbc", in -> timeFirst(in[0], in[1], in[2], pad), input, weight, bias);
        }
        if (input.dim() != 3) {
            throw new ShapeException("Input must have 3 dims: time, batch, in_channel; it has shape " + input.shape());
        }
        if (weight.dim() != 3) {
            throw new ShapeException("Weight tensor must have 3 dims: kernel_width, in_channels, out_channels; it has"
                    + " shape " + weight.shape());
        }
        if (bias.dim() != 1) {
            throw new ShapeException("Bias must be 1-D; it has shape " + bias.shape());
        }
        return Composed.named(
                "ConvTbcBackward0",
                new Tensor[] {input, weight, bias},
                t -> convolution(
                                1,
                                t[0].permute(1, 2, 0),
                                t[1].permute(2, 1, 0),
                                t[2],
                                new long[] {1},
                                new long[] {pad},
                                new long[] {1},
                                1)
                        .permute(2, 0, 1)
                        .contiguous());
    }

    /** The same with padding {@code "valid"} (none) or {@code "same"} (the result has the sizes of the input). */
    public static Tensor convolution(
            int rank,
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            String padding,
            long[] dilation,
            long groups) {
        if (Autocasting.applies("conv" + rank + "d", input)) {
            return Autocasting.run(
                    "conv" + rank + "d",
                    in -> convolution(rank, in[0], in[1], in[2], stride, padding, dilation, groups),
                    input,
                    weight,
                    bias);
        }
        if (padding.equals("valid")) {
            return convolution(rank, input, weight, bias, stride, new long[rank], dilation, groups);
        }
        if (!padding.equals("same")) {
            throw new ArgumentException("Invalid padding string: '" + padding + "'; use \"same\" or \"valid\"");
        }
        ConvolutionShapes.checkInput("conv" + rank + "d", input, rank);
        if (weight.dim() != rank + 2) {
            throw new ShapeException(
                    weight.dim() < 3
                            ? "weight should have at least three dimensions"
                            : "Expected " + weight.dim() + "-dimensional input for " + weight.dim()
                                    + "-dimensional weight, but got " + (rank + 2) + "-dimensional input instead");
        }
        for (long s : ConvolutionShapes.perDimension("stride", stride, rank)) {
            if (s != 1) {
                throw new ArgumentException("padding='same' is not supported for strided convolutions");
            }
        }
        long[] dil = ConvolutionShapes.perDimension("dilation", dilation, rank);
        long[] both = new long[rank];
        long[] extra = new long[2 * rank];
        boolean symmetric = true;
        for (int d = 0; d < rank; d++) {
            long total = dil[d] * (weight.size(d + 2) - 1);
            both[d] = total / 2;
            // An odd total has its odd zero at the far end; pads are listed from the last dimension on.
            extra[2 * (rank - 1 - d) + 1] = total % 2;
            symmetric &= total % 2 == 0;
        }
        Tensor padded = symmetric ? input : Padding.constant(input, extra, 0);
        return convolution(rank, padded, weight, bias, stride, both, dilation, groups);
    }

    /**
     * {@code torch.conv_transpose1d} to {@code 3d}: input [N, C, *] or [C, *], weight [C, O / groups, *].
     *
     * @param outputPadding added to one side of each size of the result
     */
    public static Tensor transposed(
            int rank,
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] outputPadding,
            long groups,
            long[] dilation) {
        if (Autocasting.applies("conv_transpose" + rank + "d", input)) {
            return Autocasting.run(
                    "conv_transpose" + rank + "d",
                    in -> transposed(rank, in[0], in[1], in[2], stride, padding, outputPadding, groups, dilation),
                    input,
                    weight,
                    bias);
        }
        ConvolutionShapes.checkInput("conv_transpose" + rank + "d", input, rank);
        ConvSpec spec = new ConvSpec(
                ConvolutionShapes.perDimension("stride", stride, rank),
                ConvolutionShapes.perDimension("padding", padding, rank),
                ConvolutionShapes.perDimension("dilation", dilation, rank),
                groups);
        long[] extra = ConvolutionShapes.perDimension("output_padding", outputPadding, rank);
        ConvolutionShapes.checkDTypes(input, weight, bias);
        ConvolutionShapes.checkSpec(spec, weight);
        if (input.dim() == rank + 1) {
            return batchedTransposed(input.unsqueeze(0), weight, bias, spec, extra)
                    .squeeze(0);
        }
        return batchedTransposed(input, weight, bias, spec, extra);
    }

    private static Tensor batched(Tensor input, Tensor weight, @Nullable Tensor bias, ConvSpec spec) {
        long[] sizes =
                ConvolutionShapes.outputSizes(sizes(input), sizes(weight), bias == null ? null : sizes(bias), spec);
        if (!input.dtype().isFloatingPoint()) {
            return exactly(input, weight, bias, (x, w, b) -> batched(x, w, b, spec));
        }
        Tensor out = ConvolutionCalls.forward(input, weight, bias, spec, sizes);
        Layout order = ConvolutionCalls.preferred(out);
        return Dispatcher.record(
                "ConvolutionBackward0", out, new Tensor[] {input, weight, bias}, new Tensor[] {input, weight}, c -> {
                    // Written out once for both gradients.
                    Tensor g = c.recording() ? c.grad() : ConvolutionCalls.writtenOut(c.grad(), order);
                    return new Tensor[] {
                        c.needs(0) ? inputGradient(g, c.saved(1), spec, c.saved(0)) : null,
                        c.needs(1) ? weightGradient(g, c.saved(0), spec, c.saved(1)) : null,
                        c.needs(2) ? overChannels(g) : null
                    };
                });
    }

    private static Tensor batchedTransposed(
            Tensor input, Tensor weight, @Nullable Tensor bias, ConvSpec spec, long[] outputPadding) {
        long[] sizes = ConvolutionShapes.transposedSizes(
                sizes(input), sizes(weight), bias == null ? null : sizes(bias), spec, outputPadding);
        if (!input.dtype().isFloatingPoint()) {
            return exactly(input, weight, bias, (x, w, b) -> batchedTransposed(x, w, b, spec, outputPadding));
        }
        Tensor out =
                ConvolutionCalls.inputGradient(input, weight, spec, sizes, ConvolutionCalls.preferred(input), false);
        if (bias != null) {
            long[] column = new long[spec.spatialRank() + 1];
            Arrays.fill(column, 1);
            column[0] = sizes[1];
            Grad.noGrad(() -> {
                out.add_(bias.detach().reshape(column));
            });
        }
        return Dispatcher.record(
                "ConvolutionBackward0", out, new Tensor[] {input, weight, bias}, new Tensor[] {input, weight}, c -> {
                    Tensor g = c.grad();
                    return new Tensor[] {
                        c.needs(0) ? plain(g, c.saved(1), spec, sizes(c.saved(0))) : null,
                        c.needs(1) ? weightGradient(c.saved(0), g, spec, c.saved(1)) : null,
                        c.needs(2) ? overChannels(g) : null
                    };
                });
    }

    // ---- the closed family -----------------------------------------------------------------------------------

    /** conv(input, weight) as a part of a gradient. */
    private static Tensor plain(Tensor input, Tensor weight, ConvSpec spec, long[] sizes) {
        Tensor out = ConvolutionCalls.forward(input, weight, null, spec, sizes);
        return Dispatcher.record(
                "ConvolutionBackwardBackward0",
                out,
                new Tensor[] {input, weight},
                new Tensor[] {input, weight},
                c -> new Tensor[] {
                    c.needs(0) ? inputGradient(c.grad(), c.saved(1), spec, c.saved(0)) : null,
                    c.needs(1) ? weightGradient(c.grad(), c.saved(0), spec, c.saved(1)) : null
                });
    }

    /** The gradient for an input with the sizes and the physical order of {@code like}. */
    private static Tensor inputGradient(Tensor g, Tensor weight, ConvSpec spec, Tensor like) {
        Tensor out = ConvolutionCalls.inputGradient(
                g,
                weight,
                spec,
                sizes(like),
                ConvolutionCalls.preferred(like),
                ConvolutionCalls.isShownChannelsLast(like));
        return Dispatcher.record(
                "ConvolutionBackwardBackward0",
                out,
                new Tensor[] {g, weight},
                new Tensor[] {g, weight},
                c -> new Tensor[] {
                    c.needs(0) ? plain(c.grad(), c.saved(1), spec, sizes(c.saved(0))) : null,
                    c.needs(1) ? weightGradient(c.saved(0), c.grad(), spec, c.saved(1)) : null
                });
    }

    /** The gradient for a weight with the sizes and the physical order of {@code like}. */
    private static Tensor weightGradient(Tensor g, Tensor input, ConvSpec spec, Tensor like) {
        Tensor out = ConvolutionCalls.weightGradient(
                g, input, spec, sizes(like), TensorAccess.storage(like).buffer().physical());
        return Dispatcher.record(
                "ConvolutionBackwardBackward0",
                out,
                new Tensor[] {g, input},
                new Tensor[] {g, input},
                c -> new Tensor[] {
                    c.needs(0) ? plain(c.saved(1), c.grad(), spec, sizes(c.saved(0))) : null,
                    c.needs(1) ? inputGradient(c.saved(0), c.grad(), spec, c.saved(1)) : null
                });
    }

    private static Tensor overChannels(Tensor g) {
        int[] dims = new int[g.dim() - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        return g.sum(dims, false);
    }

    private interface Body {
        Tensor apply(Tensor input, Tensor weight, @Nullable Tensor bias);
    }

    /** Integers through float64, which is exact below 2^53. */
    private static Tensor exactly(Tensor input, Tensor weight, @Nullable Tensor bias, Body body) {
        DType dtype = input.dtype();
        return body.apply(
                        input.to(DType.FLOAT64), weight.to(DType.FLOAT64), bias == null ? null : bias.to(DType.FLOAT64))
                .to(dtype);
    }

    private static long[] sizes(Tensor t) {
        return TensorAccess.shown(t).sizes();
    }
}
