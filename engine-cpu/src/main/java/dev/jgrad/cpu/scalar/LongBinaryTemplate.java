package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.LongBinaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loops of a binary operation on longs. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class LongBinaryTemplate extends LongBinaryLoop {
    private static final Operations.LongBinary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.LongBinary.class);

    LongBinaryTemplate() {}

    @Override
    public void run(long[] a, int ai, long[] b, int bi, long[] out, int oi, int n, long p, long q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b[bi + i], p, q);
        }
    }

    @Override
    public void runRight(long[] a, int ai, long b, long[] out, int oi, int n, long p, long q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b, p, q);
        }
    }

    @Override
    public void runLeft(long a, long[] b, int bi, long[] out, int oi, int n, long p, long q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a, b[bi + i], p, q);
        }
    }
}
