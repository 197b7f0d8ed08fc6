package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.FloatBinaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loops of a binary operation on floats. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class FloatBinaryTemplate extends FloatBinaryLoop {
    private static final Operations.FloatBinary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.FloatBinary.class);

    FloatBinaryTemplate() {}

    @Override
    public void run(float[] a, int ai, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b[bi + i], p, q);
        }
    }

    @Override
    public void runRight(float[] a, int ai, float b, float[] out, int oi, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b, p, q);
        }
    }

    @Override
    public void runLeft(float a, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a, b[bi + i], p, q);
        }
    }

    @Override
    public void run(long a, long b, long out, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(
                    Native.FLOAT,
                    out + 4L * i,
                    OP.apply(Native.ALL.get(Native.FLOAT, a + 4L * i), Native.ALL.get(Native.FLOAT, b + 4L * i), p, q));
        }
    }

    @Override
    public void runRight(long a, float b, long out, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, OP.apply(Native.ALL.get(Native.FLOAT, a + 4L * i), b, p, q));
        }
    }

    @Override
    public void runLeft(float a, long b, long out, int n, float p, float q) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, OP.apply(a, Native.ALL.get(Native.FLOAT, b + 4L * i), p, q));
        }
    }
}
