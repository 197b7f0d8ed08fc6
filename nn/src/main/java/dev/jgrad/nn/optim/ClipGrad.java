package dev.jgrad.nn.optim;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import java.util.Objects;

/** Keeps gradients from becoming too large, between backward pass and step: {@code torch.nn.utils.clip_grad_norm_}. */
public final class ClipGrad {
    private ClipGrad() {}

    /** Scales all gradients so that together they have at most this 2-norm; returns the norm they had. */
    public static Tensor norm_(List<Tensor> parameters, double maxNorm) {
        return norm_(parameters, maxNorm, 2, false);
    }

    /**
     * Scales all gradients so that together they have at most this norm.
     *
     * @param normType the p of the p-norm; infinity for the greatest magnitude
     * @param errorIfNonfinite refuse gradients whose norm is NaN or infinite
     * @return the norm before clipping
     */
    public static Tensor norm_(List<Tensor> parameters, double maxNorm, double normType, boolean errorIfNonfinite) {
        Tensor total = totalNorm(gradients(parameters), normType, errorIfNonfinite);
        withNorm_(parameters, maxNorm, total);
        return total;
    }

    /**
     * The norm of tensors as if they were one vector: {@code torch.nn.utils.get_total_norm}. Zero where there is none.
     *
     * @param normType the p of the p-norm; infinity for the greatest magnitude
     * @param errorIfNonfinite refuse a norm that is NaN or infinite
     */
    public static Tensor totalNorm(List<Tensor> tensors, double normType, boolean errorIfNonfinite) {
        try (var _ = Grad.disabled()) {
            if (tensors.isEmpty()) {
                return Tensors.scalar(0.0);
            }
            Tensor first = tensors.getFirst();
            Tensor[] norms = tensors.stream()
                    .map(tensor -> tensor.norm(normType).to(first.device()))
                    .toArray(Tensor[]::new);
            Tensor total = Tensors.stack(0, norms).norm(normType);
            if (errorIfNonfinite && !Double.isFinite(total.item())) {
                throw new ArgumentException(
                        "The total norm of order " + normType + " for gradients from `parameters` is"
                                + " non-finite, so it cannot be clipped. To disable this error and scale the gradients by the"
                                + " non-finite norm anyway, set `error_if_nonfinite=False`");
            }
            return total;
        }
    }

    /** Scales all gradients by {@code maxNorm} over their norm, which is known: {@code torch.nn.utils.clip_grads_with_norm_}. */
    public static void withNorm_(List<Tensor> parameters, double maxNorm, Tensor totalNorm) {
        try (var _ = Grad.disabled()) {
            Tensor factor = totalNorm.add(1e-6).rdiv(maxNorm).clampMax(1.0);
            for (Tensor gradient : gradients(parameters)) {
                gradient.mul_(factor.to(gradient.device()));
            }
        }
    }

    /** Limits every element of every gradient to [-limit, limit]. */
    public static void value_(List<Tensor> parameters, double limit) {
        try (var _ = Grad.disabled()) {
            gradients(parameters).forEach(gradient -> gradient.clamp_(-limit, limit));
        }
    }

    private static List<Tensor> gradients(List<Tensor> parameters) {
        return parameters.stream().map(Tensor::grad).filter(Objects::nonNull).toList();
    }
}
