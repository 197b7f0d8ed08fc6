package dev.jgrad.op;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/**
 * Connectionist temporal classification: {@code torch.nn.functional.ctc_loss}. Source: Graves et al. 2006. The gradient is PyTorch's,
 * which takes for granted that the input came out of a log-softmax.
 */
public final class CtcLoss {
    /** Stands for the logarithm of zero where gradients have to pass. */
    private static final double NEVER = -1e30;

    private final long[] targets; // padded, N x longest
    private final int longest;
    private final long[] inputLengths;
    private final long[] targetLengths;
    private final long blank;
    private final boolean zeroInfinity;

    private CtcLoss(Tensor targets, long classes, long[] inputs, long[] lengths, long blank, boolean zeroInfinity) {
        this.inputLengths = inputs;
        this.targetLengths = lengths;
        this.blank = blank;
        this.zeroInfinity = zeroInfinity;
        this.longest = (int) Arrays.stream(lengths).max().orElse(0);
        this.targets = padded(targets, classes, lengths);
    }

    /** The loss of each sequence, or their sum, or the mean of the losses by target length. */
    public static Tensor loss(
            Tensor logProbs,
            Tensor targets,
            long[] inputLengths,
            long[] targetLengths,
            long blank,
            String reduction,
            boolean zeroInfinity) {
        if (Batching.anyBatched(logProbs, targets)) {
            return Batching.loopOne(
                    "ctc_loss",
                    x -> loss(
                            java.util.Objects.requireNonNull(x[0]),
                            java.util.Objects.requireNonNull(x[1]),
                            inputLengths,
                            targetLengths,
                            blank,
                            reduction,
                            zeroInfinity),
                    logProbs,
                    targets);
        }
        if (!List.of("none", "mean", "sum").contains(reduction)) {
            throw new ArgumentException(reduction + " is not a valid value for reduction");
        }
        if (logProbs.dtype() != DType.FLOAT32 && logProbs.dtype() != DType.FLOAT64) {
            throw new DTypeException(
                    "\"ctc_loss_cpu\" not implemented for '" + logProbs.dtype().scalarTypeName() + "'");
        }
        if (targets.isFloatingPoint() || targets.dtype().isBool()) {
            throw new DTypeException(
                    "targets must be integral, got " + targets.dtype().scalarTypeName());
        }
        if (logProbs.dim() != 2 && logProbs.dim() != 3) {
            throw new ShapeException("log_probs tensor must be of shape (T, N, C) or (T, C), got " + logProbs.shape());
        }
        boolean batched = logProbs.dim() == 3;
        Tensor wide = batched ? logProbs : logProbs.unsqueeze(1);
        Tensor labels = batched || targets.dim() != 1 ? targets : targets.unsqueeze(0);
        check(wide, labels, inputLengths, targetLengths, blank);
        Tensor each = new CtcLoss(labels, wide.size(2), inputLengths, targetLengths, blank, zeroInfinity).each(wide);
        return switch (reduction) {
            case "none" -> batched ? each : each.squeeze(0);
            case "sum" -> each.sum();
            default -> {
                long[] atLeast1 =
                        Arrays.stream(targetLengths).map(n -> Math.max(n, 1)).toArray();
                yield each.div(Tensors.tensor(
                                new TensorOptions(each.dtype(), each.device()),
                                Arrays.stream(atLeast1).asDoubleStream().toArray(),
                                atLeast1.length))
                        .mean();
            }
        };
    }

    private static void check(Tensor x, Tensor targets, long[] inputs, long[] lengths, long blank) {
        long t = x.size(0);
        long n = x.size(1);
        if (blank < 0 || blank >= x.size(2)) {
            throw new ArgumentException("blank must be in label range, 0 to " + (x.size(2) - 1) + ", got " + blank);
        }
        if (inputs.length != n || lengths.length != n) {
            throw new ShapeException("input_lengths and target_lengths must be of size batch_size " + n + ", got "
                    + inputs.length + " and " + lengths.length);
        }
        for (long length : inputs) {
            if (length < 0 || length > t) {
                throw new ArgumentException("Expected input_lengths to have value at most " + t + ", but got value "
                        + length + " (while checking arguments for ctc_loss)");
            }
        }
        long most = targets.dim() == 2 ? targets.size(1) : Long.MAX_VALUE;
        for (long length : lengths) {
            if (length < 0 || length > most) {
                throw new ArgumentException("Expected target_lengths to have value at most " + most + ", but got value "
                        + length + " (while checking arguments for ctc_loss)");
            }
        }
        boolean fits = targets.dim() == 2
                ? targets.size(0) == n
                : targets.dim() == 1
                        && targets.numel() == Arrays.stream(lengths).sum();
        if (!fits) {
            throw new ShapeException(
                    "Expected targets of shape (N, S), or (sum of target_lengths), got " + targets.shape());
        }
    }

    private long[] padded(Tensor labels, long classes, long[] lengths) {
        long[] flat = labels.toLongArray();
        long[] out = HeapArrays.longs((long) lengths.length * longest);
        for (int b = 0, at = 0; b < lengths.length; b++) {
            int from = labels.dim() == 2 ? b * (int) labels.size(1) : at;
            for (int i = 0; i < lengths[b]; i++) {
                long label = flat[from + i];
                if (label < 0 || label >= classes) {
                    throw new ArgumentException(
                            "ctc_loss: target " + label + " is not a class of 0 to " + (classes - 1));
                }
                out[b * longest + i] = label;
            }
            at += (int) lengths[b];
        }
        return out;
    }

    /** What stands at a place of the target with blanks around and between all labels. */
    private int label(int b, int s) {
        return (int) (s % 2 == 0 ? blank : targets[b * longest + s / 2]);
    }

    private boolean skips(int b, int s) {
        return s >= 2 && s % 2 == 1 && label(b, s) != label(b, s - 2);
    }

    /** The loss of each sequence of T x N x C. */
    private Tensor each(Tensor logProbs) {
        return HeapArrays.within(() -> walked(logProbs));
    }

    private Tensor walked(Tensor logProbs) {
        int t = HeapArrays.length(logProbs.size(0));
        int n = HeapArrays.length(logProbs.size(1));
        int c = HeapArrays.length(logProbs.size(2));
        double[] x = logProbs.detach().to(DType.FLOAT64).contiguous().toDoubleArray();
        double[] losses = new double[n];
        double[] gradient = new double[x.length];
        for (int b = 0; b < n; b++) {
            losses[b] = sequence(x, gradient, b, (int) inputLengths[b], n, c);
        }
        TensorOptions options = new TensorOptions(logProbs.dtype(), logProbs.device());
        Tensor slopes = Tensors.tensor(options, gradient, t, n, c);
        Tensor out = Tensors.tensor(options, losses, n);
        Tensor raw = Dispatcher.record(
                "CtcLossBackward0", out, new Tensor[] {logProbs}, new Tensor[] {logProbs, slopes}, context -> {
                    Tensor g = context.grad().reshape(1, -1, 1);
                    return new Tensor[] {
                        context.recording()
                                ? differentiable(context.saved(0)).mul(g)
                                : context.saved(1).mul(g)
                    };
                });
        return zeroInfinity ? raw.maskedFill(raw.detach().eq(Double.POSITIVE_INFINITY), 0) : raw;
    }

    /** Forward and backward variables of one sequence in logarithms; adds its gradient, returns its loss. */
    private double sequence(double[] x, double[] gradient, int b, int length, int n, int c) {
        int states = 2 * (int) targetLengths[b] + 1;
        double[][] alpha = new double[length][states];
        double[][] beta = new double[length][states];
        for (int i = 0; i < length; i++) {
            for (int s = 0; s < states; s++) {
                double best = i == 0 ? (s < 2 ? 0 : Double.NEGATIVE_INFINITY) : alpha[i - 1][s];
                if (i > 0 && s > 0) {
                    best = add(best, alpha[i - 1][s - 1]);
                }
                if (i > 0 && skips(b, s)) {
                    best = add(best, alpha[i - 1][s - 2]);
                }
                alpha[i][s] = best + x[(i * n + b) * c + label(b, s)];
            }
        }
        for (int i = length - 1; i >= 0; i--) {
            for (int s = states - 1; s >= 0; s--) {
                boolean last = i == length - 1;
                double best = last ? (s >= states - 2 ? 0 : Double.NEGATIVE_INFINITY) : beta[i + 1][s];
                if (!last && s + 1 < states) {
                    best = add(best, beta[i + 1][s + 1]);
                }
                if (!last && s + 2 < states && skips(b, s + 2)) {
                    best = add(best, beta[i + 1][s + 2]);
                }
                beta[i][s] = best + x[(i * n + b) * c + label(b, s)];
            }
        }
        double likelihood = length == 0
                ? (states == 1 ? 0 : Double.NEGATIVE_INFINITY)
                : states == 1
                        ? alpha[length - 1][0]
                        : add(alpha[length - 1][states - 1], alpha[length - 1][states - 2]);
        if (likelihood == Double.NEGATIVE_INFINITY && zeroInfinity) {
            return Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i < length; i++) {
            double[] through = new double[c];
            Arrays.fill(through, Double.NEGATIVE_INFINITY);
            for (int s = 0; s < states; s++) {
                int k = label(b, s);
                through[k] = add(through[k], alpha[i][s] + beta[i][s]);
            }
            for (int k = 0; k < c; k++) {
                double lp = x[(i * n + b) * c + k];
                gradient[(i * n + b) * c + k] = Math.exp(lp) - Math.exp(through[k] - likelihood - lp);
            }
        }
        return -likelihood;
    }

    private static double add(double a, double b) {
        double top = Math.max(a, b);
        return top == Double.NEGATIVE_INFINITY ? top : top + Math.log(Math.exp(a - top) + Math.exp(b - top));
    }

    /** The gradient once more, from operations that are recorded. */
    private Tensor differentiable(Tensor x) {
        boolean[] active = new boolean[HeapArrays.length(x.size(0) * x.size(1))];
        for (int i = 0; i < active.length; i++) {
            int b = (int) (i % x.size(1));
            active[i] = i / x.size(1) < inputLengths[b];
        }
        TensorOptions mask = new TensorOptions(DType.BOOL, x.device());
        Tensor counts = Tensors.tensor(mask, active, x.size(0), x.size(1), 1);
        try (Guard _ = Grad.enabled()) {
            Tensor own = ViewOps.alias(x);
            if (!own.requiresGrad()) {
                own.requiresGrad_();
            }
            Tensor minus = Autograd.grad(
                            List.of(recorded(own).sum()),
                            List.of(own),
                            List.of(Tensors.scalarLike(own, 1)),
                            Autograd.Options.DEFAULT.withCreateGraph())
                    .getFirst();
            return own.exp().add(minus).mul(counts.to(x.dtype()));
        }
    }

    private Tensor recorded(Tensor x) {
        return HeapArrays.within(() -> composed(x));
    }

    private Tensor composed(Tensor x) {
        int n = HeapArrays.length(x.size(1));
        int states = 2 * longest + 1;
        long[] labels = HeapArrays.longs((long) n * states);
        boolean[] skip = new boolean[n * states];
        boolean[] last = new boolean[n * states];
        for (int b = 0; b < n; b++) {
            int own = 2 * (int) targetLengths[b] + 1;
            for (int s = 0; s < own; s++) {
                labels[b * states + s] = label(b, s);
                skip[b * states + s] = skips(b, s);
                last[b * states + s] = s >= own - 2;
            }
        }
        TensorOptions bools = new TensorOptions(DType.BOOL, x.device());
        Tensor index = Tensors.tensor(new TensorOptions(DType.INT64, x.device()), labels, 1, n, states);
        Tensor mayNotSkip = Tensors.tensor(bools, skip, n, states).logicalNot();
        Tensor scores = x.gather(2, index.expand(x.size(0), n, states));
        Tensor start = Tensors.arange(TensorOptions.dtype(DType.INT64), states).ge(2);
        Tensor alpha = scores.select(0, 0).maskedFill(start, NEVER);
        for (int i = 1; i < x.size(0); i++) {
            Tensor one = Padding.constant(alpha, new long[] {1, -1}, NEVER);
            Tensor two = Padding.constant(alpha, new long[] {2, -2}, NEVER).maskedFill(mayNotSkip, NEVER);
            Tensor next = Tensors.stack(0, alpha, one, two)
                    .logsumexp(new int[] {0}, false)
                    .add(scores.select(0, i));
            boolean[] running = new boolean[n];
            for (int b = 0; b < n; b++) {
                running[b] = i < inputLengths[b];
            }
            alpha = Tensors.where(Tensors.tensor(bools, running, n, 1), next, alpha);
        }
        Tensor ends = Tensors.tensor(bools, last, n, states);
        return alpha.maskedFill(ends.logicalNot(), NEVER)
                .logsumexp(new int[] {1}, false)
                .neg();
    }
}
