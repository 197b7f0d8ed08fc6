package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.LongTernaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loop of a ternary operation on longs. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class LongTernaryTemplate extends LongTernaryLoop {
    private static final Operations.LongTernary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.LongTernary.class);

    LongTernaryTemplate() {}

    @Override
    public void run(long[] a, int ai, long[] b, int bi, long[] c, int ci, long[] out, int oi, int n, long p) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b[bi + i], c[ci + i], p);
        }
    }
}
