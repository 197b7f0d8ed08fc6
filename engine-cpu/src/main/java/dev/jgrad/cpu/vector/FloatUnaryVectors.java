package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.FloatUnaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import dev.jgrad.cpu.scalar.Operations;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector loops of a unary operation on floats. Its bytes are defined anew for each operation, see {@link
 * Specializer}. What does not fill a vector is left to the scalar form where that is exact, else to one padded vector, so
 * that a value does not depend on its position. The operation stands in each method once: twice, and the longer ones
 * exceed what C2 inlines, with every vector a heap object.
 */
final class FloatUnaryVectors extends FloatUnaryLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final FloatVectorUnary DATA = Specializer.operation(MethodHandles.lookup(), FloatVectorUnary.class);
    private static final FloatVectorUnary.Lanes OP = DATA.lanes();
    private static final Operations.FloatUnary SCALAR = DATA.scalar();

    /** Whether the scalar form gives the same value as the lanes do; then it serves the rest of a run. */
    private static final boolean EXACT = DATA.exact();

    FloatUnaryVectors() {}

    @Override
    public void run(float[] a, int ai, float[] out, int oi, int n, float p, float q, float r) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(FloatVector.fromArray(SPECIES, a, ai + i), p, q, r).intoArray(out, oi + i);
        }
        if (i < n) {
            few(a, ai + i, out, oi + i, n - i, p, q, r);
        }
    }

    private static void few(float[] a, int ai, float[] out, int oi, int n, float p, float q, float r) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a[ai + i], p, q, r);
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = a[ai + i];
        }
        FloatVector x = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(x, p, q, r).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void run(long a, long out, int n, float p, float q, float r) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(FloatVector.fromMemorySegment(SPECIES, Native.ALL, a + 4L * i, ORDER), p, q, r)
                    .intoMemorySegment(Native.ALL, out + 4L * i, ORDER);
        }
        if (i < n) {
            few(a + 4L * i, out + 4L * i, n - i, p, q, r);
        }
    }

    private static void few(long a, long out, int n, float p, float q, float r) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.FLOAT, out + 4L * i, SCALAR.apply(Native.ALL.get(Native.FLOAT, a + 4L * i), p, q, r));
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.FLOAT, a + 4L * i);
        }
        FloatVector x = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(x, p, q, r).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, t[i]);
        }
    }
}
