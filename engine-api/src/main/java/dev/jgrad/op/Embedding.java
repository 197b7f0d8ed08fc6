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

/** Rows of tables by number: {@code torch.nn.functional.embedding}, {@code embedding_bag}, {@code one_hot}. */
public final class Embedding {
    private Embedding() {}

    /** Rows of the weight. */
    public static Tensor embedding(
            Tensor input,
            Tensor weight,
            @Nullable Long paddingIdx,
            @Nullable Double maxNorm,
            double normType,
            boolean scaleByFrequency) {
        if (weight.dim() != 2) {
            throw new ShapeException("'weight' must be 2-D");
        }
        checkIndices("embedding", input);
        long rows = weight.size(0);
        long padding = padding(paddingIdx, rows);
        Tensor flat = flat(input);
        if (maxNorm != null) {
            limitRows(weight, flat, maxNorm, normType);
        }
        long width = weight.size(1);
        long[] inputSizes = TensorAccess.shown(input).sizes();
        long[] sizes = Arrays.copyOf(inputSizes, inputSizes.length + 1);
        sizes[inputSizes.length] = width;
        Tensor out = Grad.noGrad(() -> rows(weight.detach(), flat).view(sizes).detach());
        return Dispatcher.record("EmbeddingBackward0", out, new Tensor[] {weight}, new Tensor[] {flat}, c ->
                new Tensor[] {gradient(c, rows, width, padding, scaleByFrequency)});
    }

    private static Tensor gradient(BackwardContext c, long rows, long width, long padding, boolean scaleByFrequency) {
        Tensor index = c.saved(0);
        Tensor g = c.grad().reshape(index.numel(), width);
        if (padding >= 0) {
            g = g.maskedFill(index.eq(padding).unsqueeze(1), 0);
        }
        if (scaleByFrequency) {
            TensorOptions o = new TensorOptions(g.dtype(), g.device());
            Tensor count = Tensors.zeros(o, rows).indexAdd_(0, index, Tensors.ones(o, index.numel()));
            g = g.div(count.indexSelect(0, index).unsqueeze(1));
        }
        Tensor zeros = Tensors.zeros(new TensorOptions(g.dtype(), g.device()), rows, width);
        return c.recording() ? zeros.indexAdd(0, index, g) : zeros.indexAdd_(0, index, g);
    }

    private static Tensor flat(Tensor input) {
        return Grad.noGrad(() -> input.detach().to(DType.INT64).reshape(-1).detach());
    }

    private static Tensor rows(Tensor weight, Tensor index) {
        try {
            return weight.indexSelect(0, index);
        } catch (IndexException e) {
            throw new IndexException("index out of range in self", e);
        }
    }

    private static void checkIndices(String op, Tensor input) {
        if (input.dtype() != DType.INT64 && input.dtype() != DType.INT32) {
            throw new DTypeException("Expected tensor for argument #1 'indices' to have one of the following scalar"
                    + " types: Long, Int; but got torch." + input.dtype().scalarTypeName()
                    + "Tensor instead (while checking arguments for " + op + ")");
        }
    }

    private static long padding(@Nullable Long given, long rows) {
        if (given == null) {
            return -1;
        }
        if (given >= rows || given < -rows) {
            throw new ArgumentException("Padding_idx must be within num_embeddings");
        }
        return given < 0 ? given + rows : given;
    }

    /** Scales the rows that are used to at most a norm, in place and unrecorded. */
    private static void limitRows(Tensor weight, Tensor index, double maxNorm, double normType) {
        Grad.noGrad(() -> {
            Tensor used = rows(weight.detach(), index);
            Tensor norm = used.norm(normType, new int[] {1}, true);
            Tensor scale = norm.add(1e-7).rdiv(maxNorm);
            Tensor limited = Tensors.where(norm.gt(maxNorm), used.mul(scale), used);
            weight.indexCopy_(0, index, limited);
        });
    }

    /** Bags of rows, reduced. */
    public static Tensor bag(
            Tensor input,
            Tensor weight,
            @Nullable Tensor offsets,
            @Nullable Double maxNorm,
            double normType,
            boolean scaleByFrequency,
            String mode,
            @Nullable Tensor perSampleWeights,
            boolean includeLastOffset,
            @Nullable Long paddingIdx) {
        if (input.dtype().isFloatingPoint() && weight.dtype() == DType.INT64) {
            // An order that PyTorch once had and still takes.
            return bag(
                    weight,
                    input,
                    offsets,
                    maxNorm,
                    normType,
                    scaleByFrequency,
                    mode,
                    perSampleWeights,
                    includeLastOffset,
                    paddingIdx);
        }
        if (weight.dim() != 2) {
            throw new ShapeException("'weight' must be 2-D");
        }
        checkIndices("embedding_bag", input);
        if (Batching.anyBatched(input, offsets)) {
            return Batching.loopOne(
                    "embedding_bag",
                    x -> bag(
                            java.util.Objects.requireNonNull(x[0]),
                            java.util.Objects.requireNonNull(x[1]),
                            x[2],
                            maxNorm,
                            normType,
                            scaleByFrequency,
                            mode,
                            x[3],
                            includeLastOffset,
                            paddingIdx),
                    input,
                    weight,
                    offsets,
                    perSampleWeights);
        }
        boolean max = mode.equals("max");
        if (!max && !mode.equals("sum") && !mode.equals("mean")) {
            throw new ArgumentException("mode has to be one of sum, mean or max");
        }
        if (perSampleWeights != null && !mode.equals("sum")) {
            throw new ArgumentException("embedding_bag: per_sample_weights was not None. per_sample_weights is only"
                    + " supported for mode='sum' (got mode='" + mode + "'). Please open a feature request on GitHub.");
        }
        if (perSampleWeights != null && !perSampleWeights.shape().equals(input.shape())) {
            throw new ShapeException("embedding_bag: If per_sample_weights (" + perSampleWeights.shape()
                    + ") is not None, then it must have the same shape as the input (" + input.shape() + ")");
        }
        if (perSampleWeights != null && perSampleWeights.dtype() != weight.dtype()) {
            throw new DTypeException("embedding_bag: Expected tensor for argument #1 'weight' to have the same type as"
                    + " tensor for argument #1 'per_sample_weights'; but type "
                    + weight.dtype().scalarTypeName() + " does not equal "
                    + perSampleWeights.dtype().scalarTypeName());
        }
        if (scaleByFrequency && max) {
            throw new ArgumentException("max mode does not support scaling the gradient by the frequency");
        }
        long padding = padding(paddingIdx, weight.size(0));
        Tensor flat = flat(input);
        if (maxNorm != null) {
            limitRows(weight, flat, maxNorm, normType);
        }
        Bags bags = Bags.of(input, offsets, includeLastOffset);
        Tensor samples = perSampleWeights == null ? null : perSampleWeights.reshape(-1);
        boolean weighs = samples != null;
        Tensor[] inputs = samples == null ? new Tensor[] {weight} : new Tensor[] {weight, samples};
        return Composed.named("EmbeddingBagBackward0", inputs, new Tensor[] {flat}, t -> {
            Tensor index = t[t.length - 1];
            Tensor rows = scaleByFrequency ? embedding(index, t[0], null, null, 2, true) : rows(t[0], index);
            if (weighs) {
                rows = rows.mul(t[1].unsqueeze(1));
            }
            return max ? bags.max(rows, index, padding) : bags.sum(rows, index, padding, mode.equals("mean"));
        });
    }

    /** Ones at classes. */
    public static Tensor oneHot(Tensor input, long numClasses) {
        if (input.dtype() != DType.INT64) {
            throw new DTypeException("one_hot is only applicable to index tensor of type LongTensor.");
        }
        if (input.numel() == 0 && numClasses <= 0) {
            throw new ArgumentException("Can not infer total number of classes from empty tensor.");
        }
        if (numClasses != -1 && numClasses < 1) {
            throw new ArgumentException("num_classes should be positive");
        }
        if (input.numel() > 0 && Batching.lower(input).min().itemLong() < 0) {
            throw new ArgumentException("Class values must be non-negative.");
        }
        long classes = numClasses;
        if (classes == -1) {
            classes = Batching.lower(input).max().itemLong() + 1;
        } else if (input.numel() > 0 && Batching.lower(input).max().itemLong() >= classes) {
            throw new ArgumentException("Class values must be smaller than num_classes.");
        }
        long[] sizes = TensorAccess.shown(input).sizes();
        long[] wide = Arrays.copyOf(sizes, sizes.length + 1);
        wide[sizes.length] = classes;
        Tensor zeros = Tensors.zeros(new TensorOptions(DType.INT64, input.device()), wide);
        return input.numel() == 0 ? zeros : zeros.scatter_(sizes.length, input.unsqueeze(-1), 1);
    }
}
