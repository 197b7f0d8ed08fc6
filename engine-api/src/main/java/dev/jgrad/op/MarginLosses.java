package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** Hinge losses over classes: {@code torch.nn.functional.multi_margin_loss} and its multi-label form. */
public final class MarginLosses {
    private MarginLosses() {}

    /** Mean over classes i other than y of weight[y] max(0, margin - x[y] + x[i])^p. */
    public static Tensor multiMargin(
            Tensor self, Tensor target, int p, double margin, @Nullable Tensor weight, String reduction) {
        if (Autocasting.applies("multi_margin_loss", self)) {
            return Autocasting.run(
                    "multi_margin_loss",
                    in -> multiMargin(in[0], in[1], p, margin, in[2], reduction),
                    self,
                    target,
                    weight);
        }
        NotDifferentiable.refuse("multi_margin_loss", "weight", weight);
        Reduction r = Reduction.of(reduction);
        if (p != 1 && p != 2) {
            throw new ArgumentException("only p == 1 and p == 2 supported");
        }
        if (self.dim() > 2) {
            throw new ShapeException(
                    "Expected non-empty vector or matrix with optional 0-dim batch size, but got: " + self.shape());
        }
        boolean single = self.dim() < 2;
        if (single ? self.numel() == 0 : self.size(1) == 0) {
            throw new ShapeException(
                    "Expected non-empty vector or matrix with optional 0-dim batch size, but got: " + self.shape());
        }
        Tensor classes = target.dim() == 0 ? target.detach().reshape(1) : target.detach();
        long rows = single ? 1 : self.size(0);
        if (classes.dim() != 1 || classes.numel() != rows) {
            throw new ShapeException("inconsistent target size, expected " + rows + " but got " + target.shape());
        }
        Tensor out = Grad.noGrad(() -> {
            Tensor x = matrix(self.detach(), single);
            Tensor z = violation(x, classes, margin);
            Tensor powered = weighed(p == 1 ? z : z.square(), weight, classes);
            Tensor values = powered.scatter(1, classes.unsqueeze(1), 0.0).sum(1).div(x.size(1));
            return single ? r.apply(values).reshape().detach() : r.apply(values);
        });
        return Dispatcher.record(
                "MultiMarginLossBackward0", out, new Tensor[] {self}, new Tensor[] {self, classes, weight}, c -> {
                    Tensor x = matrix(c.saved(0), single);
                    Tensor t = c.saved(1).unsqueeze(1);
                    Tensor z = violation(x, c.saved(1), margin);
                    Tensor slope = p == 1 ? z.detach().gt(0).to(x.dtype()) : z.mul(2);
                    slope = weighed(slope, c.savedOrNull(2), c.saved(1))
                            .div(x.size(1))
                            .scatter(1, t, 0.0);
                    slope = slope.scatter(1, t, slope.sum(1, true).neg());
                    Tensor g = r.spread(c.grad(), x.size(0));
                    Tensor spread = g.dim() == 0 ? g : g.unsqueeze(1);
                    return new Tensor[] {
                        slope.mul(spread).reshape(c.saved(0).shape().toArray())
                    };
                });
    }

    private static Tensor matrix(Tensor x, boolean single) {
        return single ? x.reshape(1, -1) : x;
    }

    private static Tensor violation(Tensor x, Tensor classes, double margin) {
        return x.sub(x.gather(1, classes.unsqueeze(1))).add(margin).clampMin(0);
    }

    private static Tensor weighed(Tensor z, @Nullable Tensor weight, Tensor classes) {
        return weight == null
                ? z
                : z.mul(weight.detach().indexSelect(0, classes).unsqueeze(1));
    }

    /**
     * Mean over classes i that are not labels, and labels j, of max(0, 1 - x[j] + x[i]). The labels of a row end at its
     * first -1.
     */
    public static Tensor multilabelMargin(Tensor self, Tensor target, String reduction) {
        if (Autocasting.applies("multilabel_margin_loss", self)) {
            return Autocasting.run(
                    "multilabel_margin_loss", in -> multilabelMargin(in[0], in[1], reduction), self, target);
        }
        Reduction r = Reduction.of(reduction);
        if (!self.shape().equals(target.shape()) || self.dim() > 2) {
            throw new ShapeException(
                    "inconsistent target size: " + target.shape() + " for input of size: " + self.shape());
        }
        boolean single = self.dim() < 2;
        Tensor labels = matrix(target.detach(), single);
        Tensor valid = Grad.noGrad(() -> labels.ge(0).toLong().cumprod(1).toBool());
        Tensor isLabel = Grad.noGrad(() -> {
            Tensor zeros = Tensors.zeros(
                    new TensorOptions(self.dtype(), self.device()),
                    labels.shape().toArray());
            return zeros.scatterAdd(1, labels.maskedFill(valid.logicalNot(), 0), valid.to(self.dtype()))
                    .gt(0);
        });
        Tensor counts = Grad.noGrad(
                () -> valid.unsqueeze(2).logicalAnd(isLabel.logicalNot().unsqueeze(1)));
        Tensor out = Grad.noGrad(() -> {
            Tensor places = labels.maskedFill(valid.logicalNot(), 0);
            Tensor values = pairs(matrix(self.detach(), single), places, counts)
                    .sum(1, 2)
                    .div(labels.size(1));
            return single ? r.apply(values).reshape().detach() : r.apply(values);
        });
        Tensor[] saved = {self, labels, valid, counts};
        return Dispatcher.record("MultilabelMarginLossBackward0", out, new Tensor[] {self}, saved, c -> {
            Tensor x = matrix(c.saved(0), single);
            Tensor places = c.saved(1).maskedFill(c.saved(2).logicalNot(), 0);
            Tensor active = pairs(x.detach(), places, c.saved(3)).gt(0).to(x.dtype());
            Tensor slope = active.sum(1);
            slope = slope.scatterAdd(1, places, active.sum(2).neg());
            Tensor g = r.spread(c.grad(), x.size(0));
            Tensor spread = g.dim() == 0 ? g : g.unsqueeze(1);
            return new Tensor[] {
                slope.div(places.size(1)).mul(spread).reshape(c.saved(0).shape().toArray())
            };
        });
    }

    /** [rows, label, class]: 1 - x[label] + x[class], where positive and counted. */
    private static Tensor pairs(Tensor x, Tensor places, Tensor counts) {
        Tensor at = x.gather(1, places);
        return x.unsqueeze(1).sub(at.unsqueeze(2)).add(1).clampMin(0).mul(counts.to(x.dtype()));
    }
}
