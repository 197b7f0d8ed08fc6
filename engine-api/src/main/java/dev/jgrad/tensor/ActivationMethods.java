package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.ActivationOps;
import dev.jgrad.op.Clamping;
import dev.jgrad.op.Softmax;
import org.jspecify.annotations.Nullable;

/** Activation functions that PyTorch has as tensor methods; the others are in {@link Functional}. */
public sealed interface ActivationMethods permits Tensor {
    /** max(x, 0): {@code torch.relu}. */
    default Tensor relu() {
        return ActivationOps.RELU.call((Tensor) this);
    }

    /** 1 / (1 + e^-x): {@code torch.sigmoid}. */
    default Tensor sigmoid() {
        return ActivationOps.SIGMOID.call((Tensor) this);
    }

    /** Hyperbolic tangent: {@code torch.tanh}. */
    default Tensor tanh() {
        return ActivationOps.TANH.call((Tensor) this);
    }

    /** Limits values to [min, max]; an infinite bound is none. */
    default Tensor clamp(double min, double max) {
        return Clamping.between((Tensor) this, min, max);
    }

    /** Limits values to at least min. */
    default Tensor clampMin(double min) {
        return Clamping.atLeast((Tensor) this, min);
    }

    /** Limits values to at most max. */
    default Tensor clampMax(double max) {
        return Clamping.atMost((Tensor) this, max);
    }

    /** Limits values by tensors, either of which may be null. */
    default Tensor clamp(@Nullable Tensor min, @Nullable Tensor max) {
        return Clamping.between((Tensor) this, min, max);
    }

    /** ln(x / (1 - x)). */
    default Tensor logit() {
        return ActivationOps.LOGIT.call((Tensor) this, -1, 0, 0);
    }

    /** ln(x / (1 - x)) after limiting x to [eps, 1 - eps]. */
    default Tensor logit(double eps) {
        return ActivationOps.LOGIT.call((Tensor) this, eps, 0, 0);
    }

    /** e^x / sum(e^x) along a dimension. */
    default Tensor softmax(int dim) {
        return Softmax.softmax((Tensor) this, dim);
    }

    /** {@link #softmax(int)} after a conversion. */
    default Tensor softmax(int dim, DType dtype) {
        return ((Tensor) this).to(dtype).softmax(dim);
    }

    /** {@link #logSoftmax(int)} after a conversion. */
    default Tensor logSoftmax(int dim, DType dtype) {
        return ((Tensor) this).to(dtype).logSoftmax(dim);
    }

    /** ln(softmax) along a dimension, computed stably. */
    default Tensor logSoftmax(int dim) {
        return Softmax.logSoftmax((Tensor) this, dim);
    }
}
