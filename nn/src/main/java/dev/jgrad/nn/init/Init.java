package dev.jgrad.nn.init;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Fills tensors in place, without recording: {@code torch.nn.init}, with its formulas. Random numbers come from the default
 * {@link Generator}, so {@link Generator#manualSeed} makes them repeatable; they are not PyTorch's numbers.
 */
public final class Init {
    private static final ScopedValue<Boolean> SKIPPING = ScopedValue.newInstance();

    private Init() {}

    /**
     * Builds something without drawing random numbers for it, in less time: for models whose weights are loaded next. As
     * {@code torch.nn.utils.skip_init}. What would have been random is undefined, and what is constant is filled as ever.
     */
    public static <T> T skipping(Supplier<T> building) {
        return ScopedValue.where(SKIPPING, true).call(building::get);
    }

    private static Tensor fillRandom(Tensor tensor, UnaryOperator<Tensor> filling) {
        return SKIPPING.isBound() ? tensor : fill(tensor, filling);
    }

    private static Tensor fill(Tensor tensor, UnaryOperator<Tensor> filling) {
        try (var _ = Grad.disabled()) {
            filling.apply(tensor);
        }
        return tensor;
    }

    /** Uniform in [0, 1). */
    public static Tensor uniform_(Tensor tensor) {
        return uniform_(tensor, 0, 1);
    }

    /** Uniform between two bounds. */
    public static Tensor uniform_(Tensor tensor, double low, double high) {
        return fillRandom(tensor, t -> t.uniform_(low, high));
    }

    /** Normal. */
    public static Tensor normal_(Tensor tensor, double mean, double std) {
        return fillRandom(tensor, t -> t.normal_(mean, std));
    }

    /** Normal, cut off at -2 and 2. */
    public static Tensor truncNormal_(Tensor tensor, double mean, double std) {
        return truncNormal_(tensor, mean, std, -2, 2);
    }

    /** Normal, cut off at {@code low} and {@code high}, by inverting the distribution function. */
    public static Tensor truncNormal_(Tensor tensor, double mean, double std, double low, double high) {
        double from = distribution((low - mean) / std);
        double to = distribution((high - mean) / std);
        return fill(
                tensor,
                t -> t.uniform_(2 * from - 1, 2 * to - 1)
                        .erfinv_()
                        .mul_(std * Math.sqrt(2))
                        .add_(mean)
                        .clamp_(low, high));
    }

    private static double distribution(double x) {
        Tensor upTo = Tensors.full(TensorOptions.dtype(DType.FLOAT64), x / Math.sqrt(2));
        return (1 + upTo.erf().item()) / 2;
    }

    /** One value everywhere. */
    public static Tensor constant_(Tensor tensor, double value) {
        return fill(tensor, t -> t.fill_(value));
    }

    /** Zeros. */
    public static Tensor zeros_(Tensor tensor) {
        return constant_(tensor, 0);
    }

    /** Ones. */
    public static Tensor ones_(Tensor tensor) {
        return constant_(tensor, 1);
    }

    /** Ones on the main diagonal of a matrix. */
    public static Tensor eye_(Tensor tensor) {
        if (tensor.dim() != 2) {
            throw new ShapeException("Only tensors with 2 dimensions are supported");
        }
        return fill(tensor, t -> {
            t.zero_();
            return t.diagonal().fill_(1);
        });
    }

    /** Lets a convolution pass its input channels on, as far as there are outputs. */
    public static Tensor dirac_(Tensor tensor) {
        int dims = tensor.dim();
        if (dims < 3 || dims > 5) {
            throw new ShapeException("Only tensors with 3, 4, or 5 dimensions are supported");
        }
        return fill(tensor, t -> {
            t.zero_();
            for (long channel = 0; channel < Math.min(t.size(0), t.size(1)); channel++) {
                Tensor at = t.select(0, channel).select(0, channel);
                while (at.dim() > 0) {
                    at = at.select(0, at.size(0) / 2);
                }
                at.fill_(1);
            }
            return t;
        });
    }

    /** Uniform, so that variances stay on both sides. Glorot, Bengio 2010. */
    public static Tensor xavierUniform_(Tensor tensor) {
        return xavierUniform_(tensor, 1);
    }

    /** Uniform, so that variances stay on both sides, with a factor for the deviation. */
    public static Tensor xavierUniform_(Tensor tensor, double gain) {
        double bound = Math.sqrt(3) * xavierDeviation(tensor, gain);
        return uniform_(tensor, -bound, bound);
    }

    /** Normal, so that variances stay on both sides. Glorot, Bengio 2010. */
    public static Tensor xavierNormal_(Tensor tensor) {
        return xavierNormal_(tensor, 1);
    }

    /** Normal, so that variances stay on both sides, with a factor for the deviation. */
    public static Tensor xavierNormal_(Tensor tensor, double gain) {
        return normal_(tensor, 0, xavierDeviation(tensor, gain));
    }

    private static double xavierDeviation(Tensor tensor, double gain) {
        Fans fans = Fans.of(tensor);
        return gain * Math.sqrt(2.0 / (fans.in() + fans.out()));
    }

    /** Uniform, so that the variance stays on one side of a rectifier. He and others 2015. */
    public static Tensor kaimingUniform_(Tensor tensor) {
        return kaimingUniform_(tensor, 0, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);
    }

    /**
     * Uniform, so that the variance stays on one side of a nonlinearity.
     *
     * @param a the negative slope of a leaky ReLU
     */
    public static Tensor kaimingUniform_(Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity) {
        if (tensor.numel() == 0) {
            return tensor;
        }
        double bound = Math.sqrt(3) * kaimingDeviation(tensor, a, mode, nonlinearity);
        return uniform_(tensor, -bound, bound);
    }

    /** Normal, so that the variance stays on one side of a rectifier. He and others 2015. */
    public static Tensor kaimingNormal_(Tensor tensor) {
        return kaimingNormal_(tensor, 0, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);
    }

    /**
     * Normal, so that the variance stays on one side of a nonlinearity.
     *
     * @param a the negative slope of a leaky ReLU
     */
    public static Tensor kaimingNormal_(Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity) {
        if (tensor.numel() == 0) {
            return tensor;
        }
        return normal_(tensor, 0, kaimingDeviation(tensor, a, mode, nonlinearity));
    }

    private static double kaimingDeviation(Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity) {
        return nonlinearity.gain(a) / Math.sqrt(Fans.of(tensor).of(mode));
    }

    /** Rows or columns that are orthonormal. Saxe and others 2013. */
    public static Tensor orthogonal_(Tensor tensor) {
        return orthogonal_(tensor, 1);
    }

    /** Rows or columns that are orthogonal, of length {@code gain}. */
    public static Tensor orthogonal_(Tensor tensor, double gain) {
        if (tensor.dim() < 2) {
            throw new ShapeException("Only tensors with 2 or more dimensions are supported");
        }
        if (tensor.numel() == 0) {
            return tensor;
        }
        int rows = Math.toIntExact(tensor.size(0));
        int columns = Math.toIntExact(tensor.numel() / rows);
        double[] values = OrthonormalRows.random(Math.min(rows, columns), Math.max(rows, columns));
        return fill(tensor, t -> {
            Tensor matrix = Tensors.tensor(
                    new TensorOptions(DType.FLOAT64, t.device()),
                    values,
                    Math.min(rows, columns),
                    Math.max(rows, columns));
            return t.copy_((rows <= columns ? matrix : matrix.t())
                    .mul(gain)
                    .reshape(t.shape().toArray()));
        });
    }

    /** Normal, with a part of each column set to zero. Martens 2010. */
    public static Tensor sparse_(Tensor tensor, double sparsity, double std) {
        if (tensor.dim() != 2) {
            throw new ShapeException("Only tensors with 2 dimensions are supported");
        }
        if (!(sparsity >= 0 && sparsity <= 1)) {
            throw new ArgumentException("sparsity must be between 0 and 1, got " + sparsity);
        }
        long rows = tensor.size(0);
        long zeros = (long) Math.ceil(sparsity * rows);
        return fill(tensor, t -> {
            t.normal_(0, std);
            for (long column = 0; column < t.size(1) && zeros > 0; column++) {
                Tensor chosen = Tensors.randperm(rows).narrow(0, 0, zeros).to(t.device());
                t.select(1, column).indexFill_(0, chosen, 0);
            }
            return t;
        });
    }
}
