package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.loops.DoubleBinaryLoop;
import dev.jgrad.cpu.loops.DoubleTernaryLoop;
import dev.jgrad.cpu.loops.DoubleUnaryLoop;
import dev.jgrad.cpu.loops.FloatBinaryLoop;
import dev.jgrad.cpu.loops.FloatTernaryLoop;
import dev.jgrad.cpu.loops.FloatUnaryLoop;
import dev.jgrad.cpu.loops.LongBinaryLoop;
import dev.jgrad.cpu.loops.LongTernaryLoop;
import dev.jgrad.cpu.loops.LongUnaryLoop;
import dev.jgrad.cpu.loops.Loops;
import dev.jgrad.cpu.scalar.HalfDivision;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.ElementwisePlan;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;

/** Elementwise kernels for any dtype and layout: makes a plan and walks over it, in parallel where it is long enough. */
final class ElementwiseGeneral {
    /** Bool without the test for not being zero: loops give 0 or 1, and conditions test for themselves. */
    private static final DType TRUTH = DType.UINT8;

    private final Loops loops;

    ElementwiseGeneral(Loops loops) {
        this.loops = loops;
    }

    @FunctionalInterface
    private interface Body {
        void run(CpuBuffer a, CpuBuffer b);
    }

    /**
     * Brings inputs that are arrays beside an output in native memory (a bias, say) there too, for the time of the call:
     * they are small, and loops then need no scratch arrays.
     */
    private static void withUniformMemory(DType dtype, CpuBuffer out, CpuBuffer a, CpuBuffer b, Body body) {
        boolean direct = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
        if (!direct || !out.isNative() || (a.isNative() && b.isNative())) {
            body.run(a, b);
            return;
        }
        CpuBuffer x = a.isNative() ? a : CpuMemory.INSTANCE.nativeCopy(dtype, a);
        CpuBuffer y = b == a ? x : b.isNative() ? b : CpuMemory.INSTANCE.nativeCopy(dtype, b);
        try {
            body.run(x, y);
        } finally {
            if (x != a) {
                x.release();
            }
            if (y != b && y != x) {
                y.release();
            }
        }
    }

    void unary(
            UnaryKind kind,
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            double p,
            double q,
            double r) {
        DType outDType = kind.isPredicate() ? TRUTH : dtype;
        Extents.check(outDType, out, outLayout);
        Extents.check(dtype, a, aLayout);
        ElementwisePlan plan = ElementwisePlan.of(outLayout, aLayout);
        // The complement of a truth value is not that of its bits.
        UnaryKind k = dtype.isBool() && kind == UnaryKind.BITWISE_NOT ? UnaryKind.LOGICAL_NOT : kind;
        int grain = grain(dtype, Grain.unary(kind));
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                FloatUnaryLoop loop = loops.floatUnary(k);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> FloatWalk.unary(
                                loop, plan, outDType, out, dtype, a, (float) p, (float) q, (float) r, from, to));
            }
            case FLOAT64 -> {
                DoubleUnaryLoop loop = loops.doubleUnary(k);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> DoubleWalk.unary(loop, plan, outDType, out, dtype, a, p, q, r, from, to));
            }
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> {
                LongUnaryLoop loop = loops.longUnary(k);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> LongWalk.unary(
                                loop, plan, outDType, out, dtype, a, (long) p, (long) q, (long) r, from, to));
            }
        }
    }

    void binary(
            BinaryKind kind,
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            CpuBuffer b,
            Layout bLayout,
            double p,
            double q) {
        DType outDType = kind.isComparison() ? TRUTH : dtype;
        Extents.check(outDType, out, outLayout);
        Extents.check(dtype, a, aLayout);
        Extents.check(dtype, b, bLayout);
        ElementwisePlan plan = ElementwisePlan.of(outLayout, aLayout, bLayout);
        boolean steps = HalfDivision.serves(kind, dtype) && !bLayout.isOneElement();
        withUniformMemory(dtype, out, a, b, (x, y) -> binary(kind, steps, plan, outDType, out, dtype, x, y, p, q));
    }

    private void binary(
            BinaryKind kind,
            boolean steps,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer a,
            CpuBuffer b,
            double p,
            double q) {
        int grain = grain(dtype, Grain.binary(kind));
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                FloatBinaryLoop loop = steps ? HalfDivision.of(kind, dtype) : loops.floatBinary(kind);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> FloatWalk.binary(
                                loop, plan, outDType, out, dtype, a, b, (float) p, (float) q, from, to));
            }
            case FLOAT64 -> {
                DoubleBinaryLoop loop = loops.doubleBinary(kind);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> DoubleWalk.binary(loop, plan, outDType, out, dtype, a, b, p, q, from, to));
            }
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> {
                LongBinaryLoop loop = loops.longBinary(kind);
                try {
                    Parallel.forRange(
                            plan.numel(),
                            grain,
                            (from, to) -> LongWalk.binary(
                                    loop, plan, outDType, out, dtype, a, b, (long) p, (long) q, from, to));
                } catch (ArithmeticException e) {
                    throw zeroDivision(e);
                }
            }
        }
    }

    void binaryScalar(
            BinaryKind kind,
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            double value,
            long integer,
            boolean numberFirst,
            double p) {
        DType outDType = kind.isComparison() ? TRUTH : dtype;
        Extents.check(outDType, out, outLayout);
        Extents.check(dtype, a, aLayout);
        ElementwisePlan plan = ElementwisePlan.of(outLayout, aLayout);
        int grain = grain(dtype, Grain.binary(kind));
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                FloatBinaryLoop loop = loops.floatBinary(kind);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> FloatWalk.scalar(
                                loop, plan, outDType, out, dtype, a, (float) value, numberFirst, (float) p, from, to));
            }
            case FLOAT64 -> {
                DoubleBinaryLoop loop = loops.doubleBinary(kind);
                Parallel.forRange(
                        plan.numel(),
                        grain,
                        (from, to) -> DoubleWalk.scalar(
                                loop, plan, outDType, out, dtype, a, value, numberFirst, p, from, to));
            }
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> {
                LongBinaryLoop loop = loops.longBinary(kind);
                try {
                    Parallel.forRange(
                            plan.numel(),
                            grain,
                            (from, to) -> LongWalk.scalar(
                                    loop, plan, outDType, out, dtype, a, integer, numberFirst, (long) p, from, to));
                } catch (ArithmeticException e) {
                    throw zeroDivision(e);
                }
            }
        }
    }

    void ternary(
            TernaryKind kind,
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            CpuBuffer b,
            Layout bLayout,
            CpuBuffer c,
            Layout cLayout,
            double p) {
        DType aDType = kind == TernaryKind.WHERE ? TRUTH : dtype;
        Extents.check(dtype, out, outLayout);
        Extents.check(aDType, a, aLayout);
        Extents.check(dtype, b, bLayout);
        Extents.check(dtype, c, cLayout);
        ElementwisePlan plan = ElementwisePlan.of(outLayout, aLayout, bLayout, cLayout);
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                FloatTernaryLoop loop = loops.floatTernary(kind);
                Parallel.forRange(
                        plan.numel(),
                        Grain.MEDIUM,
                        (from, to) -> FloatWalk.ternary(loop, plan, dtype, out, aDType, a, b, c, (float) p, from, to));
            }
            case FLOAT64 -> {
                DoubleTernaryLoop loop = loops.doubleTernary(kind);
                Parallel.forRange(
                        plan.numel(),
                        Grain.MEDIUM,
                        (from, to) -> DoubleWalk.ternary(loop, plan, dtype, out, aDType, a, b, c, p, from, to));
            }
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> {
                LongTernaryLoop loop = loops.longTernary(kind);
                try {
                    Parallel.forRange(
                            plan.numel(),
                            Grain.MEDIUM,
                            (from, to) ->
                                    LongWalk.ternary(loop, plan, dtype, out, aDType, a, b, c, (long) p, from, to));
                } catch (ArithmeticException e) {
                    throw zeroDivision(e);
                }
            }
        }
    }

    /** What is not float32 or float64 is converted as well. */
    private static int grain(DType dtype, int grain) {
        return dtype == DType.FLOAT32 || dtype == DType.FLOAT64 ? grain : Math.min(grain, Grain.MEDIUM);
    }

    private static ArgumentException zeroDivision(ArithmeticException cause) {
        return new ArgumentException("ZeroDivisionError", cause);
    }
}
