package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Negative log-likelihood and cross entropy: {@code torch.nn.functional.nll_loss}, {@code cross_entropy}. */
public final class LikelihoodLosses {
    private LikelihoodLosses() {}

    /** Classes, class probabilities, or smoothed labels against logits. */
    public static Tensor crossEntropy(
            Tensor input,
            Tensor target,
            @Nullable Tensor weight,
            long ignoreIndex,
            String reduction,
            double labelSmoothing) {
        if (Autocasting.applies("cross_entropy_loss", input)) {
            return Autocasting.run(
                    "cross_entropy_loss",
                    in -> crossEntropy(in[0], in[1], in[2], ignoreIndex, reduction, labelSmoothing),
                    input,
                    target,
                    weight);
        }
        Reduction r = Reduction.of(reduction);
        if (input.dim() == 0) {
            throw new ShapeException("cross_entropy: expected an input of 1 or more dimensions, got 0");
        }
        if (labelSmoothing < 0 || labelSmoothing > 1) {
            throw new ArgumentException("label_smoothing must be between 0.0 and 1.0. Got: " + labelSmoothing);
        }
        int classDim = input.dim() == 1 ? 0 : 1;
        if (target.dtype().isFloatingPoint() && input.shape().equals(target.shape())) {
            if (ignoreIndex >= 0) {
                throw new ArgumentException("ignore_index is not supported for floating point target");
            }
            checkWeight(weight, input.size(classDim), input);
            return probabilities(input, target, weight, r, labelSmoothing, classDim);
        }
        Tensor logits = input.logSoftmax(classDim);
        if (labelSmoothing > 0) {
            return smoothed(logits, target, weight, ignoreIndex, r, labelSmoothing, classDim);
        }
        return nllLoss(logits, target, weight, ignoreIndex, reduction);
    }

    private static Tensor probabilities(
            Tensor input, Tensor target, @Nullable Tensor weight, Reduction r, double smoothing, int classDim) {
        long classes = input.size(classDim);
        Tensor share = smoothing > 0 ? target.mul(1 - smoothing).add(smoothing / classes) : target;
        Tensor terms = input.logSoftmax(classDim).mul(share);
        if (weight != null) {
            terms = terms.mul(weight.reshape(column(input.dim(), classDim, classes)));
        }
        return switch (r) {
            case NONE -> terms.sum(classDim, false).neg();
            case SUM -> terms.sum().neg();
            case MEAN -> terms.sum().neg().div((double) Math.max(1, input.numel() / Math.max(1, classes)));
        };
    }

    private static Tensor smoothed(
            Tensor logits,
            Tensor target,
            @Nullable Tensor weight,
            long ignoreIndex,
            Reduction r,
            double smoothing,
            int classDim) {
        Tensor nll = nllLoss(logits, target, weight, ignoreIndex, r.name().toLowerCase(java.util.Locale.ROOT));
        long classes = logits.size(classDim);
        Tensor ignored = target.eq(ignoreIndex);
        Tensor weighted = weight == null ? logits : logits.mul(weight.reshape(column(logits.dim(), classDim, classes)));
        Tensor smooth = weighted.sum(classDim, false).neg().maskedFill(ignored, 0);
        Tensor part = switch (r) {
            case NONE -> smooth;
            case SUM -> smooth.sum();
            case MEAN -> {
                if (weight == null) {
                    yield smooth.sum().div(ignored.logicalNot().sum().to(logits.dtype()));
                }
                Tensor of = weight.indexSelect(0, target.maskedFill(ignored, 0).reshape(-1))
                        .maskedFill(ignored.reshape(-1), 0);
                yield smooth.sum().div(of.sum());
            }
        };
        return nll.mul(1 - smoothing).add(part.mul(smoothing / classes));
    }

    private static long[] column(int rank, int dim, long size) {
        long[] sizes = new long[rank];
        Arrays.fill(sizes, 1);
        sizes[dim] = size;
        return sizes;
    }

    /** Classes against log-probabilities. */
    public static Tensor nllLoss(
            Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, String reduction) {
        if (Autocasting.applies("nll_loss", input)) {
            return Autocasting.run(
                    "nll_loss", in -> nllLoss(in[0], in[1], in[2], ignoreIndex, reduction), input, target, weight);
        }
        Reduction r = Reduction.of(reduction);
        int rank = input.dim();
        if (rank < 1) {
            throw new ShapeException("Expected 1 or more dimensions (got 0)");
        }
        if (rank != 1 && (target.dim() == 0 || input.size(0) != target.size(0))) {
            throw new ShapeException("Expected input batch_size (" + input.size(0) + ") to match target batch_size ("
                    + (target.dim() == 0 ? 1 : target.size(0)) + ").");
        }
        if (!input.dtype().isFloatingPoint()) {
            throw new DTypeException("\"nll_loss_out_frame\" not implemented for '"
                    + input.dtype().scalarTypeName() + "'");
        }
        if (target.dtype() != DType.INT64 && target.dtype() != DType.UINT8) {
            throw new DTypeException("expected target dtype to be Long or Byte, but got "
                    + target.dtype().scalarTypeName());
        }
        Tensor classes = target.dtype() == DType.INT64 ? target : target.to(DType.INT64);
        if (rank <= 2) {
            return flat(input, classes, weight, ignoreIndex, r);
        }
        long[] expected = new long[rank - 1];
        expected[0] = input.size(0);
        for (int d = 2; d < rank; d++) {
            expected[d - 1] = input.size(d);
        }
        if (!Arrays.equals(expected, TensorAccess.shown(classes).sizes())) {
            throw new ShapeException("Expected target size " + Arrays.toString(expected) + ", got "
                    + Arrays.toString(TensorAccess.shown(classes).sizes()));
        }
        if (rank == 4) {
            return node("NllLoss2DBackward0", input, classes, weight, ignoreIndex, r, 1);
        }
        // Other ranks run as images, as in PyTorch.
        long n = input.size(0);
        long c = input.size(1);
        long inner = expected.length == 0 ? 1 : input.numel() / Math.max(1, n * c);
        Tensor out = node(
                "NllLoss2DBackward0",
                input.reshape(n, c, 1, inner),
                classes.reshape(n, 1, inner),
                weight,
                ignoreIndex,
                r,
                1);
        return r == Reduction.NONE ? out.view(expected) : out;
    }

    private static Tensor flat(Tensor input, Tensor target, @Nullable Tensor weight, long ignoreIndex, Reduction r) {
        if (target.dim() > 1) {
            throw new ShapeException("0D or 1D target tensor expected, multi-target not supported");
        }
        boolean single = input.dim() == 1;
        if (single && target.dim() == 1 && target.size(0) != 1) {
            throw new ShapeException("size mismatch (got input: "
                    + Arrays.toString(TensorAccess.shown(input).sizes()) + ", target: "
                    + Arrays.toString(TensorAccess.shown(target).sizes()) + ")");
        }
        return node("NllLossBackward0", input, target, weight, ignoreIndex, r, single ? 0 : 1);
    }

    private static void checkWeight(@Nullable Tensor weight, long classes, Tensor input) {
        if (weight != null && (weight.dim() > 1 || weight.numel() != classes)) {
            throw new ShapeException("weight tensor should be defined either for all " + classes
                    + " classes or no classes but got weight tensor of shape: "
                    + Arrays.toString(TensorAccess.shown(weight).sizes()));
        }
        if (weight != null && weight.dtype() != input.dtype()) {
            throw new DTypeException("expected scalar type " + input.dtype().scalarTypeName() + " but found "
                    + weight.dtype().scalarTypeName());
        }
    }

    /** The operation itself: picks, weighs, reduces. */
    private static Tensor node(
            String gradFn,
            Tensor input,
            Tensor target,
            @Nullable Tensor weight,
            long ignoreIndex,
            Reduction r,
            int classDim) {
        long classes = input.size(classDim);
        checkWeight(weight, classes, input);
        NotDifferentiable.refuse("nll_loss_forward", "weight", weight);
        long[] inputSizes = TensorAccess.shown(input).sizes();
        if (KernelLikelihood.applies(input, target, r)) {
            return KernelLikelihood.of(gradFn, input, target, weight, ignoreIndex, r, classDim);
        }
        boolean scalarTarget = target.dim() == 0 && classDim == 0;
        Tensor[] parts = new Tensor[4];
        Grad.noGrad(() -> {
            Tensor ignored = target.eq(ignoreIndex);
            // A look at the values would wait for an asynchronous device in every step; there, all are weighed.
            // Who is recorded asks no values: the general form does for all.
            boolean any =
                    !input.device().isCpu() || Dispatcher.backend(input).recording() != null || Batching.any(ignored);
            Tensor safe = any ? target.maskedFill(ignored, 0) : target;
            Tensor index = scalarTarget ? safe.reshape(1) : classDim == 0 ? safe : safe.unsqueeze(1);
            Tensor picked = pick(input.detach(), index, safe, classDim, classes);
            Tensor factor = weight == null
                    ? null
                    : weight.detach()
                            .reshape(-1)
                            .indexSelect(0, safe.reshape(-1))
                            .reshapeAs(safe);
            if (any) {
                factor = factor == null ? ignored.logicalNot().to(input.dtype()) : factor.maskedFill(ignored, 0);
            }
            Tensor values = (scalarTarget ? picked.reshape() : classDim == 0 ? picked : picked.squeeze(1)).neg();
            values = factor == null ? values : values.mul(factor);
            Tensor total = factor == null ? Tensors.scalarLike(input, target.numel()) : factor.sum();
            parts[0] = (r == Reduction.NONE
                            ? classDim == 0 ? values.reshape() : values
                            : r == Reduction.SUM ? values.sum() : values.sum().div(total))
                    .detach();
            parts[1] = index;
            parts[2] = factor;
            parts[3] = total;
        });
        Tensor index = parts[1];
        Tensor factor = parts[2];
        Tensor total = parts[3];
        return Dispatcher.record(
                gradFn,
                parts[0],
                new Tensor[] {input},
                new Tensor[] {index, factor, r == Reduction.MEAN ? total : null},
                c -> new Tensor[] {
                    gradient(c.grad(), c.saved(0), c.savedOrNull(1), c.savedOrNull(2), r, classDim, inputSizes)
                });
    }

    /**
     * The gradient, composed of operations.
     *
     * @param i the classes as indices into the input
     * @param f the weight of each, null for ones
     * @param total the sum of the weights, for the mean
     */
    static Tensor gradient(
            Tensor gradient,
            Tensor i,
            @Nullable Tensor f,
            @Nullable Tensor total,
            Reduction r,
            int classDim,
            long[] inputSizes) {
        Tensor g = gradient.neg();
        g = total == null ? g : g.div(total);
        Tensor spread = r == Reduction.NONE && classDim == 1 ? g.unsqueeze(1) : g.reshape(ones(i.dim()));
        if (f != null) {
            // What is ignored has no gradient even where the mean divides by zero.
            Tensor factors = f.reshapeAs(i);
            spread = spread.mul(factors).maskedFill(factors.eq(0), 0);
        }
        Tensor zeros = Tensors.zeros(new TensorOptions(g.dtype(), g.device()), inputSizes);
        return zeros.scatter(classDim, i, spread.expand(i.shape().toArray()));
    }

    private static long[] ones(int rank) {
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Tensor pick(Tensor input, Tensor index, Tensor target, int classDim, long classes) {
        try {
            return input.gather(classDim, index);
        } catch (IndexException e) {
            for (long t : target.contiguous().toLongArray()) {
                if (t < 0 || t >= classes) {
                    throw new IndexException("Target " + t + " is out of bounds.", e);
                }
            }
            throw e;
        }
    }
}
