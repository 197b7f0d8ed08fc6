package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a matrix product with its buffers checked.
 *
 * @param out [m, n] or [batch, m, n]
 * @param bias broadcast to {@code out} by its layout
 */
record Gemm(
        DType dtype,
        CpuBuffer out,
        Layout outLayout,
        CpuBuffer a,
        Layout aLayout,
        CpuBuffer b,
        Layout bLayout,
        @Nullable CpuBuffer bias,
        @Nullable Layout biasLayout,
        double alpha,
        double beta) {

    Gemm {
        int r = outLayout.rank();
        boolean fits = (r == 2 || r == 3)
                && aLayout.rank() == r
                && bLayout.rank() == r
                && aLayout.size(r - 2) == outLayout.size(r - 2)
                && bLayout.size(r - 1) == outLayout.size(r - 1)
                && aLayout.size(r - 1) == bLayout.size(r - 2)
                && (r == 2 || aLayout.size(0) == outLayout.size(0) && bLayout.size(0) == outLayout.size(0))
                && (biasLayout == null || biasLayout.sameSizes(outLayout));
        if (!fits) {
            throw new ShapeException("matrix product of " + aLayout + " and " + bLayout + " plus " + biasLayout
                    + " does not fit " + outLayout);
        }
    }

    long batch() {
        return outLayout.rank() == 3 ? outLayout.size(0) : 1;
    }

    long m() {
        return outLayout.size(outLayout.rank() - 2);
    }

    long n() {
        return outLayout.size(outLayout.rank() - 1);
    }

    long k() {
        return aLayout.size(aLayout.rank() - 1);
    }

    /** Multiplications in all. */
    double work() {
        return (double) batch() * m() * n() * k();
    }

    /** True when the bias is one contiguous vector added to every row, or when there is none. */
    boolean biasIsVector() {
        if (biasLayout == null) {
            return true;
        }
        int last = biasLayout.rank() - 1;
        for (int d = 0; d < last; d++) {
            if (biasLayout.size(d) > 1 && biasLayout.stride(d) != 0) {
                return false;
            }
        }
        return biasLayout.size(last) == 1 || biasLayout.stride(last) == 1;
    }

    Gemm withOperands(CpuBuffer newA, Layout newALayout, CpuBuffer newB, Layout newBLayout) {
        return new Gemm(dtype, out, outLayout, newA, newALayout, newB, newBLayout, bias, biasLayout, alpha, beta);
    }

    Gemm withOut(CpuBuffer newOut, Layout newOutLayout) {
        return new Gemm(dtype, newOut, newOutLayout, a, aLayout, b, bLayout, bias, biasLayout, alpha, beta);
    }

    /** True when the columns of the result lie without gaps, but not its rows. */
    boolean outIsColumnMajor() {
        int last = outLayout.rank() - 1;
        return outLayout.stride(last) != 1
                && outLayout.size(last) > 1
                && (outLayout.stride(last - 1) == 1 || outLayout.size(last - 1) == 1);
    }

    /** The product of the transposed operands in the other order, which is the transposed result; without bias. */
    Gemm transposed() {
        int last = outLayout.rank() - 1;
        return new Gemm(
                dtype,
                out,
                outLayout.transpose(last - 1, last),
                b,
                bLayout.transpose(last - 1, last),
                a,
                aLayout.transpose(last - 1, last),
                null,
                null,
                alpha,
                beta);
    }

    Gemm withoutBias() {
        return new Gemm(dtype, out, outLayout, a, aLayout, b, bLayout, null, null, alpha, beta);
    }
}
