package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Losses that PyTorch keeps as one operation each: a value per element, and its slopes. */
public final class ElementwiseLosses {
    private ElementwiseLosses() {}

    /** A loss per element, or its slope with respect to one operand, from both; some have factors of positive targets. */
    private interface Term {
        Tensor of(Tensor self, Tensor target, @Nullable Tensor positive);
    }

    private static Tensor node(
            String gradFn,
            Tensor self,
            Tensor target,
            String reduction,
            BinaryOperator<Tensor> value,
            BinaryOperator<Tensor> selfSlope,
            @Nullable BinaryOperator<Tensor> targetSlope) {
        return weightedNode(
                gradFn,
                self,
                target,
                null,
                null,
                reduction,
                (x, y, _) -> value.apply(x, y),
                (x, y, _) -> selfSlope.apply(x, y),
                targetSlope == null ? null : (x, y, _) -> targetSlope.apply(x, y));
    }

    /** @param targetSlope null where there is none */
    private static Tensor weightedNode(
            String gradFn,
            Tensor self,
            Tensor target,
            @Nullable Tensor weight,
            @Nullable Tensor positive,
            String reduction,
            Term value,
            Term selfSlope,
            @Nullable Term targetSlope) {
        Reduction r = Reduction.of(reduction);
        long[] count = new long[1];
        Tensor out = Grad.noGrad(() -> {
            Tensor values = weighted(value.of(self.detach(), target.detach(), positive), weight);
            count[0] = values.numel();
            return r.apply(values);
        });
        Tensor[] inputs = targetSlope == null ? new Tensor[] {self} : new Tensor[] {self, target};
        return Dispatcher.record(gradFn, out, inputs, new Tensor[] {self, target, weight, positive}, c -> {
            Tensor g = r.spread(c.grad(), count[0]);
            Tensor x = c.saved(0);
            Tensor y = c.saved(1);
            Tensor w = c.savedOrNull(2);
            Tensor p = c.savedOrNull(3);
            Tensor gx = c.needs(0) ? weighted(selfSlope.of(x, y, p), w).mul(g) : null;
            return targetSlope == null
                    ? new Tensor[] {gx}
                    : new Tensor[] {
                        gx, c.needs(1) ? weighted(targetSlope.of(x, y, p), w).mul(g) : null
                    };
        });
    }

    /** (x - y)^2. */
    public static Tensor mse(Tensor self, Tensor target, String reduction) {
        if (Autocasting.applies("mse_loss", self)) {
            return Autocasting.run("mse_loss", in -> mse(in[0], in[1], reduction), self, target);
        }
        ArithmeticChecks.floatingResult("mse_cpu", self, target);
        return node(
                "MseLossBackward0",
                self,
                target,
                reduction,
                (x, y) -> x.sub(y).square(),
                (x, y) -> x.sub(y).mul(2),
                (x, y) -> y.sub(x).mul(2));
    }

    /** Quadratic below beta, linear above. */
    public static Tensor smoothL1(Tensor self, Tensor target, String reduction, double beta) {
        if (Autocasting.applies("smooth_l1_loss", self)) {
            return Autocasting.run("smooth_l1_loss", in -> smoothL1(in[0], in[1], reduction, beta), self, target);
        }
        if (beta < 0) {
            throw new ArgumentException("smooth_l1_loss does not support negative values for beta.");
        }
        if (beta == 0) {
            return Reduction.of(reduction).apply(self.sub(target).abs());
        }
        return node(
                "SmoothL1LossBackward0",
                self,
                target,
                reduction,
                (x, y) -> {
                    Tensor d = x.sub(y).abs();
                    return Tensors.where(d.lt(beta), d.square().mul(0.5 / beta), d.sub(0.5 * beta));
                },
                (x, y) -> x.sub(y).div(beta).clamp(-1, 1),
                (x, y) -> y.sub(x).div(beta).clamp(-1, 1));
    }

    /** Quadratic up to delta, linear above with that slope. */
    public static Tensor huber(Tensor self, Tensor target, String reduction, double delta) {
        if (Autocasting.applies("huber_loss", self)) {
            return Autocasting.run("huber_loss", in -> huber(in[0], in[1], reduction, delta), self, target);
        }
        if (delta <= 0) {
            throw new ArgumentException("huber_loss does not support non-positive values for delta.");
        }
        return node(
                "HuberLossBackward0",
                self,
                target,
                reduction,
                (x, y) -> {
                    Tensor d = x.sub(y).abs();
                    return Tensors.where(
                            d.le(delta), d.square().mul(0.5), d.sub(0.5 * delta).mul(delta));
                },
                (x, y) -> x.sub(y).clamp(-delta, delta),
                (x, y) -> y.sub(x).clamp(-delta, delta));
    }

    /** ln(1 + e^(-y x)). */
    public static Tensor softMargin(Tensor self, Tensor target, String reduction) {
        if (Autocasting.applies("soft_margin_loss", self)) {
            return Autocasting.run("soft_margin_loss", in -> softMargin(in[0], in[1], reduction), self, target);
        }
        NotDifferentiable.refuse("soft_margin_loss", "target", target);
        return node(
                "SoftMarginLossBackward0",
                self,
                target,
                reduction,
                (x, y) -> ActivationOps.LOGSIGMOID.call(x.mul(y)).neg(),
                (x, y) -> x.mul(y).neg().sigmoid().mul(y).neg(),
                null);
    }

    /** -(y ln x + (1 - y) ln(1 - x)), logarithms not below -100. */
    public static Tensor binaryCrossEntropy(Tensor self, Tensor target, @Nullable Tensor weight, String reduction) {
        if (Autocasting.applies("binary_cross_entropy", self)) {
            return Autocasting.run(
                    "binary_cross_entropy",
                    in -> binaryCrossEntropy(in[0], in[1], in[2], reduction),
                    self,
                    target,
                    weight);
        }
        if (!self.shape().equals(target.shape())) {
            throw new ShapeException(
                    "Using a target size (" + target.shape() + ") that is different to the input size (" + self.shape()
                            + ") is deprecated. Please ensure they have the same size.");
        }
        NotDifferentiable.refuse("binary_cross_entropy", "weight", weight);
        if (self.dtype() != target.dtype()) {
            throw new DTypeException(
                    "binary_cross_entropy: Found dtype " + target.dtype().scalarTypeName() + " but expected "
                            + self.dtype().scalarTypeName());
        }
        ArithmeticChecks.floatingResult("binary_cross_entropy", self, target);
        if (Batching.any(self.lt(0).logicalOr(self.gt(1)))) {
            throw new ArgumentException("all elements of input should be between 0 and 1");
        }
        return weightedNode(
                "BinaryCrossEntropyBackward0",
                self,
                target,
                weight,
                null,
                reduction,
                (x, y, _) -> y.sub(1)
                        .mul(x.neg().log1p().clampMin(-100))
                        .sub(y.mul(x.log().clampMin(-100))),
                (x, y, _) -> x.sub(y).div(x.rsub(1).mul(x).clampMin(1e-12)),
                (x, _, _) -> x.neg().log1p().clampMin(-100).sub(x.log().clampMin(-100)));
    }

    /** The same of sigmoid(x), computed stably. */
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor self, Tensor target, @Nullable Tensor weight, String reduction, @Nullable Tensor posWeight) {
        if (Autocasting.applies("binary_cross_entropy_with_logits", self)) {
            return Autocasting.run(
                    "binary_cross_entropy_with_logits",
                    in -> binaryCrossEntropyWithLogits(in[0], in[1], in[2], reduction, in[3]),
                    self,
                    target,
                    weight,
                    posWeight);
        }
        if (!self.shape().equals(target.shape())) {
            throw new ShapeException(
                    "Target size (" + target.shape() + ") must be the same as input size (" + self.shape() + ")");
        }
        NotDifferentiable.refuse("binary_cross_entropy_with_logits", "weight", weight);
        NotDifferentiable.refuse("binary_cross_entropy_with_logits", "pos_weight", posWeight);
        return weightedNode(
                "BinaryCrossEntropyWithLogitsBackward0",
                self,
                target,
                weight,
                posWeight,
                reduction,
                (x, y, p) -> {
                    Tensor ln = ActivationOps.LOGSIGMOID.call(x);
                    Tensor factored = p == null ? ln : ln.mul(y.mul(p.sub(1)).add(1));
                    return y.rsub(1).mul(x).sub(factored);
                },
                (x, y, p) -> {
                    if (p == null) {
                        return x.sigmoid().sub(y);
                    }
                    Tensor t = y.mul(p);
                    return t.sub(y).add(1).mul(x.sigmoid()).sub(t);
                },
                (x, _, p) -> p == null
                        ? x.neg()
                        : x.neg().sub(ActivationOps.LOGSIGMOID.call(x).mul(p.sub(1))));
    }

    private static Tensor weighted(Tensor values, @Nullable Tensor weight) {
        return weight == null ? values : values.mul(weight.detach());
    }
}
