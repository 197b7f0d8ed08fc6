package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.FloatTernaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loop of a ternary operation on floats. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class FloatTernaryTemplate extends FloatTernaryLoop {
    private static final Operations.FloatTernary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.FloatTernary.class);

    FloatTernaryTemplate() {}

    @Override
    public void run(float[] a, int ai, float[] b, int bi, float[] c, int ci, float[] out, int oi, int n, float p) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b[bi + i], c[ci + i], p);
        }
    }
}
