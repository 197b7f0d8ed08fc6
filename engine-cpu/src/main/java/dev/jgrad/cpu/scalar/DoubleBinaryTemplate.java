package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.DoubleBinaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import java.lang.invoke.MethodHandles;

/** The scalar loops of a binary operation on doubles. Its bytes are defined anew for each operation, see {@link Specializer}. */
final class DoubleBinaryTemplate extends DoubleBinaryLoop {
    private static final Operations.DoubleBinary OP =
            Specializer.operation(MethodHandles.lookup(), Operations.DoubleBinary.class);

    DoubleBinaryTemplate() {}

    @Override
    public void run(double[] a, int ai, double[] b, int bi, double[] out, int oi, int n, double p, double q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b[bi + i], p, q);
        }
    }

    @Override
    public void runRight(double[] a, int ai, double b, double[] out, int oi, int n, double p, double q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a[ai + i], b, p, q);
        }
    }

    @Override
    public void runLeft(double a, double[] b, int bi, double[] out, int oi, int n, double p, double q) {
        for (int i = 0; i < n; i++) {
            out[oi + i] = OP.apply(a, b[bi + i], p, q);
        }
    }

    @Override
    public void run(long a, long b, long out, int n, double p, double q) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(
                    Native.DOUBLE,
                    out + 8L * i,
                    OP.apply(
                            Native.ALL.get(Native.DOUBLE, a + 8L * i),
                            Native.ALL.get(Native.DOUBLE, b + 8L * i),
                            p,
                            q));
        }
    }

    @Override
    public void runRight(long a, double b, long out, int n, double p, double q) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, OP.apply(Native.ALL.get(Native.DOUBLE, a + 8L * i), b, p, q));
        }
    }

    @Override
    public void runLeft(double a, long b, long out, int n, double p, double q) {
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, OP.apply(a, Native.ALL.get(Native.DOUBLE, b + 8L * i), p, q));
        }
    }
}
