package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.memory.HeapArrays;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Windows for signals: {@code torch.signal.windows}. Each has {@code m} samples; symmetric ones suit filters, the others are periodic
 * and suit spectra. Of the default dtype, which has to be float32 or float64, unless the options name one of them.
 */
public final class SignalWindows {
    private SignalWindows() {}

    private static Tensor sampled(long m, TensorOptions options, DoubleUnaryOperator f) {
        DType dtype = DTypes.named(options.dtype());
        if (m < 0) {
            throw new ArgumentException("signal.windows: requires non-negative window length, got M=" + m);
        }
        if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
            throw new ArgumentException(
                    "signal.windows: expects float32 or float64 dtypes, got: torch." + dtype.label());
        }
        double[] values = HeapArrays.doubles(m);
        Arrays.setAll(values, f::applyAsDouble);
        return Tensors.tensor(new TensorOptions(dtype, options.device(), options.requiresGrad()), values, m);
    }

    /** The distance from the first sample to the last, for m > 1. */
    private static double span(long m, boolean sym) {
        return sym ? m - 1 : m;
    }

    /** Weighted cosines: the sum of (-1)^i a[i] cos(i k). */
    public static Tensor generalCosine(long m, double[] a, boolean sym, TensorOptions options) {
        if (a.length == 0) {
            throw new ArgumentException("Coefficients cannot be empty");
        }
        return sampled(m, options, n -> {
            if (m == 1) {
                return 1;
            }
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (i % 2 == 0 ? a[i] : -a[i]) * Math.cos(i * 2 * Math.PI * n / span(m, sym));
            }
            return sum;
        });
    }

    /** alpha - (1 - alpha) cos. */
    public static Tensor generalHamming(long m, double alpha, boolean sym, TensorOptions options) {
        return generalCosine(m, new double[] {alpha, 1 - alpha}, sym, options);
    }

    /** 0.54 - 0.46 cos. */
    public static Tensor hamming(long m, boolean sym, TensorOptions options) {
        return generalHamming(m, 0.54, sym, options);
    }

    /** Raised cosine. */
    public static Tensor hann(long m, boolean sym, TensorOptions options) {
        return generalHamming(m, 0.5, sym, options);
    }

    /** Blackman's three terms. */
    public static Tensor blackman(long m, boolean sym, TensorOptions options) {
        return generalCosine(m, new double[] {0.42, 0.5, 0.08}, sym, options);
    }

    /** Nuttall's four terms. */
    public static Tensor nuttall(long m, boolean sym, TensorOptions options) {
        return generalCosine(m, new double[] {0.3635819, 0.4891775, 0.1365995, 0.0106411}, sym, options);
    }

    /** A triangle that begins with 0. */
    public static Tensor bartlett(long m, boolean sym, TensorOptions options) {
        return sampled(m, options, n -> m == 1 ? 1 : 1 - Math.abs(-1 + 2 * n / span(m, sym)));
    }

    /** Half a period of a sine. */
    public static Tensor cosine(long m, boolean sym, TensorOptions options) {
        double length = !sym && m > 1 ? m + 1 : m;
        return sampled(m, options, n -> Math.sin((n + 0.5) * Math.PI / length));
    }

    /**
     * e^(-|n - center| / tau).
     *
     * @param center null for the middle; only a window that is not symmetric may have another one
     */
    public static Tensor exponential(
            long m, @org.jspecify.annotations.Nullable Double center, double tau, boolean sym, TensorOptions options) {
        if (tau <= 0) {
            throw new ArgumentException("Tau must be positive, got: " + tau + " instead.");
        }
        if (sym && center != null) {
            throw new ArgumentException("Center must be None for symmetric windows");
        }
        double middle = center != null ? center : (!sym && m > 1 ? m : m - 1) / 2.0;
        return sampled(m, options, n -> Math.exp(-Math.abs(n - middle) / tau));
    }

    /** A bell of the given standard deviation in samples. */
    public static Tensor gaussian(long m, double std, boolean sym, TensorOptions options) {
        if (std <= 0) {
            throw new ArgumentException("Standard deviation must be positive, got: " + std + " instead.");
        }
        double middle = (!sym && m > 1 ? m : m - 1) / 2.0;
        return sampled(m, options, n -> Math.exp(-(n - middle) * (n - middle) / (2 * std * std)));
    }

    /** Kaiser's window of shape beta. */
    public static Tensor kaiser(long m, double beta, boolean sym, TensorOptions options) {
        if (beta < 0) {
            throw new ArgumentException("beta must be non-negative, got: " + beta + " instead.");
        }
        TensorOptions wide = new TensorOptions(DType.FLOAT64, options.device());
        Tensor radius = sampled(m, wide, n -> {
            double k = m == 1 ? 0 : Math.min(beta, -beta + 2 * beta * n / span(m, sym));
            return Math.sqrt(beta * beta - k * k);
        });
        double[] values =
                Special.i0(radius).div(Special.i0(Tensors.full(wide, beta))).toDoubleArray();
        return sampled(m, options, n -> values[(int) n]);
    }
}
