package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.loops.DoubleTernaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loop of a ternary operation on doubles. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class DoubleTernaryTemplate extends DoubleTernaryLoop {
    private static final Operations.DoubleTernary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.DoubleTernary.class);

    DoubleTernaryTemplate() {}

    @Override
    public void run(double[] a, int ai, double[] b, int bi, double[] c, int ci, double[] out, int oi, int n, double p) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b[bi + i], c[ci + i], p);
        }
    }
}
