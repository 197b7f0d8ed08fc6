package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.FloatBinaryLoop;
import dev.jgrad.cpu.loops.FloatUnaryLoop;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.Stream;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Elementwise kernels. What small programs do all the time, float32 arrays in the same row-major order, is recognised
 * here and goes straight to its loop; everything else goes through {@link ElementwiseGeneral}.
 */
public final class ElementwiseCpu implements ElementwiseKernels {
    private final Loops loops;
    private final ElementwiseGeneral general;

    /** Kernels on the loops this process uses. */
    public ElementwiseCpu() {
        this(Loops.standard());
    }

    /** Kernels on given loops, so that tests can compare them. */
    public ElementwiseCpu(Loops loops) {
        this.loops = loops;
        this.general = new ElementwiseGeneral(loops);
    }

    @Override
    public void unary(
            Stream stream,
            UnaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double p,
            double q,
            double r) {
        CpuBuffer to = (CpuBuffer) out;
        CpuBuffer x = (CpuBuffer) a;
        if (dtype == DType.FLOAT32
                && !kind.isPredicate()
                && aligned(outLayout, aLayout)
                && outLayout.numel() < 2 * Grain.unary(kind)
                && to.array() instanceof float[] oa
                && x.array() instanceof float[] xa) {
            FloatUnaryLoop loop = loops.floatUnary(kind);
            loop.run(
                    xa,
                    (int) aLayout.offset(),
                    oa,
                    (int) outLayout.offset(),
                    (int) outLayout.numel(),
                    (float) p,
                    (float) q,
                    (float) r);
            return;
        }
        try {
            general.unary(kind, dtype, to, outLayout, x, aLayout, p, q, r);
        } finally {
            Reference.reachabilityFence(out);
            Reference.reachabilityFence(a);
        }
    }

    @Override
    public void binary(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            double p,
            double q) {
        CpuBuffer to = (CpuBuffer) out;
        CpuBuffer x = (CpuBuffer) a;
        CpuBuffer y = (CpuBuffer) b;
        if (dtype == DType.FLOAT32
                && !kind.isComparison()
                && outLayout.numel() < 2 * Grain.binary(kind)
                && to.array() instanceof float[] oa
                && x.array() instanceof float[] xa
                && y.array() instanceof float[] ya) {
            int n = (int) outLayout.numel();
            int oi = (int) outLayout.offset();
            int xi = (int) aLayout.offset();
            int yi = (int) bLayout.offset();
            if (aligned(outLayout, aLayout)) {
                if (aligned(outLayout, bLayout)) {
                    loops.floatBinary(kind).run(xa, xi, ya, yi, oa, oi, n, (float) p, (float) q);
                    return;
                }
                if (n > 0 && bLayout.isOneElement()) {
                    loops.floatBinary(kind).runRight(xa, xi, ya[yi], oa, oi, n, (float) p, (float) q);
                    return;
                }
            } else if (n > 0 && aligned(outLayout, bLayout) && aLayout.isOneElement()) {
                loops.floatBinary(kind).runLeft(xa[xi], ya, yi, oa, oi, n, (float) p, (float) q);
                return;
            }
        }
        try {
            general.binary(kind, dtype, to, outLayout, x, aLayout, y, bLayout, p, q);
        } finally {
            Reference.reachabilityFence(out);
            Reference.reachabilityFence(a);
            Reference.reachabilityFence(b);
        }
    }

    @Override
    public void binaryScalar(
            Stream stream,
            BinaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            double value,
            long integer,
            boolean numberFirst,
            double p) {
        CpuBuffer to = (CpuBuffer) out;
        CpuBuffer x = (CpuBuffer) a;
        if (kind == BinaryKind.POW && !numberFirst) {
            if (value == 1 && to != x && dtype.isFloatingPoint()) {
                copy(stream, dtype, out, outLayout, dtype, a, aLayout);
                return;
            }
            UnaryKind simpler = simplerPower(dtype, value);
            if (simpler != null) {
                unary(stream, simpler, dtype, out, outLayout, a, aLayout, 0, 0, 0);
                return;
            }
        }
        if (dtype == DType.FLOAT32
                && !kind.isComparison()
                && aligned(outLayout, aLayout)
                && outLayout.numel() < 2 * Grain.binary(kind)
                && to.array() instanceof float[] oa
                && x.array() instanceof float[] xa) {
            FloatBinaryLoop loop = loops.floatBinary(kind);
            int n = (int) outLayout.numel();
            int xi = (int) aLayout.offset();
            int oi = (int) outLayout.offset();
            if (numberFirst) {
                loop.runLeft((float) value, xa, xi, oa, oi, n, (float) p, 0);
            } else {
                loop.runRight(xa, xi, (float) value, oa, oi, n, (float) p, 0);
            }
            return;
        }
        if (dtype == DType.FLOAT32
                && !kind.isComparison()
                && outLayout.isContiguous()
                && aLayout.isOneElement()
                && outLayout.numel() > 0
                && to.array() instanceof float[] oa
                && x.array() instanceof float[] xa) {
            // The gradient of a sum is one number broadcast: computed once.
            FloatBinaryLoop loop = loops.floatBinary(kind);
            int xi = (int) aLayout.offset();
            int oi = (int) outLayout.offset();
            if (numberFirst) {
                loop.runLeft((float) value, xa, xi, oa, oi, 1, (float) p, 0);
            } else {
                loop.runRight(xa, xi, (float) value, oa, oi, 1, (float) p, 0);
            }
            Arrays.fill(oa, oi + 1, oi + (int) outLayout.numel(), oa[oi]);
            return;
        }
        try {
            general.binaryScalar(kind, dtype, to, outLayout, x, aLayout, value, integer, numberFirst, p);
        } finally {
            Reference.reachabilityFence(out);
            Reference.reachabilityFence(a);
        }
    }

    @Override
    public void ternary(
            Stream stream,
            TernaryKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            Buffer c,
            Layout cLayout,
            double p) {
        try {
            general.ternary(
                    kind,
                    dtype,
                    (CpuBuffer) out,
                    outLayout,
                    (CpuBuffer) a,
                    aLayout,
                    (CpuBuffer) b,
                    bLayout,
                    (CpuBuffer) c,
                    cLayout,
                    p);
        } finally {
            Reference.reachabilityFence(out);
            Reference.reachabilityFence(a);
            Reference.reachabilityFence(b);
            Reference.reachabilityFence(c);
        }
    }

    @Override
    public void fill(Stream stream, DType dtype, Buffer out, Layout outLayout, double value, long integer) {
        try {
            Filling.fill(dtype, (CpuBuffer) out, outLayout, value, integer);
        } finally {
            Reference.reachabilityFence(out);
        }
    }

    @Override
    public void arange(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            double start,
            double step,
            long integerStart,
            long integerStep) {
        try {
            Filling.arange(dtype, (CpuBuffer) out, outLayout, start, step, integerStart, integerStep);
        } finally {
            Reference.reachabilityFence(out);
        }
    }

    @Override
    public void copy(
            Stream stream, DType outDType, Buffer out, Layout outLayout, DType inDType, Buffer in, Layout inLayout) {
        try {
            Copying.copy(outDType, (CpuBuffer) out, outLayout, inDType, (CpuBuffer) in, inLayout);
        } finally {
            Reference.reachabilityFence(out);
            Reference.reachabilityFence(in);
        }
    }

    /** True when both lie in the same order without gaps. Sizes are the same, so row-major order on both sides is enough. */
    static boolean aligned(Layout a, Layout b) {
        return a.isContiguous() && b.isContiguous();
    }

    /** Exponents for which PyTorch computes something better than a power as well. */
    private static @org.jspecify.annotations.Nullable UnaryKind simplerPower(DType dtype, double exponent) {
        if (!dtype.isFloatingPoint()) {
            return null;
        }
        return exponent == 2
                ? UnaryKind.SQUARE
                : exponent == 0.5
                        ? UnaryKind.SQRT
                        : exponent == -1 ? UnaryKind.RECIPROCAL : exponent == -0.5 ? UnaryKind.RSQRT : null;
    }
}
