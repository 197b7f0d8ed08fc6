package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.AdamStep;
import dev.jgrad.cpu.loops.FloatOptimizerLoop;
import dev.jgrad.cpu.loops.SgdStep;
import dev.jgrad.cpu.scalar.FloatOptimizerScalars;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** Optimizer steps on vectors of floats; the rest of a run goes by scalars, which compute the same. */
final class FloatOptimizerVectors extends FloatOptimizerLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final FloatOptimizerLoop REST = new FloatOptimizerScalars();

    FloatOptimizerVectors() {}

    @Override
    public void sgd(float[] p, float[] g, float @Nullable [] m, int from, int to, SgdStep s) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        float sign = (float) s.sign();
        float keep = (float) s.keep();
        float take = (float) s.take();
        float momentum = (float) s.momentum();
        boolean nesterov = s.nesterov();
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, p, i);
            FloatVector d = FloatVector.fromArray(SPECIES, g, i).mul(sign).add(x.mul(decay));
            if (m != null) {
                FloatVector b = d.mul(take);
                // The first step must not read what the buffer held before, which may be NaN.
                if (keep != 0) {
                    b = FloatVector.fromArray(SPECIES, m, i).mul(keep).add(b);
                }
                b.intoArray(m, i);
                d = nesterov ? d.add(b.mul(momentum)) : b;
            }
            x.sub(d.mul(lr)).intoArray(p, i);
        }
        REST.sgd(p, g, m, i, to, s);
    }

    @Override
    public void adam(float[] p, float[] g, float[] m, float[] v, float @Nullable [] max, int from, int to, AdamStep s) {
        float take1 = (float) (1 - s.beta1());
        float keep2 = (float) s.beta2();
        float take2 = (float) (1 - s.beta2());
        float eps = (float) s.eps();
        float sign = (float) s.sign();
        float shrink = (float) s.shrink();
        float coupled = (float) s.coupled();
        float step = (float) s.stepSize();
        float correction = (float) s.correction();
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, p, i);
            FloatVector d = FloatVector.fromArray(SPECIES, g, i).mul(sign).add(x.mul(coupled));
            FloatVector a = FloatVector.fromArray(SPECIES, m, i);
            a = a.add(d.sub(a).mul(take1));
            a.intoArray(m, i);
            FloatVector b =
                    FloatVector.fromArray(SPECIES, v, i).mul(keep2).add(d.mul(d).mul(take2));
            b.intoArray(v, i);
            if (max != null) {
                b = FloatVector.fromArray(SPECIES, max, i).max(b);
                b.intoArray(max, i);
            }
            x.mul(shrink)
                    .sub(a.div(b.sqrt().div(correction).add(eps)).mul(step))
                    .intoArray(p, i);
        }
        REST.adam(p, g, m, v, max, i, to, s);
    }

    @Override
    public void sgd(long p, long g, long m, int n, SgdStep s) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        float sign = (float) s.sign();
        float keep = (float) s.keep();
        float take = (float) s.take();
        float momentum = (float) s.momentum();
        boolean nesterov = s.nesterov();
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, Native.ALL, p + 4L * i, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, Native.ALL, g + 4L * i, ORDER)
                    .mul(sign)
                    .add(x.mul(decay));
            if (m != 0) {
                FloatVector b = d.mul(take);
                // The first step must not read what the buffer held before, which may be NaN.
                if (keep != 0) {
                    b = FloatVector.fromMemorySegment(SPECIES, Native.ALL, m + 4L * i, ORDER)
                            .mul(keep)
                            .add(b);
                }
                b.intoMemorySegment(Native.ALL, m + 4L * i, ORDER);
                d = nesterov ? d.add(b.mul(momentum)) : b;
            }
            x.sub(d.mul(lr)).intoMemorySegment(Native.ALL, p + 4L * i, ORDER);
        }
        REST.sgd(p + 4L * i, g + 4L * i, m == 0 ? 0 : m + 4L * i, n - i, s);
    }

    @Override
    public void adam(long p, long g, long m, long v, long max, int n, AdamStep s) {
        float take1 = (float) (1 - s.beta1());
        float keep2 = (float) s.beta2();
        float take2 = (float) (1 - s.beta2());
        float eps = (float) s.eps();
        float sign = (float) s.sign();
        float shrink = (float) s.shrink();
        float coupled = (float) s.coupled();
        float step = (float) s.stepSize();
        float correction = (float) s.correction();
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector x = FloatVector.fromMemorySegment(SPECIES, Native.ALL, p + 4L * i, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, Native.ALL, g + 4L * i, ORDER)
                    .mul(sign)
                    .add(x.mul(coupled));
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, Native.ALL, m + 4L * i, ORDER);
            a = a.add(d.sub(a).mul(take1));
            a.intoMemorySegment(Native.ALL, m + 4L * i, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, Native.ALL, v + 4L * i, ORDER)
                    .mul(keep2)
                    .add(d.mul(d).mul(take2));
            b.intoMemorySegment(Native.ALL, v + 4L * i, ORDER);
            if (max != 0) {
                b = FloatVector.fromMemorySegment(SPECIES, Native.ALL, max + 4L * i, ORDER)
                        .max(b);
                b.intoMemorySegment(Native.ALL, max + 4L * i, ORDER);
            }
            x.mul(shrink)
                    .sub(a.div(b.sqrt().div(correction).add(eps)).mul(step))
                    .intoMemorySegment(Native.ALL, p + 4L * i, ORDER);
        }
        REST.adam(p + 4L * i, g + 4L * i, m + 4L * i, v + 4L * i, max == 0 ? 0 : max + 4L * i, n - i, s);
    }
}
