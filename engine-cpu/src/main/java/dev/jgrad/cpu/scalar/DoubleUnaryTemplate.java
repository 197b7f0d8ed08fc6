package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.DoubleUnaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loop of a unary operation on doubles. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class DoubleUnaryTemplate extends DoubleUnaryLoop {
    private static final Operations.DoubleUnary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.DoubleUnary.class);

    DoubleUnaryTemplate() {}

    @Override
    public void run(double[] a, int ai, double[] out, int oi, int n, double p, double q, double r) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], p, q, r);
        }
    }

    @Override
    public void run(long a, long out, int n, double p, double q, double r) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, OP.apply(Native.ALL.get(Native.DOUBLE, a + 8L * i), p, q, r));
        }
    }
}
