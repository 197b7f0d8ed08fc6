package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Sliding windows of images as columns and back: im2col and col2im, each the gradient of the other. */
public final class Windows {
    private Windows() {}

    /** Two numbers per parameter: rows and columns. */
    private record Spec(long[] kernel, long[] dilation, long[] padding, long[] stride) {
        long blocks(long size, int d) {
            return Math.floorDiv(size + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1, stride[d]) + 1;
        }
    }

    private static Spec spec(long[] kernel, long[] dilation, long[] padding, long[] stride) {
        Spec s = new Spec(
                pair("kernel_size", kernel),
                pair("dilation", dilation),
                pair("padding", padding),
                pair("stride", stride));
        for (int d = 0; d < 2; d++) {
            positive("kernel_size", s.kernel, d);
            positive("dilation", s.dilation, d);
            positive("stride", s.stride, d);
            if (s.padding[d] < 0) {
                throw new ArgumentException("padding should be non-negative, but got padding_height: " + s.padding[0]
                        + " padding_width: " + s.padding[1]);
            }
        }
        return s;
    }

    private static void positive(String name, long[] values, int d) {
        if (values[d] <= 0) {
            throw new ArgumentException(name + " should be greater than zero, but got " + Arrays.toString(values));
        }
    }

    private static long[] pair(String name, long[] given) {
        if (given.length != 1 && given.length != 2) {
            throw new ArgumentException("It is expected " + name + " equals to 2, but got size " + given.length);
        }
        return given.length == 2 ? given : new long[] {given[0], given[0]};
    }

    /** [N, C, H, W] or [C, H, W] to [N, C * KH * KW, L]. */
    public static Tensor unfold(Tensor input, long[] kernel, long[] dilation, long[] padding, long[] stride) {
        Spec s = spec(kernel, dilation, padding, stride);
        long[] sizes = TensorAccess.shown(input).sizes();
        boolean good = sizes.length == 3 || sizes.length == 4;
        for (int d = Math.max(0, sizes.length - 3); good && d < sizes.length; d++) {
            good = sizes[d] != 0;
        }
        if (!good) {
            throw new ShapeException(
                    "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero"
                            + " dimensions for input, but got: " + Arrays.toString(sizes));
        }
        for (int d = 0; d < 2; d++) {
            if (s.blocks(sizes[sizes.length - 2 + d], d) < 1) {
                throw new ShapeException("Given input with spatial size (" + sizes[sizes.length - 2] + ", "
                        + sizes[sizes.length - 1] + "), kernel_size=" + Arrays.toString(s.kernel) + ", dilation="
                        + Arrays.toString(s.dilation) + ", padding=" + Arrays.toString(s.padding) + ", stride="
                        + Arrays.toString(s.stride) + ", calculated shape of the array of sliding blocks is too small:"
                        + " its components must be at least one.");
            }
        }
        return columns(input, s);
    }

    private static Tensor columns(Tensor input, Spec s) {
        long h = input.size(-2);
        long w = input.size(-1);
        Tensor out = Grad.noGrad(() -> {
            Tensor x = input.detach();
            Tensor batch = x.dim() == 3 ? x.unsqueeze(0) : x;
            Tensor padded =
                    Padding.constant(batch, new long[] {s.padding[1], s.padding[1], s.padding[0], s.padding[0]}, 0);
            Tensor view = padded.unfold(2, s.dilation[0] * (s.kernel[0] - 1) + 1, s.stride[0])
                    .unfold(3, s.dilation[1] * (s.kernel[1] - 1) + 1, s.stride[1])
                    .slice(4, 0, Long.MAX_VALUE, s.dilation[0])
                    .slice(5, 0, Long.MAX_VALUE, s.dilation[1]);
            Tensor columns = view.permute(0, 1, 4, 5, 2, 3).contiguous();
            long n = batch.size(0);
            Tensor flat = columns.view(n, batch.size(1) * s.kernel[0] * s.kernel[1], view.size(2) * view.size(3));
            return (x.dim() == 3 ? flat.squeeze(0) : flat).detach();
        });
        return Dispatcher.record("Im2ColBackward0", out, new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {image(c.grad(), h, w, s)});
    }

    /** [N, C * KH * KW, L] or [C * KH * KW, L] to [N, C, H, W]: overlapping values add up. */
    public static Tensor fold(
            Tensor input, long[] outputSize, long[] kernel, long[] dilation, long[] padding, long[] stride) {
        Spec s = spec(kernel, dilation, padding, stride);
        long[] out = pair("output_size", outputSize);
        long[] sizes = TensorAccess.shown(input).sizes();
        if ((sizes.length != 2 && sizes.length != 3) || sizes[sizes.length - 1] == 0 || sizes[sizes.length - 2] == 0) {
            throw new ShapeException("Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and"
                    + " non-zero dimensions for input, but got: " + Arrays.toString(sizes));
        }
        long window = s.kernel[0] * s.kernel[1];
        if (sizes[sizes.length - 2] % window != 0) {
            throw new ShapeException("Expected size of input's dimension 1 to be divisible by the product of"
                    + " kernel_size, but got input.size(1)=" + sizes[sizes.length - 2] + " and kernel_size="
                    + Arrays.toString(s.kernel) + ".");
        }
        long blocks = Math.max(0, s.blocks(out[0], 0)) * Math.max(0, s.blocks(out[1], 1));
        if (sizes[sizes.length - 1] != blocks || blocks < 1) {
            throw new ShapeException("Given output_size=" + Arrays.toString(out) + ", kernel_size="
                    + Arrays.toString(s.kernel) + ", dilation=" + Arrays.toString(s.dilation) + ", padding="
                    + Arrays.toString(s.padding) + ", stride=" + Arrays.toString(s.stride)
                    + ", expected size of input's dimension 2 to match the calculated number of sliding blocks "
                    + s.blocks(out[0], 0) + " * " + s.blocks(out[1], 1) + " = " + blocks
                    + ", but got input.size(2)=" + sizes[sizes.length - 1] + ".");
        }
        return image(input, out[0], out[1], s);
    }

    private static Tensor image(Tensor input, long h, long w, Spec s) {
        Tensor out = Grad.noGrad(() -> {
            Tensor x = input.detach();
            Tensor batch = x.dim() == 2 ? x.unsqueeze(0) : x;
            long n = batch.size(0);
            long channels = batch.size(1) / (s.kernel[0] * s.kernel[1]);
            long rows = s.blocks(h, 0);
            long columns = s.blocks(w, 1);
            Tensor taps = batch.reshape(n, channels, s.kernel[0], s.kernel[1], rows, columns);
            Tensor sum = Tensors.zeros(
                    new TensorOptions(x.dtype(), x.device()), n, channels, h + 2 * s.padding[0], w + 2 * s.padding[1]);
            for (long i = 0; i < s.kernel[0]; i++) {
                for (long j = 0; j < s.kernel[1]; j++) {
                    Tensor part = taps.select(2, i).select(2, j);
                    long top = i * s.dilation[0];
                    long left = j * s.dilation[1];
                    sum.slice(2, top, top + (rows - 1) * s.stride[0] + 1, s.stride[0])
                            .slice(3, left, left + (columns - 1) * s.stride[1] + 1, s.stride[1])
                            .add_(part);
                }
            }
            Tensor inner =
                    sum.narrow(2, s.padding[0], h).narrow(3, s.padding[1], w).contiguous();
            return (x.dim() == 2 ? inner.squeeze(0) : inner).detach();
        });
        return Dispatcher.record(
                "Col2ImBackward0", out, new Tensor[] {input}, new Tensor[0], c -> new Tensor[] {columns(c.grad(), s)});
    }
}
