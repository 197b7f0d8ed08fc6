package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fourier transforms from a real half spectrum to real samples: {@code torch.fft.irfft}, {@code hfft} and their forms for several
 * dimensions. Products with matrices of cosines and sines; what is complex on the way is a pair of tensors.
 */
public final class RealTransforms {
    private RealTransforms() {}

    /**
     * Transforms dimensions; the last of them from half a spectrum.
     *
     * @param s sizes of the result along {@code dim}, -1 or null for those of the input
     * @param dim null for the last ones
     * @param norm null or {@code backward}, {@code forward}, {@code ortho}
     * @param inverse true for irfft, false for hfft: for real input they differ in the scale alone
     */
    public static Tensor halfSpectrum(
            String op,
            Tensor input,
            long @Nullable [] s,
            int @Nullable [] dim,
            @Nullable String norm,
            boolean inverse) {
        if (input.dtype() == DType.FLOAT16 || input.dtype() == DType.BFLOAT16) {
            throw new DTypeException("Unsupported dtype " + input.dtype().scalarTypeName());
        }
        Tensor x = DTypes.floating(input);
        int[] dims = dims(op, x, s, dim);
        int count = dims.length;
        long[] sizes = new long[count];
        double total = 1;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            long own = x.size(dims[i]);
            sizes[i] = s != null && s[i] != -1 ? s[i] : last ? 2 * (own - 1) : own;
            if (sizes[i] < 1) {
                throw new ArgumentException("Invalid number of data points (" + sizes[i] + ") specified");
            }
            total *= sizes[i];
            x = resized(x, dims[i], last ? sizes[i] / 2 + 1 : sizes[i]);
        }
        Tensor re = x;
        Tensor im = null;
        for (int i = 0; i < count - 1; i++) {
            long n = sizes[i];
            Tensor c = table(x, n, n, Math::cos, false);
            Tensor t = table(x, n, n, Math::sin, false);
            Tensor newRe = along(re, dims[i], c);
            Tensor newIm = along(re, dims[i], t);
            if (im != null) {
                newRe = newRe.sub(along(im, dims[i], t));
                newIm = newIm.add(along(im, dims[i], c));
            }
            re = newRe;
            im = newIm;
        }
        int last = dims[count - 1];
        long n = sizes[count - 1];
        Tensor out = along(re, last, table(x, n / 2 + 1, n, Math::cos, true));
        if (im != null) {
            out = out.sub(along(im, last, table(x, n / 2 + 1, n, Math::sin, true)));
        }
        double scale = scale(norm, inverse, total);
        return scale == 1 ? out : out.mul(scale);
    }

    private static int[] dims(String op, Tensor x, long @Nullable [] s, int @Nullable [] dim) {
        if (x.dim() == 0) {
            throw new ShapeException(op + ": input tensor must have at least one dimension");
        }
        int[] dims;
        if (dim == null) {
            int count = s == null ? x.dim() : s.length;
            if (count > x.dim()) {
                throw new ArgumentException(
                        "Got shape with " + count + " values but input tensor only has " + x.dim() + " dimensions.");
            }
            dims = new int[count];
            Arrays.setAll(dims, i -> x.dim() - count + i);
        } else {
            dims = Arrays.stream(dim).map(d -> Dims.wrap(d, x.dim())).toArray();
        }
        if (s != null && s.length != dims.length) {
            throw new ArgumentException("When given, dim and shape arguments must have the same length");
        }
        if (dims.length == 0) {
            throw new ArgumentException(op + " must transform at least one axis");
        }
        if (Arrays.stream(dims).distinct().count() != dims.length) {
            throw new ArgumentException("FFT dims must be unique");
        }
        return dims;
    }

    private static double scale(@Nullable String norm, boolean inverse, double total) {
        return switch (norm == null ? "backward" : norm) {
            case "backward" -> inverse ? 1 / total : 1;
            case "forward" -> inverse ? 1 : 1 / total;
            case "ortho" -> 1 / Math.sqrt(total);
            default -> throw new ArgumentException("Invalid normalization mode: \"" + norm + "\"");
        };
    }

    private static Tensor resized(Tensor x, int d, long size) {
        long own = x.size(d);
        if (own > size) {
            return x.narrow(d, 0, size);
        }
        long[] pad = new long[2 * (x.dim() - d)];
        pad[pad.length - 1] = size - own;
        return own == size ? x : Padding.constant(x, pad, 0);
    }

    /** f(2 pi j k / n) for k below rows and j below n; twice where half a spectrum stands for both halves. */
    private static Tensor table(
            Tensor like, long rows, long n, java.util.function.DoubleUnaryOperator f, boolean half) {
        double[] values = HeapArrays.doubles(rows * n);
        for (int i = 0; i < values.length; i++) {
            long k = i / n;
            long j = i % n;
            double weight = half && k != 0 && 2 * k != n ? 2 : 1;
            values[i] = weight * f.applyAsDouble(2 * Math.PI * (j * k % n) / n);
        }
        return Tensors.tensor(new TensorOptions(like.dtype(), like.device()), values, rows, n);
    }

    private static Tensor along(Tensor x, int d, Tensor table) {
        return x.transpose(d, -1).matmul(table).transpose(d, -1);
    }
}
