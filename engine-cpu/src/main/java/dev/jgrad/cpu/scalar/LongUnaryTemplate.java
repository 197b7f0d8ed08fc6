package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.LongUnaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loop of a unary operation on longs. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class LongUnaryTemplate extends LongUnaryLoop {
    private static final Operations.LongUnary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.LongUnary.class);

    LongUnaryTemplate() {}

    @Override
    public void run(long[] a, int ai, long[] out, int oi, int n, long p, long q, long r) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], p, q, r);
        }
    }
}
