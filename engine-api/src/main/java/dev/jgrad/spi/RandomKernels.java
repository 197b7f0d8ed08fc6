package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/**
 * Counter-based random numbers (Philox 4x32-10, Salmon et al. 2011): element i of the row-major order depends on seed,
 * offset and i only, so every device and thread count gives the same numbers.
 */
public interface RandomKernels {
    /** What is drawn. */
    enum Distribution {
        /** Uniform in [p, q). */
        UNIFORM,
        /** Normal with mean p and standard deviation q (Box-Muller). */
        NORMAL,
        /** Integer in [p, q), both exact longs. */
        INTEGER,
        /** 1 with probability p, else 0. */
        BERNOULLI,
        /** Exponential with rate p. */
        EXPONENTIAL
    }

    /**
     * Fills {@code out}. Element i uses counter {@code offset + i / 4} for float32 and narrower, {@code offset + i / 2}
     * for float64 and for integers.
     *
     * @param integerP the bounds again as longs, for INTEGER
     */
    void fill(
            Stream stream,
            Distribution distribution,
            DType dtype,
            Buffer out,
            Layout outLayout,
            long seed,
            long offset,
            double p,
            double q,
            long integerP,
            long integerQ);

    /** A random order of 0 to n - 1 (Fisher-Yates), int64, contiguous. */
    void permutation(Stream stream, Buffer out, long n, long seed, long offset);
}
