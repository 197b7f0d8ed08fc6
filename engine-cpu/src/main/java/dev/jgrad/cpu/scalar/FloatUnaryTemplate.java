package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.FloatUnaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loop of a unary operation on floats. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class FloatUnaryTemplate extends FloatUnaryLoop {
    private static final Operations.FloatUnary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.FloatUnary.class);

    FloatUnaryTemplate() {}

    @Override
    public void run(float[] a, int ai, float[] out, int oi, int n, float p, float q, float r) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], p, q, r);
        }
    }

    @Override
    public void run(long a, long out, int n, float p, float q, float r) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, OP.apply(Native.ALL.get(Native.FLOAT, a + 4L * i), p, q, r));
        }
    }
}
