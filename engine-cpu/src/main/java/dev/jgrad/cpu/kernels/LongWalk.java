package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.loops.Cursor;
import dev.jgrad.cpu.loops.LongBinaryLoop;
import dev.jgrad.cpu.loops.LongTernaryLoop;
import dev.jgrad.cpu.loops.LongUnaryLoop;
import dev.jgrad.data.DType;
import dev.jgrad.spi.ElementwisePlan;

/**
 * Runs loops that compute in long over a part of a plan.
 *
 * <p>Elements pass through scratch arrays in blocks that stay in the first-level cache.
 */
final class LongWalk {
    private static final int BLOCK = 512;

    private static final ThreadLocal<LongWalk> SCRATCH = ThreadLocal.withInitial(LongWalk::new);

    private final long[] a = new long[BLOCK];
    private final long[] b = new long[BLOCK];
    private final long[] c = new long[BLOCK];

    private LongWalk() {}

    static void unary(
            LongUnaryLoop loop,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer in,
            long p,
            long q,
            long r,
            long from,
            long to) {
        long[] x = SCRATCH.get().a;
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
            LongBinaryLoop loop,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer a,
            CpuBuffer b,
            long p,
            long q,
            long from,
            long to) {
        LongWalk scratch = SCRATCH.get();
        long[] x = scratch.a;
        long[] y = scratch.b;
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
            LongBinaryLoop loop,
            ElementwisePlan plan,
            DType outDType,
            CpuBuffer out,
            DType dtype,
            CpuBuffer a,
            long number,
            boolean numberFirst,
            long p,
            long from,
            long to) {
        long[] x = SCRATCH.get().a;
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
            LongTernaryLoop loop,
            ElementwisePlan plan,
            DType dtype,
            CpuBuffer out,
            DType aDType,
            CpuBuffer a,
            CpuBuffer b,
            CpuBuffer c,
            long p,
            long from,
            long to) {
        LongWalk scratch = SCRATCH.get();
        long[] x = scratch.a;
        long[] y = scratch.b;
        long[] z = scratch.c;
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
        long[] x = SCRATCH.get().a;
        Cursor source = new Cursor(plan, from);
        Cursor target = new Cursor(plan, from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            int n = (int) Math.min(BLOCK, left);
            load(plan, source, dtype, in, x, n);
            store(plan, target, outDType, out, x, n);
        }
    }

    private static void load(ElementwisePlan plan, Cursor source, DType dtype, CpuBuffer in, long[] x, int n) {
        for (int at = 0; at < n; ) {
            int k = (int) Math.min(n - at, source.run());
            Blocks.load(dtype, in, source.position(1), plan.innerStride(1), x, at, k);
            source.advance(k);
            at += k;
        }
    }

    private static void store(ElementwisePlan plan, Cursor target, DType dtype, CpuBuffer out, long[] x, int n) {
        for (int at = 0; at < n; ) {
            int k = (int) Math.min(n - at, target.run());
            Blocks.store(dtype, out, target.position(0), plan.innerStride(0), x, at, k);
            target.advance(k);
            at += k;
        }
    }
}
