package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.DoubleUnaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import dev.jgrad.cpu.scalar.Operations;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector loops of a unary operation on doubles. Its bytes are defined anew for each operation, see {@link
 * Specializer}. What does not fill a vector is left to the scalar form where that is exact, else to one padded vector, so
 * that a value does not depend on its position. The operation stands in each method once: twice, and the longer ones
 * exceed what C2 inlines, with every vector a heap object.
 */
final class DoubleUnaryVectors extends DoubleUnaryLoop {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final DoubleVectorUnary DATA =
            Specializer.operation(MethodHandles.lookup(), DoubleVectorUnary.class);
    private static final DoubleVectorUnary.Lanes OP = DATA.lanes();
    private static final Operations.DoubleUnary SCALAR = DATA.scalar();

    /** Whether the scalar form gives the same value as the lanes do; then it serves the rest of a run. */
    private static final boolean EXACT = DATA.exact();

    DoubleUnaryVectors() {}

    @Override
    public void run(double[] a, int ai, double[] out, int oi, int n, double p, double q, double r) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(DoubleVector.fromArray(SPECIES, a, ai + i), p, q, r).intoArray(out, oi + i);
        }
        if (i < n) {
            few(a, ai + i, out, oi + i, n - i, p, q, r);
        }
    }

    private static void few(double[] a, int ai, double[] out, int oi, int n, double p, double q, double r) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a[ai + i], p, q, r);
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = a[ai + i];
        }
        DoubleVector x = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(x, p, q, r).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void run(long a, long out, int n, double p, double q, double r) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(DoubleVector.fromMemorySegment(SPECIES, Native.ALL, a + 8L * i, ORDER), p, q, r)
                    .intoMemorySegment(Native.ALL, out + 8L * i, ORDER);
        }
        if (i < n) {
            few(a + 8L * i, out + 8L * i, n - i, p, q, r);
        }
    }

    private static void few(long a, long out, int n, double p, double q, double r) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.DOUBLE, out + 8L * i, SCALAR.apply(Native.ALL.get(Native.DOUBLE, a + 8L * i), p, q, r));
            }
            return;
        }
        double[] t = new double[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.DOUBLE, a + 8L * i);
        }
        DoubleVector x = DoubleVector.fromArray(SPECIES, t, 0);
        OP.apply(x, p, q, r).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.DOUBLE, out + 8L * i, t[i]);
        }
    }
}
