package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A softmax over very many classes, rare ones in clusters with narrower projections. {@code
 * torch.nn.AdaptiveLogSoftmaxWithLoss}. Source: Grave et al. 2017.
 */
public final class AdaptiveLogSoftmaxWithLoss extends Module {
    /** The log-likelihood of each target and the mean loss. */
    public record Output(Tensor output, Tensor loss) {}

    private final long inFeatures;
    private final long nClasses;
    private final long[] cutoffs;
    private final int clusters;
    private final long headSize;
    private Linear head;
    private ModuleList tail;

    /** Clusters begin at the cutoffs and are narrower by a factor of 4 from one to the next. */
    public AdaptiveLogSoftmaxWithLoss(long inFeatures, long nClasses, long... cutoffs) {
        this(inFeatures, nClasses, cutoffs, 4, false);
    }

    /**
     * With all settings.
     *
     * @param cutoffs first classes of the clusters, ascending, the first of them above 0
     * @param divValue by how much each cluster is narrower than the one before
     * @param headBias true for a bias in the head
     */
    public AdaptiveLogSoftmaxWithLoss(
            long inFeatures, long nClasses, long[] cutoffs, double divValue, boolean headBias) {
        if (cutoffs.length == 0) {
            throw new ArgumentException("cutoffs should be a sequence of length larger than 0");
        }
        for (int i = 0; i < cutoffs.length; i++) {
            if (cutoffs[i] <= (i == 0 ? 0 : cutoffs[i - 1]) || cutoffs[i] > nClasses - 1) {
                throw new ArgumentException("cutoffs should be a sequence of unique, positive integers sorted in an"
                        + " increasing order, where each value is between 1 and n_classes-1");
            }
        }
        this.inFeatures = inFeatures;
        this.nClasses = nClasses;
        this.cutoffs = Arrays.copyOf(cutoffs, cutoffs.length + 1);
        this.cutoffs[cutoffs.length] = nClasses;
        this.clusters = cutoffs.length;
        this.headSize = cutoffs[0] + clusters;
        this.head = registerModule("head", new Linear(inFeatures, headSize, headBias));
        this.tail = registerModule("tail", new ModuleList());
        for (int i = 0; i < clusters; i++) {
            long width = (long) Math.floor(inFeatures / Math.pow(divValue, i + 1));
            tail.append(new Sequential(
                    new Linear(inFeatures, width, false),
                    new Linear(width, this.cutoffs[i + 1] - this.cutoffs[i], false)));
        }
    }

    /** The log-likelihood of each target; the loss is minus their mean. */
    @Override
    public Tensor forward(@Nullable Tensor... given) {
        Inputs.check(this, given, 2, 2);
        return outputs(Inputs.required(given, 0), Inputs.required(given, 1)).output();
    }

    /** The log-likelihoods and the loss. */
    @Override
    protected List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        @Nullable Tensor[] given = inputs.toArray(Tensor[]::new);
        Inputs.check(this, given, 2, 2);
        Output both = outputs(Inputs.required(given, 0), Inputs.required(given, 1));
        return Arrays.asList(both.output(), both.loss());
    }

    /**
     * Log-likelihoods and the mean loss.
     *
     * @param input (batch, features) or (features)
     * @param target (batch) or ()
     */
    public Output outputs(Tensor input, Tensor target) {
        if (input.dim() != target.dim() + 1 || target.dim() > 1) {
            throw new ShapeException("AdaptiveLogSoftmaxWithLoss: expected input (N, in_features) with target (N), or"
                    + " (in_features) with (), got " + input.shape() + " and " + target.shape());
        }
        Tensor x = target.dim() == 0 ? input.unsqueeze(0) : input;
        Tensor classes = target.dim() == 0 ? target.unsqueeze(0) : target;
        if (classes.numel() > 0
                && (classes.min().itemLong() < 0 || classes.max().itemLong() >= nClasses)) {
            throw new ArgumentException("Target values should be in [0, n_classes - 1], but values in range ["
                    + classes.min().itemLong() + ", " + classes.max().itemLong() + "] were found. ");
        }
        Tensor inHead = classes.lt(cutoffs[0]);
        Tensor gather = Tensors.where(inHead, classes, Tensors.zerosLike(classes));
        Tensor output = x.newZeros(x.size(0));
        for (int i = 0; i < clusters; i++) {
            Tensor rows = classes.ge(cutoffs[i])
                    .logicalAnd(classes.lt(cutoffs[i + 1]))
                    .nonzero()
                    .reshape(-1);
            if (rows.numel() == 0) {
                continue;
            }
            gather = gather.indexFill(0, rows, cutoffs[0] + i);
            Tensor logs = Functional.logSoftmax(tail.get(i).call(x.indexSelect(0, rows)), 1);
            Tensor within = classes.indexSelect(0, rows).sub(cutoffs[i]).unsqueeze(1);
            output = output.indexCopy(0, rows, logs.gather(1, within).squeeze(1));
        }
        Tensor logs = Functional.logSoftmax(head.call(x), 1);
        output = output.add(logs.gather(1, gather.to(DType.INT64).unsqueeze(1)).squeeze(1));
        Tensor loss = output.neg().mean();
        return new Output(target.dim() == 0 ? output.squeeze(0) : output, loss);
    }

    /** The logarithms of the probabilities of all classes, (batch, classes). */
    public Tensor logProb(Tensor input) {
        Tensor logs = Functional.logSoftmax(head.call(input), 1);
        Tensor[] parts = new Tensor[clusters + 1];
        parts[0] = logs.narrow(1, 0, cutoffs[0]);
        for (int i = 0; i < clusters; i++) {
            Tensor cluster = logs.narrow(1, cutoffs[0] + i, 1);
            parts[i + 1] = Functional.logSoftmax(tail.get(i).call(input), 1).add(cluster);
        }
        return Tensors.cat(1, parts);
    }

    /** The most probable class of each row. */
    public Tensor predict(Tensor input) {
        return logProb(input).argmax(1);
    }

    /** The number of features that it takes. */
    public long inFeatures() {
        return inFeatures;
    }
}
