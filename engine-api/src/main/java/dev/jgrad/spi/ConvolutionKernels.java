package dev.jgrad.spi;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Cross-correlation (what PyTorch calls convolution): input [N, C, *], weight [O, C/groups, *], output [N, O, *].
 * A transposed convolution is {@link #inputGradient} with the roles exchanged; the op layer does that. Floating dtypes.
 */
public interface ConvolutionKernels {
    /**
     * The physical layout in which the backend would like the output of such a convolution (channels innermost, say), or
     * null for row-major.
     */
    @Nullable
    Layout preferredOutput(DType dtype, Layout input, Layout weight, ConvSpec spec, long[] outputSizes);

    /**
     * The physical layout in which inputs and weights of these sizes are used without being copied, or null for row-major;
     * for those that are made anew anyway, as autocast makes them.
     */
    default @Nullable Layout preferredOperand(DType dtype, long[] sizes) {
        return null;
    }

    /**
     * The physical layout in which the backend would like a weight that is trained, so that it, its gradient and the optimizer's
     * state need not be copied into another one in each step; null where it may lie as it does. Asked with the layouts of a
     * forward pass.
     */
    default @Nullable Layout preferredTrainedWeight(
            DType dtype, Layout input, Layout weight, ConvSpec spec, Layout output) {
        return null;
    }

    /** {@code out = conv(input, weight) + bias}. */
    void forward(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer out,
            Layout outLayout,
            Buffer input,
            Layout inputLayout,
            Buffer weight,
            Layout weightLayout,
            @Nullable Buffer bias);

    /** Gradient of the input: {@code gradInput} from {@code gradOutput} and the weight. */
    void inputGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradInput,
            Layout gradInputLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer weight,
            Layout weightLayout);

    /** Gradient of the weight: {@code gradWeight} from {@code gradOutput} and the input. */
    void weightGradient(
            Stream stream,
            DType dtype,
            ConvSpec spec,
            Buffer gradWeight,
            Layout gradWeightLayout,
            Buffer gradOutput,
            Layout gradOutputLayout,
            Buffer input,
            Layout inputLayout);
}
