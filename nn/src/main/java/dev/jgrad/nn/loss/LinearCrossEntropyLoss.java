package dev.jgrad.nn.loss;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Shape;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cross entropy of the logits of a linear layer that belongs to the loss: (batch, inFeatures) and labels (batch, *) or
 * probabilities (batch, classes, *). {@code torch.nn.LinearCrossEntropyLoss}; always computed at once, as with {@code
 * options=None}.
 */
public final class LinearCrossEntropyLoss extends Module {
    /**
     * What PyTorch names by keyword.
     *
     * @param outFeatures sizes of a loss of several dimensions; none for one label a sample
     * @param bias adds a learned number to each logit
     * @param weight a factor per class, or null
     * @param ignoreIndex a label that does not count; null for -100 where targets are labels
     * @param reduction what becomes of the losses of all elements
     * @param labelSmoothing the part of the probability that all classes share
     */
    public record Options(
            Shape outFeatures,
            boolean bias,
            @Nullable Tensor weight,
            @Nullable Long ignoreIndex,
            Reduction reduction,
            double labelSmoothing) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(Shape.of(), false, null, null, Reduction.MEAN, 0);

        /** A copy with other {@code outFeatures}. */
        public Options withOutFeatures(long... value) {
            return new Options(Shape.of(value), bias, weight, ignoreIndex, reduction, labelSmoothing);
        }

        /** A copy with another {@code bias}. */
        public Options withBias(boolean value) {
            return new Options(outFeatures, value, weight, ignoreIndex, reduction, labelSmoothing);
        }

        /** A copy with another {@code weight}. */
        public Options withWeight(Tensor value) {
            return new Options(outFeatures, bias, value, ignoreIndex, reduction, labelSmoothing);
        }

        /** A copy with another {@code ignoreIndex}. */
        public Options withIgnoreIndex(@Nullable Long value) {
            return new Options(outFeatures, bias, weight, value, reduction, labelSmoothing);
        }

        /** A copy with another {@code reduction}. */
        public Options withReduction(Reduction value) {
            return new Options(outFeatures, bias, weight, ignoreIndex, value, labelSmoothing);
        }

        /** A copy with another {@code labelSmoothing}. */
        public Options withLabelSmoothing(double value) {
            return new Options(outFeatures, bias, weight, ignoreIndex, reduction, value);
        }
    }

    private final long numClasses;
    private final Options options;
    private @Nullable Tensor weight;
    private Linear linear;

    /** With PyTorch's defaults. */
    public LinearCrossEntropyLoss(long inFeatures, long numClasses) {
        this(inFeatures, numClasses, Options.DEFAULT);
    }

    /**
     * With all settings.
     *
     * @throws ShapeException when there is not one weight for each class
     * @throws ArgumentException when {@code labelSmoothing} is not in [0, 1]
     */
    public LinearCrossEntropyLoss(long inFeatures, long numClasses, Options options) {
        if (options.weight != null && !options.weight.shape().equals(Shape.of(numClasses))) {
            throw new ShapeException("expected weight shape to be " + Repr.tuple(new long[] {numClasses}) + ", got "
                    + Repr.tuple(options.weight.shape().toArray()));
        }
        if (!(options.labelSmoothing >= 0 && options.labelSmoothing <= 1)) {
            throw new ArgumentException(
                    "expected label_smoothing to be in range [0, 1], got " + options.labelSmoothing);
        }
        this.numClasses = numClasses;
        this.options = options;
        if (options.weight != null) {
            weight = registerBuffer("weight", options.weight);
        }
        long outputs = Arrays.stream(options.outFeatures.toArray()).reduce(numClasses, (a, b) -> a * b);
        linear = registerModule("linear", new Linear(inFeatures, outputs, options.bias));
    }

    /** The loss of inputs for labels, or for probabilities of the classes. */
    public Tensor forward(Tensor input, Tensor target) {
        long[] own = options.outFeatures.toArray();
        long[] sizes = new long[own.length + 2];
        sizes[0] = numClasses;
        System.arraycopy(own, 0, sizes, 1, own.length);
        sizes[own.length + 1] = linear.inFeatures();
        Tensor bias = linear.bias();
        return Functional.linearCrossEntropy(
                input,
                linear.weight().reshape(sizes),
                target,
                bias == null ? null : bias.reshape(Arrays.copyOf(sizes, own.length + 1)),
                weight,
                options.reduction.label(),
                options.ignoreIndex,
                options.labelSmoothing);
    }

    @Override
    public Tensor forward(@Nullable Tensor... inputs) {
        if (inputs.length != 2) {
            throw new ArgumentException(
                    "LinearCrossEntropyLoss.forward() takes 2 inputs but " + inputs.length + " were given");
        }
        return forward(Objects.requireNonNull(inputs[0]), Objects.requireNonNull(inputs[1]));
    }

    @Override
    protected String extraRepr() {
        return "in_features=" + linear.inFeatures() + ", num_classes=" + numClasses + ", out_features="
                + Repr.tuple(options.outFeatures.toArray()) + ", bias=" + Repr.of(options.bias) + ", reduction="
                + options.reduction.label() + ", ignore_index=" + Repr.of((Object) options.ignoreIndex)
                + ", label_smoothing=" + Repr.of(options.labelSmoothing) + ", options=None";
    }
}
