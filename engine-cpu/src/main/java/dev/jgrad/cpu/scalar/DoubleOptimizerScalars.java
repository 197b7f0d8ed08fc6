package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.AdamStep;
import dev.jgrad.cpu.loops.DoubleOptimizerLoop;
import dev.jgrad.cpu.loops.SgdStep;
import org.jspecify.annotations.Nullable;

/** Optimizer steps in doubles, one element after the other. */
public final class DoubleOptimizerScalars extends DoubleOptimizerLoop {
    /** A loop without state. */
    public DoubleOptimizerScalars() {}

    @Override
    public void sgd(double[] p, double[] g, double @Nullable [] m, int from, int to, SgdStep s) {
        double lr = s.lr();
        double decay = s.weightDecay();
        double sign = s.sign();
        double keep = s.keep();
        double take = s.take();
        double momentum = s.momentum();
        for (int i = from; i < to; i++) {
            double x = p[i];
            double d = g[i] * sign + x * decay;
            if (m != null) {
                double b = keep == 0 ? d * take : m[i] * keep + d * take;
                m[i] = b;
                d = s.nesterov() ? d + b * momentum : b;
            }
            p[i] = x - d * lr;
        }
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
        for (int i = from; i < to; i++) {
            double x = p[i];
            double d = g[i] * sign + x * coupled;
            double a = m[i];
            a = a + (d - a) * take1;
            m[i] = a;
            double b = v[i] * keep2 + d * d * take2;
            v[i] = b;
            if (max != null) {
                b = Math.max(max[i], b);
                max[i] = b;
            }
            p[i] = x * shrink - a / (Math.sqrt(b) / correction + eps) * step;
        }
    }

    @Override
    public void sgd(long p, long g, long m, int n, SgdStep s) {
        double lr = s.lr();
        double decay = s.weightDecay();
        double sign = s.sign();
        double keep = s.keep();
        double take = s.take();
        double momentum = s.momentum();
        for (int i = 0; i < n; i++) {
            double x = Native.ALL.get(Native.DOUBLE, p + 8L * i);
            double d = Native.ALL.get(Native.DOUBLE, g + 8L * i) * sign + x * decay;
            if (m != 0) {
                double b = keep == 0 ? d * take : Native.ALL.get(Native.DOUBLE, m + 8L * i) * keep + d * take;
                Native.ALL.set(Native.DOUBLE, m + 8L * i, b);
                d = s.nesterov() ? d + b * momentum : b;
            }
            Native.ALL.set(Native.DOUBLE, p + 8L * i, x - d * lr);
        }
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
        for (int i = 0; i < n; i++) {
            double x = Native.ALL.get(Native.DOUBLE, p + 8L * i);
            double d = Native.ALL.get(Native.DOUBLE, g + 8L * i) * sign + x * coupled;
            double a = Native.ALL.get(Native.DOUBLE, m + 8L * i);
            a = a + (d - a) * take1;
            Native.ALL.set(Native.DOUBLE, m + 8L * i, a);
            double b = Native.ALL.get(Native.DOUBLE, v + 8L * i) * keep2 + d * d * take2;
            Native.ALL.set(Native.DOUBLE, v + 8L * i, b);
            if (max != 0) {
                b = Math.max(Native.ALL.get(Native.DOUBLE, max + 8L * i), b);
                Native.ALL.set(Native.DOUBLE, max + 8L * i, b);
            }
            Native.ALL.set(Native.DOUBLE, p + 8L * i, x * shrink - a / (Math.sqrt(b) / correction + eps) * step);
        }
    }
}
