package dev.jgrad.op;

import static dev.jgrad.op.Saves.RESULT;
import static dev.jgrad.op.Saves.SELF;
import static dev.jgrad.op.UnaryOp.floating;
import static dev.jgrad.op.UnaryOp.keeping;

import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.UnaryKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;

/**
 * Activation functions. Each gradient has two forms that agree: one kernel when the pass is not recorded, plain operations
 * when it is.
 */
public final class ActivationOps {
    /** max(x, 0). */
    public static final UnaryOp RELU = keeping(
            "relu",
            UnaryKind.RELU,
            "ReluBackward0",
            RESULT,
            (g, s) -> Dispatcher.recording()
                    ? g.mul(s.result().gt(0).to(g.dtype()))
                    : fused(BinaryKind.THRESHOLD_GRAD, g, s.result(), 0, 0));

    /** 1 / (1 + e^-x). */
    public static final UnaryOp SIGMOID = floating(
            "sigmoid",
            UnaryKind.SIGMOID,
            "SigmoidBackward0",
            RESULT,
            (g, s) -> Dispatcher.recording()
                    ? g.mul(s.result().rsub(1).mul(s.result()))
                    : fused(BinaryKind.SIGMOID_GRAD, g, s.result(), 0, 0));

    /** Hyperbolic tangent. */
    public static final UnaryOp TANH = floating(
            "tanh",
            UnaryKind.TANH,
            "TanhBackward0",
            RESULT,
            (g, s) -> Dispatcher.recording()
                    ? g.mul(s.result().square().rsub(1))
                    : fused(BinaryKind.TANH_GRAD, g, s.result(), 0, 0));

    /** x if x > 0 else p x. */
    public static final UnaryOp LEAKY_RELU = keeping(
            "leaky_relu",
            UnaryKind.LEAKY_RELU,
            "LeakyReluBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? Tensors.where(s.self().gt(0), g, g.mul(s.p()))
                    : fused(BinaryKind.LEAKY_RELU_GRAD, g, s.self(), s.p(), 0));

    /** Elu, celu and selu: p alpha, q scale, r input scale. */
    public static final UnaryOp ELU = keeping(
            "elu",
            UnaryKind.ELU,
            "EluBackward0",
            SELF,
            (g, s) -> Tensors.where(
                    s.self().gt(0),
                    g.mul(s.q()),
                    g.mul(s.self()
                            .minimum(Tensors.scalarLike(s.self(), 0))
                            .mul(s.r())
                            .exp()
                            .mul(s.p() * s.q() * s.r()))));

    /** min(max(x, p), q); the gradient includes the bounds. */
    public static final UnaryOp CLAMP = keeping(
            "clamp",
            UnaryKind.CLAMP,
            "ClampBackward1",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? Tensors.where(s.self().ge(s.p()).logicalAnd(s.self().le(s.q())), g, Tensors.scalarLike(g, 0))
                    : fused(BinaryKind.CLAMP_GRAD, g, s.self(), s.p(), s.q()));

    /** max(x, p), q being infinite. */
    public static final UnaryOp CLAMP_MIN =
            keeping("clamp_min", UnaryKind.CLAMP, "ClampMinBackward0", SELF, CLAMP.rule());

    /** min(x, q), p being infinite. */
    public static final UnaryOp CLAMP_MAX =
            keeping("clamp_max", UnaryKind.CLAMP, "ClampMaxBackward0", SELF, CLAMP.rule());

    /** min(max(x, p), q); the gradient excludes the bounds. */
    public static final UnaryOp HARDTANH = keeping(
            "hardtanh",
            UnaryKind.CLAMP,
            "HardtanhBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? Tensors.where(s.self().gt(s.p()).logicalAnd(s.self().lt(s.q())), g, Tensors.scalarLike(g, 0))
                    : fused(BinaryKind.HARDTANH_GRAD, g, s.self(), s.p(), s.q()));

    /** x if x > p else q. */
    public static final UnaryOp THRESHOLD = keeping(
            "threshold",
            UnaryKind.THRESHOLD,
            "ThresholdBackward0",
            SELF,
            (g, s) -> Tensors.where(s.self().le(s.p()), Tensors.scalarLike(g, 0), g));

    /** ln(1 + e^(p x)) / p. */
    public static final UnaryOp SOFTPLUS = floating(
            "softplus",
            UnaryKind.SOFTPLUS,
            "SoftplusBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? Tensors.where(
                            s.self().mul(s.p()).gt(s.q()),
                            g,
                            g.mul(s.self().mul(s.p()).sigmoid()))
                    : fused(BinaryKind.SOFTPLUS_GRAD, g, s.self(), s.p(), s.q()));

    /** x sigmoid(x). */
    public static final UnaryOp SILU = floating(
            "silu",
            UnaryKind.SILU,
            "SiluBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? siluGradient(g, s.self())
                    : fused(BinaryKind.SILU_GRAD, g, s.self(), 0, 0));

    /** x tanh(softplus(x)). */
    public static final UnaryOp MISH = floating("mish", UnaryKind.MISH, "MishBackward0", SELF, (g, s) -> {
        Tensor x = s.self();
        Tensor t = SOFTPLUS.call(x, 1, 20, 0).tanh();
        return g.mul(t.add(x.mul(x.sigmoid()).mul(t.square().rsub(1))));
    });

    /** x Phi(x). */
    public static final UnaryOp GELU = floating(
            "gelu",
            UnaryKind.GELU,
            "GeluBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? geluGradient(g, s.self())
                    : fused(BinaryKind.GELU_GRAD, g, s.self(), 0, 0));

    /** The tanh approximation of gelu. */
    public static final UnaryOp GELU_TANH = floating(
            "gelu",
            UnaryKind.GELU_TANH,
            "GeluBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? geluTanhGradient(g, s.self())
                    : fused(BinaryKind.GELU_TANH_GRAD, g, s.self(), 0, 0));

    /** ln(sigmoid(x)). */
    public static final UnaryOp LOGSIGMOID = floating(
            "log_sigmoid",
            UnaryKind.LOGSIGMOID,
            "LogSigmoidBackward0",
            SELF,
            (g, s) -> g.mul(s.self().neg().sigmoid()));

    /** ln(x / (1 - x)); p below 0 means no clamping. */
    public static final UnaryOp LOGIT = floating("logit", UnaryKind.LOGIT, "LogitBackward0", SELF, (g, s) -> {
        Tensor x = s.self().add(0.0); // both zeros have the slope of 0, which 1 / x would tell apart
        Tensor slope = g.div(x.mul(x.rsub(1)));
        if (s.p() < 0) {
            return Tensors.where(x.ge(0).logicalAnd(x.le(1)), slope, Tensors.scalarLike(g, Double.NaN));
        }
        return Tensors.where(x.ge(s.p()).logicalAnd(x.le(1 - s.p())), slope, Tensors.scalarLike(g, 0));
    });

    /** relu6(x + 3) / 6. */
    // PyTorch's slope in a backward pass is a sixth in single precision, in float64 too.
    public static final UnaryOp HARDSIGMOID = keeping(
            "hardsigmoid",
            UnaryKind.HARDSIGMOID,
            "HardsigmoidBackward0",
            SELF,
            (g, s) -> Tensors.where(
                    s.self().gt(-3).logicalAnd(s.self().lt(3)), g.mul((double) (1 / 6f)), Tensors.scalarLike(g, 0)));

    /** x hardsigmoid(x). */
    public static final UnaryOp HARDSWISH = keeping(
            "hardswish",
            UnaryKind.HARDSWISH,
            "HardswishBackward0",
            SELF,
            (g, s) -> Dispatcher.recording()
                    ? Tensors.where(
                            s.self().le(-3),
                            Tensors.scalarLike(g, 0),
                            Tensors.where(
                                    s.self().ge(3), g, g.mul(s.self().div(3).add(0.5))))
                    : fused(BinaryKind.HARDSWISH_GRAD, g, s.self(), 0, 0));

    /** x if |x| > p else 0. */
    public static final UnaryOp HARDSHRINK = keeping(
            "hardshrink",
            UnaryKind.HARDSHRINK,
            "HardshrinkBackward0",
            SELF,
            (g, s) -> Tensors.where(s.self().abs().le(s.p()), Tensors.scalarLike(g, 0), g));

    /** Shrinks towards 0 by p. */
    public static final UnaryOp SOFTSHRINK = keeping(
            "softshrink",
            UnaryKind.SOFTSHRINK,
            "SoftshrinkBackward0",
            SELF,
            (g, s) -> Tensors.where(s.self().abs().le(s.p()), Tensors.scalarLike(g, 0), g));

    private ActivationOps() {}

    /** A gradient kernel; only in passes that are not recorded. */
    private static Tensor fused(BinaryKind kind, Tensor g, Tensor x, double p, double q) {
        return BinaryCalls.call(BinaryOp.plain("backward", kind, ResultType.PROMOTED), g, x, p, q);
    }

    private static Tensor siluGradient(Tensor g, Tensor x) {
        Tensor y = x.sigmoid();
        return g.mul(y.mul(x.mul(y.rsub(1)).add(1)));
    }

    private static Tensor geluGradient(Tensor g, Tensor x) {
        Tensor cdf = x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5);
        Tensor pdf = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
        return g.mul(cdf.add(x.mul(pdf)));
    }

    private static Tensor geluTanhGradient(Tensor g, Tensor x) {
        double beta = Math.sqrt(2 / Math.PI);
        Tensor inner = x.add(x.pow(3).mul(0.044715)).mul(beta);
        Tensor t = inner.tanh();
        Tensor slope = x.square().mul(3 * 0.044715).add(1).mul(beta);
        Tensor left = t.add(1).mul(0.5);
        return g.mul(left.add(x.mul(0.5).mul(t.square().rsub(1)).mul(slope)));
    }
}
