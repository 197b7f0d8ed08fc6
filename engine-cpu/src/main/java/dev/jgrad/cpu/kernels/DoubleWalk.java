package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.loops.Cursor;
import dev.jgrad.cpu.loops.DoubleBinaryLoop;
import dev.jgrad.cpu.loops.DoubleTernaryLoop;
import dev.jgrad.cpu.loops.DoubleUnaryLoop;
import dev.jgrad.data.DType;
import dev.jgrad.spi.ElementwisePlan;

/**
 * Runs loops that compute in double over a part of a plan.
 *
 * <p>Where all operands are arrays, or all are native, and each is a run of neighbours or one repeated element, the loops
 * work on them in place. Everything else (other strides, mixed memory, other dtypes) passes through scratch arrays in
 * blocks that stay in the first-level cache.
 */
final class DoubleWalk {
    private static final int BLOCK = 512;

    /** Longest run given to a loop, so that its method returns often enough to be replaced by compiled code. */
    private static final int LONGEST_RUN = 32 << 10;

    private static final ThreadLocal<DoubleWalk> SCRATCH = ThreadLocal.withInitial(DoubleWalk::new);

    private final double[] a = new double[BLOCK];
    private final double[] b = new double[BLOCK];
    private final double[] c = new double[BLOCK];

    private DoubleWalk() {}

    static void unary(
            DoubleUnaryLoop loop,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer in,
            double p,
            double q,
            double r,
            long from,
            long to) {
        if (outDType == DType.FLOAT64 && dtype == outDType && plan.innerStride(0) == 1 && plan.innerStride(1) == 1) {
            Object oa = out.array(outDType);
            Object ia = in.array(dtype);
            if (oa == null && ia == null) {
                unaryNative(loop, plan, out.address(), in.address(), p, q, r, from, to);
                return;
            }
            if (oa != null && ia != null) {
                unaryArrays(loop, plan, (double[]) oa, (double[]) ia, p, q, r, from, to);
                return;
            }
        }
        double[] x = SCRATCH.get().a;
        Cursor source = new Cursor(plan, from);
        Cursor target = new Cursor(plan, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            load(plan, source, dtype, in, x, n);
            loop.run(x, 0, x, 0, n, p, q, r);
            store(plan, target, outDType, out, x, n);
        }
    }

    static void binary(
            DoubleBinaryLoop loop,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer a,
            CpuBuffer b,
            double p,
            double q,
            long from,
            long to) {
        if (outDType == DType.FLOAT64 && dtype == outDType && inPlace(plan)) {
            Object oa = out.array(outDType);
            Object aa = a.array(dtype);
            Object ba = b.array(dtype);
            if (oa == null && aa == null && ba == null) {
                binaryNative(loop, plan, out.address(), a.address(), b.address(), p, q, from, to);
                return;
            }
            if (oa != null && aa != null && ba != null) {
                binaryArrays(loop, plan, (double[]) oa, (double[]) aa, (double[]) ba, p, q, from, to);
                return;
            }
        }
        DoubleWalk scratch = SCRATCH.get();
        double[] x = scratch.a;
        double[] y = scratch.b;
        Cursor source = new Cursor(plan, from);
        Cursor target = new Cursor(plan, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            for (int at = 0; at < n; ) {
                int k = (int) Math.min(n - at, source.run());
                Blocks.load(dtype, a, source.position(1), plan.innerStride(1), x, at, k);
                Blocks.load(dtype, b, source.position(2), plan.innerStride(2), y, at, k);
                source.advance(k);
                at += k;
            }
            loop.run(x, 0, y, 0, x, 0, n, p, q);
            store(plan, target, outDType, out, x, n);
        }
    }

    /** One operand and a number, which comes first or second. */
    static void scalar(
            DoubleBinaryLoop loop,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer a,
            double number,
            boolean numberFirst,
            double p,
            long from,
            long to) {
        if (outDType == DType.FLOAT64 && dtype == outDType && plan.innerStride(0) == 1 && plan.innerStride(1) == 1) {
            Object oa = out.array(outDType);
            Object ia = a.array(dtype);
            if (oa == null && ia == null) {
                scalarNative(loop, plan, out.address(), a.address(), number, numberFirst, p, from, to);
                return;
            }
            if (oa != null && ia != null) {
                scalarArrays(loop, plan, (double[]) oa, (double[]) ia, number, numberFirst, p, from, to);
                return;
            }
        }
        double[] x = SCRATCH.get().a;
        Cursor source = new Cursor(plan, from);
        Cursor target = new Cursor(plan, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            load(plan, source, dtype, a, x, n);
            if (numberFirst) {
                loop.runLeft(number, x, 0, x, 0, n, p, 0);
            } else {
                loop.runRight(x, 0, number, x, 0, n, p, 0);
            }
            store(plan, target, outDType, out, x, n);
        }
    }

    static void ternary(
            DoubleTernaryLoop loop,
            ElementwisePlan plan,
            DType dtype,
            CpuBuffer out,
            DType aDType,
            CpuBuffer a,
            CpuBuffer b,
            CpuBuffer c,
            double p,
            long from,
            long to) {
        DoubleWalk scratch = SCRATCH.get();
        double[] x = scratch.a;
        double[] y = scratch.b;
        double[] z = scratch.c;
        Cursor source = new Cursor(plan, from);
        Cursor target = new Cursor(plan, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            for (int at = 0; at < n; ) {
                int k = (int) Math.min(n - at, source.run());
                Blocks.load(aDType, a, source.position(1), plan.innerStride(1), x, at, k);
                Blocks.load(dtype, b, source.position(2), plan.innerStride(2), y, at, k);
                Blocks.load(dtype, c, source.position(3), plan.innerStride(3), z, at, k);
                source.advance(k);
                at += k;
            }
            loop.run(x, 0, y, 0, z, 0, x, 0, n, p);
            store(plan, target, dtype, out, x, n);
        }
    }

    /** Conversion only: the elements as they are, into another dtype. */
    static void copy(
            ElementwisePlan plan, DType outDType, CpuBuffer out, DType dtype, CpuBuffer in, long from, long to) {
        double[] x = SCRATCH.get().a;
        Cursor source = new Cursor(plan, from);
        Cursor target = new Cursor(plan, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            load(plan, source, dtype, in, x, n);
            store(plan, target, outDType, out, x, n);
        }
    }

    private static void load(ElementwisePlan plan, Cursor source, DType dtype, CpuBuffer in, double[] x, int n) {
        for (int at = 0; at < n; ) {
            int k = (int) Math.min(n - at, source.run());
            Blocks.load(dtype, in, source.position(1), plan.innerStride(1), x, at, k);
            source.advance(k);
            at += k;
        }
    }

    private static void store(ElementwisePlan plan, Cursor target, DType dtype, CpuBuffer out, double[] x, int n) {
        for (int at = 0; at < n; ) {
            int k = (int) Math.min(n - at, target.run());
            Blocks.store(dtype, out, target.position(0), plan.innerStride(0), x, at, k);
            target.advance(k);
            at += k;
        }
    }

    private static boolean inPlace(ElementwisePlan plan) {
        long sa = plan.innerStride(1);
        long sb = plan.innerStride(2);
        return plan.innerStride(0) == 1 && (sa == 1 || sa == 0) && (sb == 1 || sb == 0) && sa + sb != 0;
    }

    private static void unaryArrays(
            DoubleUnaryLoop loop,
            ElementwisePlan plan,
            double[] out,
            double[] in,
            double p,
            double q,
            double r,
            long from,
            long to) {
        Cursor c = new Cursor(plan, from);
        for (long left = to - from; left > 0; ) {
            int n = (int) Math.min(Math.min(left, c.run()), LONGEST_RUN);
            loop.run(in, (int) c.position(1), out, (int) c.position(0), n, p, q, r);
            c.advance(n);
            left -= n;
        }
    }

    private static void unaryNative(
            DoubleUnaryLoop loop,
            ElementwisePlan plan,
            long out,
            long in,
            double p,
            double q,
            double r,
            long from,
            long to) {
        Cursor c = new Cursor(plan, from);
        for (long left = to - from; left > 0; ) {
            int n = (int) Math.min(Math.min(left, c.run()), LONGEST_RUN);
            loop.run(in + 8 * c.position(1), out + 8 * c.position(0), n, p, q, r);
            c.advance(n);
            left -= n;
        }
    }

    private static void binaryArrays(
            DoubleBinaryLoop loop,
            ElementwisePlan plan,
            double[] out,
            double[] a,
            double[] b,
            double p,
            double q,
            long from,
            long to) {
        Cursor c = new Cursor(plan, from);
        for (long left = to - from; left > 0; ) {
            int n = (int) Math.min(Math.min(left, c.run()), LONGEST_RUN);
            int o = (int) c.position(0);
            int i = (int) c.position(1);
            int j = (int) c.position(2);
            if (plan.innerStride(2) == 0) {
                loop.runRight(a, i, b[j], out, o, n, p, q);
            } else if (plan.innerStride(1) == 0) {
                loop.runLeft(a[i], b, j, out, o, n, p, q);
            } else {
                loop.run(a, i, b, j, out, o, n, p, q);
            }
            c.advance(n);
            left -= n;
        }
    }

    private static void binaryNative(
            DoubleBinaryLoop loop,
            ElementwisePlan plan,
            long out,
            long a,
            long b,
            double p,
            double q,
            long from,
            long to) {
        Cursor c = new Cursor(plan, from);
        for (long left = to - from; left > 0; ) {
            int n = (int) Math.min(Math.min(left, c.run()), LONGEST_RUN);
            long o = out + 8 * c.position(0);
            long i = a + 8 * c.position(1);
            long j = b + 8 * c.position(2);
            if (plan.innerStride(2) == 0) {
                loop.runRight(i, Native.ALL.get(Native.DOUBLE, j), o, n, p, q);
            } else if (plan.innerStride(1) == 0) {
                loop.runLeft(Native.ALL.get(Native.DOUBLE, i), j, o, n, p, q);
            } else {
                loop.run(i, j, o, n, p, q);
            }
            c.advance(n);
            left -= n;
        }
    }

    private static void scalarArrays(
            DoubleBinaryLoop loop,
            ElementwisePlan plan,
            double[] out,
            double[] a,
            double number,
            boolean numberFirst,
            double p,
            long from,
            long to) {
        Cursor c = new Cursor(plan, from);
        for (long left = to - from; left > 0; ) {
            int n = (int) Math.min(Math.min(left, c.run()), LONGEST_RUN);
            if (numberFirst) {
                loop.runLeft(number, a, (int) c.position(1), out, (int) c.position(0), n, p, 0);
            } else {
                loop.runRight(a, (int) c.position(1), number, out, (int) c.position(0), n, p, 0);
            }
            c.advance(n);
            left -= n;
        }
    }

    private static void scalarNative(
            DoubleBinaryLoop loop,
            ElementwisePlan plan,
            long out,
            long a,
            double number,
            boolean numberFirst,
            double p,
            long from,
            long to) {
        Cursor c = new Cursor(plan, from);
        for (long left = to - from; left > 0; ) {
            int n = (int) Math.min(Math.min(left, c.run()), LONGEST_RUN);
            if (numberFirst) {
                loop.runLeft(number, a + 8 * c.position(1), out + 8 * c.position(0), n, p, 0);
            } else {
                loop.runRight(a + 8 * c.position(1), number, out + 8 * c.position(0), n, p, 0);
            }
            c.advance(n);
            left -= n;
        }
    }
}
