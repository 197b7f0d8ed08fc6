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
 * Specializer}. The last vector is aligned with the end of the run: it is computed before the loop and written after it,
 * so that a run in place stays right where both overlap.
 */
final class DoubleUnaryVectors extends DoubleUnaryLoop {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final DoubleVectorUnary DATA = Specializer.operation(MethodHandles.lookup(), DoubleVectorUnary.class);
    private static final DoubleVectorUnary.Lanes OP = DATA.lanes();
    private static final Operations.DoubleUnary SCALAR = DATA.scalar();

    /** Whether the scalar form gives the same value as the lanes do; then it serves runs shorter than a vector. */
    private static final boolean EXACT = DATA.exact();

    DoubleUnaryVectors() {}

    @Override
    public void run(double[] a, int ai, double[] out, int oi, int n, double p, double q, double r) {
        if (n < LANES) {
            few(a, ai, out, oi, n, p, q, r);
            return;
        }
        int last = n - LANES;
        DoubleVector end = OP.apply(DoubleVector.fromArray(SPECIES, a, ai + last), p, q, r);
        for (int i = 0; i < last; i += LANES) {
            OP.apply(DoubleVector.fromArray(SPECIES, a, ai + i), p, q, r).intoArray(out, oi + i);
        }
        end.intoArray(out, oi + last);
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
        if (n < LANES) {
            few(a, out, n, p, q, r);
            return;
        }
        int last = n - LANES;
        DoubleVector end = OP.apply(DoubleVector.fromMemorySegment(SPECIES, Native.ALL, a + 8L * last, ORDER), p, q, r);
        for (int i = 0; i < last; i += LANES) {
            OP.apply(DoubleVector.fromMemorySegment(SPECIES, Native.ALL, a + 8L * i, ORDER), p, q, r).intoMemorySegment(Native.ALL, out + 8L * i, ORDER);
        }
        end.intoMemorySegment(Native.ALL, out + 8L * last, ORDER);
    }

    private static void few(long a, long out, int n, double p, double q, double r) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(Native.DOUBLE, out + 8L * i, SCALAR.apply(Native.ALL.get(Native.DOUBLE, a + 8L * i), p, q, r));
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
