package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.loops.AdamStep;
import dev.jgrad.cpu.loops.FloatOptimizerLoop;
import dev.jgrad.cpu.loops.SgdStep;
import org.jspecify.annotations.Nullable;

/** Optimizer steps in floats, one element after the other. */
public final class FloatOptimizerScalars extends FloatOptimizerLoop {
    /** A loop without state. */
    public FloatOptimizerScalars() {}

    @Override
    public void sgd(float[] p, float[] g, float @Nullable [] m, int from, int to, SgdStep s) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        float sign = (float) s.sign();
        float keep = (float) s.keep();
        float take = (float) s.take();
        float momentum = (float) s.momentum();
        for (int i = from; i < to; i++) {
            float x = p[i];
            float d = g[i] * sign + x * decay;
            if (m != null) {
                float b = keep == 0 ? d * take : m[i] * keep + d * take;
                m[i] = b;
                d = s.nesterov() ? d + b * momentum : b;
            }
            p[i] = x - d * lr;
        }
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
        for (int i = from; i < to; i++) {
            float x = p[i];
            float d = g[i] * sign + x * coupled;
            float a = m[i];
            a = a + (d - a) * take1;
            m[i] = a;
            float b = v[i] * keep2 + d * d * take2;
            v[i] = b;
            if (max != null) {
                b = Math.max(max[i], b);
                max[i] = b;
            }
            p[i] = x * shrink - a / ((float) Math.sqrt(b) / correction + eps) * step;
        }
    }

    @Override
    public void sgd(long p, long g, long m, int n, SgdStep s) {
        float lr = (float) s.lr();
        float decay = (float) s.weightDecay();
        float sign = (float) s.sign();
        float keep = (float) s.keep();
        float take = (float) s.take();
        float momentum = (float) s.momentum();
        for (int i = 0; i < n; i++) {
            float x = Native.ALL.get(Native.FLOAT, p + 4L * i);
            float d = Native.ALL.get(Native.FLOAT, g + 4L * i) * sign + x * decay;
            if (m != 0) {
                float b = keep == 0 ? d * take : Native.ALL.get(Native.FLOAT, m + 4L * i) * keep + d * take;
                Native.ALL.set(Native.FLOAT, m + 4L * i, b);
                d = s.nesterov() ? d + b * momentum : b;
            }
            Native.ALL.set(Native.FLOAT, p + 4L * i, x - d * lr);
        }
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
        for (int i = 0; i < n; i++) {
            float x = Native.ALL.get(Native.FLOAT, p + 4L * i);
            float d = Native.ALL.get(Native.FLOAT, g + 4L * i) * sign + x * coupled;
            float a = Native.ALL.get(Native.FLOAT, m + 4L * i);
            a = a + (d - a) * take1;
            Native.ALL.set(Native.FLOAT, m + 4L * i, a);
            float b = Native.ALL.get(Native.FLOAT, v + 4L * i) * keep2 + d * d * take2;
            Native.ALL.set(Native.FLOAT, v + 4L * i, b);
            if (max != 0) {
                b = Math.max(Native.ALL.get(Native.FLOAT, max + 4L * i), b);
                Native.ALL.set(Native.FLOAT, max + 4L * i, b);
            }
            Native.ALL.set(Native.FLOAT, p + 4L * i, x * shrink - a / ((float) Math.sqrt(b) / correction + eps) * step);
        }
    }
}
