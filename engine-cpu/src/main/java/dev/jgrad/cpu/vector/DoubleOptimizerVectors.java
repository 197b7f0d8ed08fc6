package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.AdamStep;
import dev.jgrad.cpu.loops.DoubleOptimizerLoop;
import dev.jgrad.cpu.loops.SgdStep;
import dev.jgrad.cpu.scalar.DoubleOptimizerScalars;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** Optimizer steps on vectors of doubles; the rest of a run goes by scalars, which compute the same. */
final class DoubleOptimizerVectors extends DoubleOptimizerLoop {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final DoubleOptimizerLoop REST = new DoubleOptimizerScalars();

    DoubleOptimizerVectors() {}

    @Override
    public void sgd(double[] p, double[] g, double @Nullable [] m, int from, int to, SgdStep s) {
        double lr = s.lr();
        double decay = s.weightDecay();
        double sign = s.sign();
        double keep = s.keep();
        double take = s.take();
        double momentum = s.momentum();
        boolean nesterov = s.nesterov();
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, p, i);
            DoubleVector d = DoubleVector.fromArray(SPECIES, g, i).mul(sign).add(x.mul(decay));
            if (m != null) {
                DoubleVector b = d.mul(take);
                // The first step must not read what the buffer held before, which may be NaN.
                if (keep != 0) {
                    b = DoubleVector.fromArray(SPECIES, m, i).mul(keep).add(b);
                }
                b.intoArray(m, i);
                d = nesterov ? d.add(b.mul(momentum)) : b;
            }
            x.sub(d.mul(lr)).intoArray(p, i);
        }
        REST.sgd(p, g, m, i, to, s);
    }

    @Override
    public void adam(
            double[] p, double[] g, double[] m, double[] v, double @Nullable [] max, int from, int to, AdamStep s) {
        double take1 = (1 - s.beta1());
        double keep2 = s.beta2();
        double take2 = (1 - s.beta2());
        double eps = s.eps();
        double sign = s.sign();
        double shrink = s.shrink();
        double coupled = s.coupled();
        double step = s.stepSize();
        double correction = s.correction();
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, p, i);
            DoubleVector d = DoubleVector.fromArray(SPECIES, g, i).mul(sign).add(x.mul(coupled));
            DoubleVector a = DoubleVector.fromArray(SPECIES, m, i);
            a = a.add(d.sub(a).mul(take1));
            a.intoArray(m, i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, v, i)
                    .mul(keep2)
                    .add(d.mul(d).mul(take2));
            b.intoArray(v, i);
            if (max != null) {
                b = DoubleVector.fromArray(SPECIES, max, i).max(b);
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
        double lr = s.lr();
        double decay = s.weightDecay();
        double sign = s.sign();
        double keep = s.keep();
        double take = s.take();
        double momentum = s.momentum();
        boolean nesterov = s.nesterov();
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector x = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, p + 8L * i, ORDER);
            DoubleVector d = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, g + 8L * i, ORDER)
                    .mul(sign)
                    .add(x.mul(decay));
            if (m != 0) {
                DoubleVector b = d.mul(take);
                // The first step must not read what the buffer held before, which may be NaN.
                if (keep != 0) {
                    b = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, m + 8L * i, ORDER)
                            .mul(keep)
                            .add(b);
                }
                b.intoMemorySegment(Native.ALL, m + 8L * i, ORDER);
                d = nesterov ? d.add(b.mul(momentum)) : b;
            }
            x.sub(d.mul(lr)).intoMemorySegment(Native.ALL, p + 8L * i, ORDER);
        }
        REST.sgd(p + 8L * i, g + 8L * i, m == 0 ? 0 : m + 8L * i, n - i, s);
    }

    @Override
    public void adam(long p, long g, long m, long v, long max, int n, AdamStep s) {
        double take1 = (1 - s.beta1());
        double keep2 = s.beta2();
        double take2 = (1 - s.beta2());
        double eps = s.eps();
        double sign = s.sign();
        double shrink = s.shrink();
        double coupled = s.coupled();
        double step = s.stepSize();
        double correction = s.correction();
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector x = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, p + 8L * i, ORDER);
            DoubleVector d = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, g + 8L * i, ORDER)
                    .mul(sign)
                    .add(x.mul(coupled));
            DoubleVector a = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, m + 8L * i, ORDER);
            a = a.add(d.sub(a).mul(take1));
            a.intoMemorySegment(Native.ALL, m + 8L * i, ORDER);
            DoubleVector b = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, v + 8L * i, ORDER)
                    .mul(keep2)
                    .add(d.mul(d).mul(take2));
            b.intoMemorySegment(Native.ALL, v + 8L * i, ORDER);
            if (max != 0) {
                b = DoubleVector.fromMemorySegment(SPECIES, Native.ALL, max + 8L * i, ORDER)
                        .max(b);
                b.intoMemorySegment(Native.ALL, max + 8L * i, ORDER);
            }
            x.mul(shrink)
                    .sub(a.div(b.sqrt().div(correction).add(eps)).mul(step))
                    .intoMemorySegment(Native.ALL, p + 8L * i, ORDER);
        }
        REST.adam(p + 8L * i, g + 8L * i, m + 8L * i, v + 8L * i, max == 0 ? 0 : max + 8L * i, n - i, s);
    }
}
