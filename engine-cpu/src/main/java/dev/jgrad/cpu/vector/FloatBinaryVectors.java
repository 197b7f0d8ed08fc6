package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.FloatBinaryLoop;
import dev.jgrad.cpu.loops.Specializer;
import dev.jgrad.cpu.scalar.Operations;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector loops of a binary operation on floats. Its bytes are defined anew for each operation, see {@link
 * Specializer}. What does not fill a vector is left to the scalar form where that is exact, else to one padded vector, so
 * that a value does not depend on its position. The operation stands in each method once: twice, and the longer ones
 * exceed what C2 inlines, with every vector a heap object.
 */
final class FloatBinaryVectors extends FloatBinaryLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final FloatVectorBinary DATA =
            Specializer.operation(MethodHandles.lookup(), FloatVectorBinary.class);
    private static final FloatVectorBinary.Lanes OP = DATA.lanes();
    private static final Operations.FloatBinary SCALAR = DATA.scalar();

    /** Whether the scalar form gives the same value as the lanes do; then it serves the rest of a run. */
    private static final boolean EXACT = DATA.exact();

    FloatBinaryVectors() {}

    @Override
    public void run(float[] a, int ai, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(FloatVector.fromArray(SPECIES, a, ai + i), FloatVector.fromArray(SPECIES, b, bi + i), p, q)
                    .intoArray(out, oi + i);
        }
        if (i < n) {
            few(a, ai + i, b, bi + i, out, oi + i, n - i, p, q);
        }
    }

    private static void few(float[] a, int ai, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a[ai + i], b[bi + i], p, q);
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = a[ai + i];
        }
        FloatVector x = FloatVector.fromArray(SPECIES, t, 0);
        for (int i = 0; i < n; i++) {
            t[i] = b[bi + i];
        }
        FloatVector y = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(x, y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void runRight(float[] a, int ai, float b, float[] out, int oi, int n, float p, float q) {
        FloatVector y = FloatVector.broadcast(SPECIES, b);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(FloatVector.fromArray(SPECIES, a, ai + i), y, p, q).intoArray(out, oi + i);
        }
        if (i < n) {
            fewRight(a, ai + i, b, out, oi + i, n - i, p, q);
        }
    }

    private static void fewRight(float[] a, int ai, float b, float[] out, int oi, int n, float p, float q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a[ai + i], b, p, q);
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = a[ai + i];
        }
        FloatVector x = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(x, FloatVector.broadcast(SPECIES, b), p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void runLeft(float a, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        FloatVector x = FloatVector.broadcast(SPECIES, a);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(x, FloatVector.fromArray(SPECIES, b, bi + i), p, q).intoArray(out, oi + i);
        }
        if (i < n) {
            fewLeft(a, b, bi + i, out, oi + i, n - i, p, q);
        }
    }

    private static void fewLeft(float a, float[] b, int bi, float[] out, int oi, int n, float p, float q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                out[oi + i] = SCALAR.apply(a, b[bi + i], p, q);
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = b[bi + i];
        }
        FloatVector y = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(FloatVector.broadcast(SPECIES, a), y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            out[oi + i] = t[i];
        }
    }

    @Override
    public void run(long a, long b, long out, int n, float p, float q) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(
                            FloatVector.fromMemorySegment(SPECIES, Native.ALL, a + 4L * i, ORDER),
                            FloatVector.fromMemorySegment(SPECIES, Native.ALL, b + 4L * i, ORDER),
                            p,
                            q)
                    .intoMemorySegment(Native.ALL, out + 4L * i, ORDER);
        }
        if (i < n) {
            few(a + 4L * i, b + 4L * i, out + 4L * i, n - i, p, q);
        }
    }

    private static void few(long a, long b, long out, int n, float p, float q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.FLOAT,
                        out + 4L * i,
                        SCALAR.apply(
                                Native.ALL.get(Native.FLOAT, a + 4L * i),
                                Native.ALL.get(Native.FLOAT, b + 4L * i),
                                p,
                                q));
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.FLOAT, a + 4L * i);
        }
        FloatVector x = FloatVector.fromArray(SPECIES, t, 0);
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.FLOAT, b + 4L * i);
        }
        FloatVector y = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(x, y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, t[i]);
        }
    }

    @Override
    public void runRight(long a, float b, long out, int n, float p, float q) {
        FloatVector y = FloatVector.broadcast(SPECIES, b);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(FloatVector.fromMemorySegment(SPECIES, Native.ALL, a + 4L * i, ORDER), y, p, q)
                    .intoMemorySegment(Native.ALL, out + 4L * i, ORDER);
        }
        if (i < n) {
            fewRight(a + 4L * i, b, out + 4L * i, n - i, p, q);
        }
    }

    private static void fewRight(long a, float b, long out, int n, float p, float q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.FLOAT, out + 4L * i, SCALAR.apply(Native.ALL.get(Native.FLOAT, a + 4L * i), b, p, q));
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.FLOAT, a + 4L * i);
        }
        FloatVector x = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(x, FloatVector.broadcast(SPECIES, b), p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, t[i]);
        }
    }

    @Override
    public void runLeft(float a, long b, long out, int n, float p, float q) {
        FloatVector x = FloatVector.broadcast(SPECIES, a);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            OP.apply(x, FloatVector.fromMemorySegment(SPECIES, Native.ALL, b + 4L * i, ORDER), p, q)
                    .intoMemorySegment(Native.ALL, out + 4L * i, ORDER);
        }
        if (i < n) {
            fewLeft(a, b + 4L * i, out + 4L * i, n - i, p, q);
        }
    }

    private static void fewLeft(float a, long b, long out, int n, float p, float q) {
        if (EXACT) {
            for (int i = 0; i < n; i++) {
                Native.ALL.set(
                        Native.FLOAT, out + 4L * i, SCALAR.apply(a, Native.ALL.get(Native.FLOAT, b + 4L * i), p, q));
            }
            return;
        }
        float[] t = new float[LANES];
        for (int i = 0; i < n; i++) {
            t[i] = Native.ALL.get(Native.FLOAT, b + 4L * i);
        }
        FloatVector y = FloatVector.fromArray(SPECIES, t, 0);
        OP.apply(FloatVector.broadcast(SPECIES, a), y, p, q).intoArray(t, 0);
        for (int i = 0; i < n; i++) {
            Native.ALL.set(Native.FLOAT, out + 4L * i, t[i]);
        }
    }
}
