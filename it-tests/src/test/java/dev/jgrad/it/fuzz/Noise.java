package dev.jgrad.it.fuzz;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Random;

/**
 * Disturbs rounded results by a few units in the last place, and the gradients that pass them. Where that changes what a
 * program computes by as much as other kernels do, the difference is the program's and not the kernels'.
 */
final class Noise {
    private static final double UNITS = 4;

    private final long seed;
    private final Random random;

    Noise(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /**
     * Disturbs a result.
     *
     * @param inputs what it was computed from: a sum is off by a part of its terms
     */
    void disturb(Tensor t, Trust trust, List<Variable> inputs) {
        if (seed == 0 || !t.isFloatingPoint()) {
            return;
        }
        if (trust != Trust.EXACT) {
            try (var _ = Grad.disabled()) {
                Tensor data = t.data();
                double terms = 0;
                double unit = unit(t.dtype());
                for (Variable v : inputs) {
                    if (v.tensor().isFloatingPoint()) {
                        terms = Math.max(terms, size(v.tensor()));
                        // Its part may have been rounded before it met numbers of a finer dtype.
                        unit = Math.max(unit, unit(v.tensor().dtype()));
                    }
                }
                data.copy_(disturbed(data, terms, unit));
            } catch (JgradException e) {
                // Elements that share memory stay as they are.
            }
        }
        try {
            if (t.requiresGrad()) {
                t.registerHook(g -> g == null ? null : disturbed(g, 0, unit(g.dtype())));
                inputs.forEach(v -> disturbSum(v.tensor(), t));
            }
        } catch (JgradException e) {
            // A view whose base was changed otherwise.
        }
    }

    /** The gradient of a small input of a large result is a sum, whose rounding grows as the root of the number of terms. */
    private void disturbSum(Tensor input, Tensor result) {
        if (input.requiresGrad() && input.numel() > 0 && input.numel() < result.numel()) {
            double growth = Math.sqrt((double) result.numel() / input.numel());
            input.registerHook(g -> g == null ? null : disturbed(g, 0, growth * unit(g.dtype())));
        }
    }

    private Tensor disturbed(Tensor t, double terms, double unit) {
        return t.mul(factors(t, unit)).add(factors(t, unit).sub(1).mul(Math.max(terms, size(t))));
    }

    /** The mean absolute value of finite elements. */
    private static double size(Tensor t) {
        Tensor size = t.detach().abs();
        Tensor finite = size.isFinite();
        return finite.any().itemBoolean()
                ? size.maskedFill(finite.logicalNot(), 0).toDouble().mean().item()
                : 0;
    }

    private Tensor factors(Tensor like, double unit) {
        double[] v = new double[Math.toIntExact(like.numel())];
        for (int i = 0; i < v.length; i++) {
            v[i] = 1 + UNITS * unit * (2 * random.nextDouble() - 1);
        }
        return Tensors.tensor(TensorOptions.dtype(like.dtype()), v, like.shape().toArray());
    }

    /** The distance of 1 to the next number. */
    static double unit(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT32 -> 0x1p-23;
            case FLOAT16 -> 0x1p-10;
            default -> 0x1p-7;
        };
    }
}
