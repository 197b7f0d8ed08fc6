package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/** Batch norm, layer norm and softmax with their gradients. Floating dtypes. Vectors are contiguous at offset 0. */
public interface NormalizationKernels {
    /**
     * True when the batch-norm kernels compute on float16 and bfloat16 data with float32 vectors (weight, bias,
     * statistics and their gradients): with such data the op layer then always hands over float32 vectors. False when all
     * arguments have one dtype; mixed precision then goes through float32 copies.
     */
    default boolean takesFloatVectors() {
        return false;
    }

    /**
     * Batch normalisation in training: normalises each channel (dimension 1) of [N, C, *] by its own mean and biased
     * variance, writes both statistics, and updates the running ones (unbiased variance) by {@code momentum}. Source:
     * Ioffe and Szegedy 2015; {@code torch.native_batch_norm}.
     *
     * @param saveMean receives the mean, C elements
     * @param saveInvStd receives 1 / sqrt(variance + eps), C elements
     * @param runningMean updated in place when not null, as {@code runningVar}
     */
    void batchNormTraining(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer saveMean,
            Buffer saveInvStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            @Nullable Buffer runningMean,
            @Nullable Buffer runningVar,
            double momentum,
            double eps);

    /** Batch normalisation with given statistics: {@code (x - mean) / sqrt(var + eps) * weight + bias}. */
    void batchNormInference(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            Buffer mean,
            Buffer variance,
            double eps);

    /**
     * Gradients of batch normalisation; each of the three outputs may be null when not wanted.
     *
     * @param training whether mean and invStd were computed from {@code in} (then they have a gradient too)
     */
    void batchNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Layout gradInputLayout,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            Buffer mean,
            Buffer invStd,
            boolean training);

    /**
     * Layer normalisation of a contiguous [rows, n] matrix, each row by its own mean and biased variance. Source: Ba et
     * al. 2016; {@code torch.native_layer_norm}. {@code mean} and {@code invStd} receive {@code rows} elements.
     */
    void layerNormForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer mean,
            Buffer invStd,
            Buffer in,
            Layout inLayout,
            @Nullable Buffer weight,
            @Nullable Buffer bias,
            double eps);

    /** Gradients of layer normalisation over contiguous [rows, n]; outputs may be null. */
    void layerNormBackward(
            Stream stream,
            DType dtype,
            @Nullable Buffer gradInput,
            @Nullable Buffer gradWeight,
            @Nullable Buffer gradBias,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer in,
            Layout inLayout,
            Buffer mean,
            Buffer invStd,
            @Nullable Buffer weight);

    /** True where {@link #likelihoodForward} is there; elsewhere the loss is composed of operations. */
    default boolean takesLikelihoods() {
        return false;
    }

    /**
     * Negative log-likelihood of [N, C, *] log-probabilities: minus the one that the target names, times its weight, 0 where the target is
     * {@code ignored}. Source: {@code torch.nll_loss}. A target that is neither is an error, at once or later.
     *
     * @param out a value for each target, or one for all where {@code total} is given
     * @param total receives the sum of the weights; null where nothing is reduced
     * @param mean divides the sum by that of the weights
     * @param target int64 [N, *]
     * @param weight one for each class, or null for ones
     */
    default void likelihoodForward(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer total,
            boolean mean,
            Buffer in,
            Layout inLayout,
            Buffer target,
            Layout targetLayout,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            long ignored) {
        throw new UnsupportedOperationException("this backend composes likelihoods");
    }

    /**
     * The gradient of {@link #likelihoodForward}. Fills {@code gradInput}.
     *
     * @param gradOutput a value for each target, or one for all, expanded to the sizes of the target
     * @param total what the forward pass summed up where it took the mean, else null
     */
    default void likelihoodBackward(
            Stream stream,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            @Nullable Buffer total,
            Buffer target,
            Layout targetLayout,
            @Nullable Buffer weight,
            @Nullable Layout weightLayout,
            long ignored) {
        throw new UnsupportedOperationException("this backend composes likelihoods");
    }

    /** Softmax, or its logarithm, along {@code dim}; any strides. */
    void softmaxForward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim);

    /** Gradient of softmax (or of log-softmax) from its output. */
    void softmaxBackward(
            Stream stream,
            boolean logarithm,
            DType dtype,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer output,
            Layout outputLayout,
            int dim);
}
