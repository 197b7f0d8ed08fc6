package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What attention must not look at. A mask of bools is true where looking is forbidden; one of numbers is added to the scores.
 *
 * @param keyPadding (batch, source), or null: positions that are only padding
 * @param attention (target, source) or (batch × heads, target, source), or null: for instance the future
 */
public record AttentionMasks(
        @Nullable Tensor keyPadding, @Nullable Tensor attention) {
    /** No masks. */
    public static final AttentionMasks NONE = new AttentionMasks(null, null);

    /** A mask in numbers to be added: minus infinity where looking is forbidden. */
    static @Nullable Tensor additive(@Nullable Tensor mask, Tensor like) {
        if (mask == null || mask.isFloatingPoint()) {
            return mask;
        }
        try (var _ = Grad.disabled()) {
            return like.newZeros(mask.shape().toArray()).maskedFill(mask, Double.NEGATIVE_INFINITY);
        }
    }
}
