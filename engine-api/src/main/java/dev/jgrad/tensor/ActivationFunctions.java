package dev.jgrad.tensor;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.op.ActivationOps;
import dev.jgrad.op.Gating;
import dev.jgrad.op.InPlace;
import org.jspecify.annotations.Nullable;

/** The activations among {@link Functional}, which is the name to use. In-place forms end in an underscore. */
public abstract sealed class ActivationFunctions permits ConvolutionFunctions {
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    ActivationFunctions() {}

    /** max(x, 0). */
    public static Tensor relu(Tensor input) {
        return ActivationOps.RELU.call(input);
    }

    /** max(x, 0), in place. */
    public static Tensor relu_(Tensor input) {
        return ActivationOps.RELU.callInPlace(input);
    }

    /** min(max(x, 0), 6). */
    public static Tensor relu6(Tensor input) {
        checkLimits(input, 0);
        return ActivationOps.HARDTANH.call(input, 0, 6, 0);
    }

    /** min(max(x, 0), 6), in place. */
    public static Tensor relu6_(Tensor input) {
        return ActivationOps.HARDTANH.callInPlace(input, 0, 6, 0);
    }

    /** x where x > 0, 0.01 x elsewhere. */
    public static Tensor leakyRelu(Tensor input) {
        return leakyRelu(input, 0.01);
    }

    /** x where x > 0, negativeSlope * x elsewhere. */
    public static Tensor leakyRelu(Tensor input, double negativeSlope) {
        return ActivationOps.LEAKY_RELU.call(input, negativeSlope, 0, 0);
    }

    /** {@link #leakyRelu(Tensor, double)} in place. */
    public static Tensor leakyRelu_(Tensor input, double negativeSlope) {
        return ActivationOps.LEAKY_RELU.callInPlace(input, negativeSlope, 0, 0);
    }

    /** x where x > 0, weight * x elsewhere; the weight is one number, or a vector with one per channel (dimension 1). */
    public static Tensor prelu(Tensor input, Tensor weight) {
        return Gating.prelu(input, weight);
    }

    /** Leaky relu with slopes drawn from [1/8, 1/3) when training, and their mean otherwise. */
    public static Tensor rrelu(Tensor input, double lower, double upper, boolean training) {
        return Gating.rrelu(input, lower, upper, training, Generator.defaultGenerator());
    }

    /** {@link #rrelu(Tensor, double, double, boolean)} in place. */
    public static Tensor rrelu_(Tensor input, double lower, double upper, boolean training) {
        return InPlace.apply("rrelu", input, x -> rrelu(x, lower, upper, training));
    }

    /** {@link #elu(Tensor, double)} with alpha 1. */
    public static Tensor elu(Tensor input) {
        return elu(input, 1);
    }

    /** x where x > 0, alpha (e^x - 1) elsewhere. */
    public static Tensor elu(Tensor input, double alpha) {
        return ActivationOps.ELU.call(floating("elu", input), alpha, 1, 1);
    }

    /** {@link #elu(Tensor, double)} in place. */
    public static Tensor elu_(Tensor input, double alpha) {
        return ActivationOps.ELU.callInPlace(floating("elu", input), alpha, 1, 1);
    }

    /** scale * elu(x, alpha) with the constants of self-normalising networks. */
    public static Tensor selu(Tensor input) {
        return ActivationOps.ELU.call(floating("elu", input), SELU_ALPHA, SELU_SCALE, 1);
    }

    /** {@link #selu(Tensor)} in place. */
    public static Tensor selu_(Tensor input) {
        return ActivationOps.ELU.callInPlace(floating("elu", input), SELU_ALPHA, SELU_SCALE, 1);
    }

    /** {@link #celu(Tensor, double)} with alpha 1. */
    public static Tensor celu(Tensor input) {
        return celu(input, 1);
    }

    /** max(0, x) + min(0, alpha (e^(x / alpha) - 1)). */
    public static Tensor celu(Tensor input, double alpha) {
        if (alpha == 0) {
            throw new ArgumentException("ZeroDivisionError: alpha cannot be 0 for CELU");
        }
        return Gating.CELU.call(floating("celu", input), alpha, 1, 1 / alpha);
    }

    /** {@link #celu(Tensor, double)} in place. */
    public static Tensor celu_(Tensor input, double alpha) {
        if (alpha == 0) {
            throw new ArgumentException("ZeroDivisionError: alpha cannot be 0 for CELU");
        }
        return Gating.CELU.callInPlace(floating("celu", input), alpha, 1, 1 / alpha);
    }

    /** x Phi(x), exactly. */
    public static Tensor gelu(Tensor input) {
        return ActivationOps.GELU.call(floating("gelu", input));
    }

    /** x Phi(x); {@code approximate} is {@code "none"} or {@code "tanh"}. */
    public static Tensor gelu(Tensor input, String approximate) {
        return switch (approximate) {
            case "none" -> gelu(input);
            case "tanh" -> ActivationOps.GELU_TANH.call(floating("gelu", input));
            default -> throw new ArgumentException("approximate argument must be either none or tanh.");
        };
    }

    /** x sigmoid(x). */
    public static Tensor silu(Tensor input) {
        return ActivationOps.SILU.call(floating("silu", input));
    }

    /** {@link #silu(Tensor)} in place. */
    public static Tensor silu_(Tensor input) {
        return ActivationOps.SILU.callInPlace(floating("silu", input));
    }

    /** x tanh(softplus(x)). */
    public static Tensor mish(Tensor input) {
        return ActivationOps.MISH.call(floating("mish", input));
    }

    /** {@link #mish(Tensor)} in place. */
    public static Tensor mish_(Tensor input) {
        return ActivationOps.MISH.callInPlace(floating("mish", input));
    }

    /** ln(1 + e^x), linear above 20. */
    public static Tensor softplus(Tensor input) {
        return softplus(input, 1, 20);
    }

    /** ln(1 + e^(beta x)) / beta, and x itself where beta x > threshold. */
    public static Tensor softplus(Tensor input, double beta, double threshold) {
        return ActivationOps.SOFTPLUS.call(floating("softplus", input), beta, threshold, 0);
    }

    /** x / (1 + |x|). */
    public static Tensor softsign(Tensor input) {
        return input.div(input.abs().add(1L));
    }

    /** Limits to [-1, 1]. */
    public static Tensor hardtanh(Tensor input) {
        return hardtanh(input, -1, 1);
    }

    /** Limits to [minVal, maxVal]. */
    public static Tensor hardtanh(Tensor input, double minVal, double maxVal) {
        checkBounds(minVal, maxVal);
        checkLimits(input, minVal);
        return ActivationOps.HARDTANH.call(input, minVal, maxVal, 0);
    }

    /** {@link #hardtanh(Tensor, double, double)} in place. */
    public static Tensor hardtanh_(Tensor input, double minVal, double maxVal) {
        checkBounds(minVal, maxVal);
        checkLimits(input, minVal);
        return ActivationOps.HARDTANH.callInPlace(input, minVal, maxVal, 0);
    }

    private static void checkLimits(Tensor input, double minVal) {
        if (input.dtype().isBool()) {
            throw new DTypeException("Bool inputs not supported for hardtanh");
        }
        if (input.dtype() == DType.UINT8 && minVal < 0) {
            throw new DTypeException("cannot do hardtanh on an unsigned type with negative limits, got " + minVal);
        }
    }

    private static void checkBounds(double minVal, double maxVal) {
        if (minVal > maxVal) {
            throw new ArgumentException("min_val cannot be greater than max_val");
        }
    }

    /** x relu6(x + 3) / 6. */
    public static Tensor hardswish(Tensor input) {
        return ActivationOps.HARDSWISH.call(floating("hardswish", input));
    }

    /** {@link #hardswish(Tensor)} in place. */
    public static Tensor hardswish_(Tensor input) {
        return ActivationOps.HARDSWISH.callInPlace(floating("hardswish", input));
    }

    /** relu6(x + 3) / 6. */
    public static Tensor hardsigmoid(Tensor input) {
        return ActivationOps.HARDSIGMOID.call(floating("hardsigmoid", input));
    }

    /** {@link #hardsigmoid(Tensor)} in place. */
    public static Tensor hardsigmoid_(Tensor input) {
        return ActivationOps.HARDSIGMOID.callInPlace(floating("hardsigmoid", input));
    }

    /** {@link #hardshrink(Tensor, double)} with 0.5. */
    public static Tensor hardshrink(Tensor input) {
        return hardshrink(input, 0.5);
    }

    /** x where |x| > lambda, 0 elsewhere. */
    public static Tensor hardshrink(Tensor input, double lambda) {
        return ActivationOps.HARDSHRINK.call(floating("hardshrink", input), lambda, 0, 0);
    }

    /** {@link #softshrink(Tensor, double)} with 0.5. */
    public static Tensor softshrink(Tensor input) {
        return softshrink(input, 0.5);
    }

    /** x moved towards 0 by lambda, not beyond it. */
    public static Tensor softshrink(Tensor input, double lambda) {
        if (!(lambda >= 0)) {
            throw new ArgumentException("lambda must be greater or equal to 0, but found to be " + lambda + ".");
        }
        return ActivationOps.SOFTSHRINK.call(floating("softshrink", input), lambda, 0, 0);
    }

    /** x - tanh(x). */
    public static Tensor tanhshrink(Tensor input) {
        return input.sub(input.tanh());
    }

    /** x where x > threshold, value elsewhere. */
    public static Tensor threshold(Tensor input, double threshold, double value) {
        if (input.dtype().isBool()) {
            throw new DTypeException("\"threshold_cpu\" not implemented for 'Bool'");
        }
        return ActivationOps.THRESHOLD.call(input, threshold, value, 0);
    }

    /** {@link #threshold(Tensor, double, double)} in place. */
    public static Tensor threshold_(Tensor input, double threshold, double value) {
        return ActivationOps.THRESHOLD.callInPlace(input, threshold, value, 0);
    }

    /** 1 / (1 + e^-x). */
    public static Tensor sigmoid(Tensor input) {
        return input.sigmoid();
    }

    /** Hyperbolic tangent. */
    public static Tensor tanh(Tensor input) {
        return input.tanh();
    }

    /** ln(sigmoid(x)). */
    public static Tensor logsigmoid(Tensor input) {
        return ActivationOps.LOGSIGMOID.call(floating("log_sigmoid", input));
    }

    /** {@link #glu(Tensor, int)} along the last dimension. */
    public static Tensor glu(Tensor input) {
        return glu(input, -1);
    }

    /** The first half times the sigmoid of the second half along a dimension. */
    public static Tensor glu(Tensor input, int dim) {
        return Gating.glu(floating("glu", input), dim);
    }

    /** e^x / sum(e^x) along a dimension. */
    public static Tensor softmax(Tensor input, int dim) {
        return input.softmax(dim);
    }

    /** {@link #softmax(Tensor, int)} after a conversion. */
    public static Tensor softmax(Tensor input, int dim, @Nullable DType dtype) {
        return dtype == null ? input.softmax(dim) : input.to(dtype).softmax(dim);
    }

    /** softmax(-x). */
    public static Tensor softmin(Tensor input, int dim) {
        return input.neg().softmax(dim);
    }

    /** {@link #softmin(Tensor, int)} with a conversion. */
    public static Tensor softmin(Tensor input, int dim, @Nullable DType dtype) {
        return softmax(input.neg(), dim, dtype);
    }

    /** ln(softmax(x)). */
    public static Tensor logSoftmax(Tensor input, int dim) {
        return input.logSoftmax(dim);
    }

    /** {@link #logSoftmax(Tensor, int)} after a conversion. */
    public static Tensor logSoftmax(Tensor input, int dim, @Nullable DType dtype) {
        return dtype == null ? input.logSoftmax(dim) : input.to(dtype).logSoftmax(dim);
    }

    /** {@link #gumbelSoftmax(Tensor, double, boolean, int)} with tau 1, soft, along the last dimension. */
    public static Tensor gumbelSoftmax(Tensor logits) {
        return gumbelSoftmax(logits, 1, false, -1);
    }

    /**
     * A sample of the Gumbel-softmax distribution. Source: Jang et al. 2017.
     *
     * @param tau temperature
     * @param hard give one-hot vectors whose gradient is that of the soft sample
     */
    public static Tensor gumbelSoftmax(Tensor logits, double tau, boolean hard, int dim) {
        Tensor gumbels = Grad.noGrad(() -> Tensors.randLike(logits)
                .clampMin(Double.MIN_NORMAL)
                .log()
                .neg()
                .log()
                .neg());
        Tensor soft = logits.add(gumbels).div(tau).softmax(dim);
        if (!hard) {
            return soft;
        }
        Tensor index = soft.detach().argmax(dim, true);
        return soft.detach()
                .zerosLike()
                .scatter(dim, index, 1.0)
                .sub(soft.detach())
                .add(soft);
    }

    static Tensor floating(String op, Tensor input) {
        if (!input.dtype().isFloatingPoint()) {
            throw new DTypeException("\"" + op + "\" not implemented for '"
                    + input.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
        return input;
    }
}
