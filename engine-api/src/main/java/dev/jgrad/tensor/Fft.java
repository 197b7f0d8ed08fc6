package dev.jgrad.tensor;

import dev.jgrad.memory.HeapArrays;
import dev.jgrad.op.RealTransforms;
import org.jspecify.annotations.Nullable;

/** Of {@code torch.fft} what neither takes nor gives complex numbers: real half spectra to samples, and the order of frequencies. */
public final class Fft {
    private Fft() {}

    /** Moves the zero frequency into the middle along dimensions, all when null. */
    public static Tensor fftshift(Tensor input, int @Nullable [] dim) {
        return shifted(input, dim, false);
    }

    /** Undoes {@link #fftshift}. */
    public static Tensor ifftshift(Tensor input, int @Nullable [] dim) {
        return shifted(input, dim, true);
    }

    private static Tensor shifted(Tensor input, int @Nullable [] dim, boolean back) {
        int[] dims = dim;
        if (dims == null) {
            dims = new int[input.dim()];
            java.util.Arrays.setAll(dims, i -> i);
        }
        if (dims.length == 0) {
            return input.clone();
        }
        long[] shifts = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            long n = input.size(dims[i]);
            shifts[i] = back ? (n + 1) / 2 : n / 2;
        }
        return input.roll(shifts, dims);
    }

    /** The frequencies of a transform of n samples at distance d: 0, positive ones, negative ones. */
    public static Tensor fftfreq(long n, double d, TensorOptions options) {
        double[] values = HeapArrays.doubles(n);
        for (int i = 0; i < n; i++) {
            values[i] = (i < (n + 1) / 2 ? i : i - n) / (n * d);
        }
        return Tensors.tensor(options, values, n);
    }

    /** The frequencies of a transform of n real samples at distance d: 0 and positive ones. */
    public static Tensor rfftfreq(long n, double d, TensorOptions options) {
        double[] values = HeapArrays.doubles(n / 2 + 1);
        java.util.Arrays.setAll(values, i -> i / (n * d));
        return Tensors.tensor(options, values, values.length);
    }

    /**
     * The samples of a real half spectrum: the inverse of a transform of real samples.
     *
     * @param n the size of the result, 2 (size - 1) when null
     * @param norm null or {@code backward}, {@code forward}, {@code ortho}: where to divide by n
     */
    public static Tensor irfft(Tensor input, @Nullable Long n, int dim, @Nullable String norm) {
        long[] s = n == null ? null : new long[] {n};
        return RealTransforms.halfSpectrum("irfft", input, s, new int[] {dim}, norm, true);
    }

    /** {@link #irfft} over the last two dimensions, or others. */
    public static Tensor irfft2(Tensor input, long @Nullable [] s, int[] dim, @Nullable String norm) {
        return RealTransforms.halfSpectrum("irfft2", input, s, dim, norm, true);
    }

    /** {@link #irfft} over several dimensions, all when both {@code s} and {@code dim} are null. */
    public static Tensor irfftn(Tensor input, long @Nullable [] s, int @Nullable [] dim, @Nullable String norm) {
        return RealTransforms.halfSpectrum("irfftn", input, s, dim, norm, true);
    }

    /**
     * The spectrum, which is real, of one half of samples that are mirrored.
     *
     * @param n the size of the result, 2 (size - 1) when null
     * @param norm null or {@code backward}, {@code forward}, {@code ortho}: where to divide by n
     */
    public static Tensor hfft(Tensor input, @Nullable Long n, int dim, @Nullable String norm) {
        long[] s = n == null ? null : new long[] {n};
        return RealTransforms.halfSpectrum("hfft", input, s, new int[] {dim}, norm, false);
    }

    /** {@link #hfft} over the last two dimensions, or others. */
    public static Tensor hfft2(Tensor input, long @Nullable [] s, int[] dim, @Nullable String norm) {
        return RealTransforms.halfSpectrum("hfft2", input, s, dim, norm, false);
    }

    /** {@link #hfft} over several dimensions, all when both {@code s} and {@code dim} are null. */
    public static Tensor hfftn(Tensor input, long @Nullable [] s, int @Nullable [] dim, @Nullable String norm) {
        return RealTransforms.halfSpectrum("hfftn", input, s, dim, norm, false);
    }
}
