package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Promotion;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Losses and distances that PyTorch composes of other operations. */
public final class ComposedLosses {
    private ComposedLosses() {}

    /** By the name of the reduction. */
    public static Tensor reduce(Tensor values, String reduction) {
        return Reduction.of(reduction).apply(values);
    }

    /** Terms times weights; the mean is that of the weights' total. */
    public static Tensor weighted(Tensor values, Tensor weight, String reduction) {
        Tensor terms = values.mul(weight);
        return switch (Reduction.of(reduction)) {
            case NONE -> terms;
            case SUM -> terms.sum();
            case MEAN -> terms.sum().div(weight.expandAs(values).sum());
        };
    }

    /** target (ln target - input). */
    public static Tensor klDiv(Tensor input, Tensor target, String reduction, boolean logTarget) {
        if (Autocasting.applies("kl_div", input)) {
            return Autocasting.run("kl_div", in -> klDiv(in[0], in[1], reduction, logTarget), input, target);
        }
        if (!input.isFloatingPoint() || !target.isFloatingPoint()) {
            throw new DTypeException("kl_div: Integral inputs not supported, got "
                    + input.dtype().scalarTypeName() + " and " + target.dtype().scalarTypeName());
        }
        Tensor values = logTarget
                ? target.exp().mul(target.sub(input))
                : target.xlogy(target).sub(target.mul(input));
        if (reduction.equals("batchmean")) {
            Tensor sum = values.sum();
            return input.dim() == 0 ? sum : sum.div((double) input.size(0));
        }
        return reduce(values, reduction);
    }

    /** Counts under Poisson distributions. */
    public static Tensor poissonNll(
            Tensor input, Tensor target, boolean logInput, boolean full, double eps, String reduction) {
        if (Autocasting.applies("poisson_nll_loss", input)) {
            return Autocasting.run(
                    "poisson_nll_loss", in -> poissonNll(in[0], in[1], logInput, full, eps, reduction), input, target);
        }
        Reduction r = Reduction.of(reduction);
        Tensor values = logInput
                ? input.exp().sub(target.mul(input))
                : input.sub(target.mul(input.add(eps).log()));
        if (full) {
            Tensor stirling = target.mul(target.log())
                    .sub(target)
                    .add(target.mul(2 * Math.PI).log().mul(0.5));
            values = values.add(stirling.maskedFill(target.le(1), 0));
        }
        return r.apply(values);
    }

    /** Values under normal distributions. */
    public static Tensor gaussianNll(
            Tensor input, Tensor target, Tensor var, boolean full, double eps, String reduction) {
        Tensor v = var;
        long[] sizes = TensorAccess.shown(input).sizes();
        long[] given = TensorAccess.shown(var).sizes();
        if (!Arrays.equals(sizes, given)) {
            if (given.length == sizes.length - 1 && Arrays.equals(given, Arrays.copyOf(sizes, given.length))) {
                v = var.unsqueeze(-1);
            } else if (given.length != sizes.length
                    || IntStream.range(0, sizes.length)
                                    .filter(d -> given[d] != sizes[d])
                                    .mapToLong(d -> given[d])
                                    .sum()
                            != 1) {
                throw new ShapeException("var is of incorrect size");
            }
        }
        Reduction r = Reduction.of(reduction);
        if (Batching.any(v.lt(0))) {
            throw new ArgumentException("var has negative entry/entries");
        }
        // The gradient passes where the variance was too small, as in PyTorch.
        Tensor variance = v.clone();
        Grad.noGrad(() -> {
            variance.clampMin_(eps);
        });
        Tensor values =
                variance.log().add(input.sub(target).square().div(variance)).mul(0.5);
        if (full) {
            values = values.add(0.5 * Math.log(2 * Math.PI));
        }
        return r.apply(values);
    }

    /** x where the target is 1, the missing margin where it is -1. */
    public static Tensor hingeEmbedding(Tensor input, Tensor target, double margin, String reduction) {
        if (Autocasting.applies("hinge_embedding_loss", input)) {
            return Autocasting.run(
                    "hinge_embedding_loss", in -> hingeEmbedding(in[0], in[1], margin, reduction), input, target);
        }
        Tensor zero = Tensors.scalarLike(input, 0);
        Tensor missing = input.rsub(margin).clampMin(0);
        Tensor far = Tensors.where(target.ne(1), missing, zero);
        Tensor near = Tensors.where(target.ne(-1), input, zero);
        return reduce(far.add(near), reduction);
    }

    /** Angles of pairs of vectors. */
    public static Tensor cosineEmbedding(Tensor input1, Tensor input2, Tensor target, double margin, String reduction) {
        if (Autocasting.applies("cosine_embedding_loss", input1)) {
            return Autocasting.run(
                    "cosine_embedding_loss",
                    in -> cosineEmbedding(in[0], in[1], in[2], margin, reduction),
                    input1,
                    input2,
                    target);
        }
        int rank = target.dim();
        if (rank > 1) {
            throw new ShapeException("0D or 1D target tensor expected, multi-target not supported");
        }
        if (input1.dim() != rank + 1 || input2.dim() != rank + 1) {
            throw new ShapeException((rank == 0 ? "0D target tensor expects 1D" : "1D target tensor expects 2D")
                    + " input tensors, but found inputs with sizes "
                    + Arrays.toString(TensorAccess.shown(input1).sizes()) + " and "
                    + Arrays.toString(TensorAccess.shown(input2).sizes()) + ".");
        }
        int dim = rank;
        Tensor product = input1.mul(input2).sum(new int[] {dim}, false);
        Tensor square1 = input1.mul(input1).sum(new int[] {dim}, false).add(1e-12);
        Tensor square2 = input2.mul(input2).sum(new int[] {dim}, false).add(1e-12);
        Tensor cos = product.div(square1.mul(square2).sqrt());
        Tensor zeros = Tensors.scalarLike(cos, 0);
        Tensor same = Tensors.where(target.eq(1), cos.rsub(1.0), zeros);
        Tensor other = Tensors.where(target.eq(-1), cos.sub(margin).clampMin(0), zeros);
        return reduce(same.add(other), reduction);
    }

    /** How far the first is from being ahead of the second by a margin. */
    public static Tensor marginRanking(Tensor input1, Tensor input2, Tensor target, double margin, String reduction) {
        if (Autocasting.applies("margin_ranking_loss", input1)) {
            return Autocasting.run(
                    "margin_ranking_loss",
                    in -> marginRanking(in[0], in[1], in[2], margin, reduction),
                    input1,
                    input2,
                    target);
        }
        if (input1.dim() != input2.dim() || input1.dim() != target.dim()) {
            throw new ShapeException("margin_ranking_loss : All input tensors should have same dimension but got sizes:"
                    + " input1: " + input1.shape() + ", input2: " + input2.shape() + ", target: " + target.shape());
        }
        Tensor values = target.neg().mul(input1.sub(input2)).add(margin).clampMin(0);
        return reduce(values, reduction);
    }

    /** How far the positive is from being nearer than the negative by a margin. */
    public static Tensor tripletMargin(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            BinaryOperator<Tensor> distance,
            double margin,
            boolean swap,
            String reduction) {
        if (anchor.dim() != positive.dim() || anchor.dim() != negative.dim()) {
            throw new ShapeException(
                    "The anchor, positive, and negative tensors are expected to have the same number of"
                            + " dimensions, but got: anchor " + anchor.dim() + "D, positive " + positive.dim()
                            + "D, and negative " + negative.dim() + "D inputs");
        }
        if (margin <= 0) {
            throw new ArgumentException("margin must be greater than 0, got " + margin);
        }
        Tensor near = distance.apply(anchor, positive);
        Tensor far = distance.apply(anchor, negative);
        if (swap) {
            far = far.minimum(distance.apply(positive, negative));
        }
        return reduce(near.sub(far).add(margin).clampMin(0), reduction);
    }

    /** Mean over classes of binary cross entropies. */
    public static Tensor multilabelSoftMargin(Tensor input, Tensor target, @Nullable Tensor weight, String reduction) {
        Tensor terms = target.mul(ActivationOps.LOGSIGMOID.call(input))
                .add(target.rsub(1).mul(ActivationOps.LOGSIGMOID.call(input.neg())))
                .neg();
        if (weight != null) {
            terms = terms.mul(weight);
        }
        int dim = input.dim() - 1;
        return reduce(terms.sum(new int[] {dim}, false).div((double) input.size(dim)), reduction);
    }

    /** Cosine of angles; gradients pass norms below eps, as in PyTorch. */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2, int dim, double eps) {
        if (Autocasting.applies("cosine_similarity", x1)) {
            return Autocasting.run("cosine_similarity", in -> cosineSimilarity(in[0], in[1], dim, eps), x1, x2);
        }
        ArithmeticChecks.floatingResult("cosine_similarity", x1, x2);
        DType dtype = Promotion.result(x1.dtype(), x1.dim() == 0, x2.dtype(), x2.dim() == 0);
        Tensor[] both = Tensors.broadcastTensors(x1.to(dtype), x2.to(dtype));
        Tensor a = unit(both[0], dim, eps);
        Tensor b = unit(both[1], dim, eps);
        return a.mul(b).sum(new int[] {dim}, false);
    }

    private static Tensor unit(Tensor x, int dim, double eps) {
        Tensor norm = x.norm(2, new int[] {dim}, true).clone();
        Grad.noGrad(() -> {
            norm.clampMin_(eps);
        });
        return x.div(norm);
    }
}
