package dev.jgrad.tensor;

import org.jspecify.annotations.Nullable;

/** Of {@code torch.fft} what needs no complex numbers: the order of frequencies. */
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
        double[] values = new double[Math.toIntExact(n)];
        for (int i = 0; i < n; i++) {
            values[i] = (i < (n + 1) / 2 ? i : i - n) / (n * d);
        }
        return Tensors.tensor(options, values, n);
    }

    /** The frequencies of a transform of n real samples at distance d: 0 and positive ones. */
    public static Tensor rfftfreq(long n, double d, TensorOptions options) {
        double[] values = new double[Math.toIntExact(n / 2 + 1)];
        java.util.Arrays.setAll(values, i -> i / (n * d));
        return Tensors.tensor(options, values, values.length);
    }
}
