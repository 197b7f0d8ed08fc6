package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.DoubleBinaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import dev.jgrad.cpu.scalar.Operations;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector loops of a binary operation on doubles. Its bytes are defined anew for each operation, see {@link
 * Specializer}. What does not fill a vector is left to the scalar form where that is exact, else to one padded vector, so
 * that a value does not depend on its position. The operation stands in each method once: twice, and the longer ones
 * exceed what C2 inlines, with every vector a heap object.
 */
final class DoubleBinaryVectors extends DoubleBinaryLoop {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final DoubleVectorBinary DATA =
            Specializer.operation(MethodHandles.lookup(), DoubleVectorBinary.class);
    private static final DoubleVectorBinary.Lanes OP = DATA.lanes();
    private static final Operations.DoubleBinary SCALAR = DATA.scalar();

    /** Whether the scalar form gives the same value as the lanes do; then it serves the rest of a run. */
    private static final boolean EXACT = DATA.exact();

    DoubleBinaryVectors() {}

    @Override
    public void run(double[] a, int ai, double[] b, int bi, double[] out, int oi, int n, double p, double q) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(DoubleVector.fromArray(SPECIES, a, ai + i), DoubleVector.fromArray(SPECIES, b, bi + i), p, q)
                    .intoArray(out, oi + i);
        }
        if (i < n) {
            few(a, ai + i, b, bi + i, out, oi + i, n - i, p, q);
        }
    }

    private static void few(double[] a, int ai, double[] b, int bi, double[] out, int oi, int n, double p, double q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a[ai + i], b[bi + i], p, q);
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = a[ai + i];
        }
        DoubleVector x = DoubleVector.fromArray(SPECIES, t, 0);
        for (int i = 0; i < n; i++) {
            t[i] = b[bi + i];
        }
        DoubleVector y = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(x, y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void runRight(double[] a, int ai, double b, double[] out, int oi, int n, double p, double q) {
        DoubleVector y = DoubleVector.broadcast(SPECIES, b);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(DoubleVector.fromArray(SPECIES, a, ai + i), y, p, q).intoArray(out, oi + i);
        }
        if (i < n) {
            fewRight(a, ai + i, b, out, oi + i, n - i, p, q);
        }
    }

    private static void fewRight(double[] a, int ai, double b, double[] out, int oi, int n, double p, double q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a[ai + i], b, p, q);
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = a[ai + i];
        }
        DoubleVector x = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(x, DoubleVector.broadcast(SPECIES, b), p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void runLeft(double a, double[] b, int bi, double[] out, int oi, int n, double p, double q) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, a);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(x, DoubleVector.fromArray(SPECIES, b, bi + i), p, q).intoArray(out, oi + i);
        }
        if (i < n) {
            fewLeft(a, b, bi + i, out, oi + i, n - i, p, q);
        }
    }

    private static void fewLeft(double a, double[] b, int bi, double[] out, int oi, int n, double p, double q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a, b[bi + i], p, q);
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = b[bi + i];
        }
        DoubleVector y = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(DoubleVector.broadcast(SPECIES, a), y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void run(long a, long b, long out, int n, double p, double q) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(
                            DoubleVector.fromMemorySegment(SPECIES, Native.ALL, a + 8L * i, ORDER),
                            DoubleVector.fromMemorySegment(SPECIES, Native.ALL, b + 8L * i, ORDER),
                            p,
                            q)
                    .intoMemorySegment(Native.ALL, out + 8L * i, ORDER);
        }
        if (i < n) {
            few(a + 8L * i, b + 8L * i, out + 8L * i, n - i, p, q);
        }
    }

    private static void few(long a, long b, long out, int n, double p, double q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.DOUBLE,
                        out + 8L * i,
                        SCALAR.apply(
                                Native.ALL.get(Native.DOUBLE, a + 8L * i),
                                Native.ALL.get(Native.DOUBLE, b + 8L * i),
                                p,
                                q));
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.DOUBLE, a + 8L * i);
        }
        DoubleVector x = DoubleVector.fromArray(SPECIES, t, 0);
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.DOUBLE, b + 8L * i);
        }
        DoubleVector y = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(x, y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, t[i]);
        }
    }

    @Override
    public void runRight(long a, double b, long out, int n, double p, double q) {
        DoubleVector y = DoubleVector.broadcast(SPECIES, b);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(DoubleVector.fromMemorySegment(SPECIES, Native.ALL, a + 8L * i, ORDER), y, p, q)
                    .intoMemorySegment(Native.ALL, out + 8L * i, ORDER);
        }
        if (i < n) {
            fewRight(a + 8L * i, b, out + 8L * i, n - i, p, q);
        }
    }

    private static void fewRight(long a, double b, long out, int n, double p, double q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.DOUBLE, out + 8L * i, SCALAR.apply(Native.ALL.get(Native.DOUBLE, a + 8L * i), b, p, q));
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.DOUBLE, a + 8L * i);
        }
        DoubleVector x = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(x, DoubleVector.broadcast(SPECIES, b), p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, t[i]);
        }
    }

    @Override
    public void runLeft(double a, long b, long out, int n, double p, double q) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, a);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(x, DoubleVector.fromMemorySegment(SPECIES, Native.ALL, b + 8L * i, ORDER), p, q)
                    .intoMemorySegment(Native.ALL, out + 8L * i, ORDER);
        }
        if (i < n) {
            fewLeft(a, b + 8L * i, out + 8L * i, n - i, p, q);
        }
    }

    private static void fewLeft(double a, long b, long out, int n, double p, double q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.DOUBLE, out + 8L * i, SCALAR.apply(a, Native.ALL.get(Native.DOUBLE, b + 8L * i), p, q));
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.DOUBLE, b + 8L * i);
        }
        DoubleVector y = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(DoubleVector.broadcast(SPECIES, a), y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, t[i]);
        }
    }
}
