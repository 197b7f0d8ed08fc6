package dev.jgrad.nn.layer;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts a batch normalisation into the layer before it, where both only evaluate: {@code torch.nn.utils.fusion}. */
public final class BatchNormFusion {
    private BatchNormFusion() {}

    /** A weight and a bias that do what two layers did. */
    public record Fused(Tensor weight, Tensor bias) {}

    /** {@link #fuseConvBnEval(Module, Module, boolean)} of a convolution that is not transposed. */
    public static <C extends Module> C fuseConvBnEval(C conv, Module bn) {
        return fuseConvBnEval(conv, bn, false);
    }

    /**
     * A new convolution that does what a convolution and a batch normalisation do.
     *
     * @param conv one of the convolutions, in evaluation mode
     * @param bn one of the batch normalisations, in evaluation mode and with running statistics
     * @param transpose whether the convolution is transposed
     */
    @SuppressWarnings("unchecked")
    public static <C extends Module> C fuseConvBnEval(C conv, Module bn, boolean transpose) {
        if (!(conv instanceof ConvNd given)) {
            throw new ArgumentException("fuse_conv_bn_eval: a convolution is needed, not " + conv);
        }
        BatchNorm norm = checked(conv, bn);
        ConvNd fused = given.withBias();
        Fused both = fuseConvBnWeights(
                given.weight(),
                given.bias(),
                mean(norm),
                variance(norm),
                norm.options.eps(),
                norm.weight(),
                norm.bias(),
                transpose);
        return (C) filled(fused, both);
    }

    /** A new linear layer that does what a linear layer and a batch normalisation do. */
    public static Linear fuseLinearBnEval(Linear linear, Module bn) {
        BatchNorm norm = checked(linear, bn);
        if (linear.outFeatures() != norm.numFeatures && norm.numFeatures != 1) {
            throw new ArgumentException("To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got"
                    + " linear.out_features=" + linear.outFeatures() + " and bn.num_features=" + norm.numFeatures);
        }
        Tensor ones = Tensors.onesLike(mean(norm));
        Fused both = fuseLinearBnWeights(
                linear.weight(),
                linear.bias(),
                mean(norm),
                variance(norm),
                norm.options.eps(),
                norm.weight() == null ? ones : norm.weight(),
                norm.bias() == null ? ones.zerosLike() : norm.bias());
        return (Linear) filled(new Linear(linear.inFeatures(), linear.outFeatures()), both);
    }

    private static Module filled(Module layer, Fused both) {
        layer.set("weight", both.weight);
        layer.set("bias", both.bias);
        return layer.eval();
    }

    private static BatchNorm checked(Module layer, Module bn) {
        if (!(bn instanceof BatchNorm norm)) {
            throw new ArgumentException("fusion: a batch normalisation is needed, not " + bn);
        }
        if (layer.isTraining() || bn.isTraining()) {
            throw new ArgumentException("Fusion only for eval!");
        }
        return norm;
    }

    private static Tensor mean(BatchNorm norm) {
        return required(norm.runningMean());
    }

    private static Tensor variance(BatchNorm norm) {
        return required(norm.runningVar());
    }

    private static Tensor required(@Nullable Tensor statistics) {
        if (statistics == null) {
            throw new ArgumentException("bn.running_mean and bn.running_var must not be None");
        }
        return statistics;
    }

    /** Weight and bias of a convolution followed by a normalisation with these statistics. */
    public static Fused fuseConvBnWeights(
            Tensor convW,
            @Nullable Tensor convB,
            Tensor bnRm,
            Tensor bnRv,
            double bnEps,
            @Nullable Tensor bnW,
            @Nullable Tensor bnB,
            boolean transpose) {
        try (var _ = Grad.disabled()) {
            Tensor scale = bnRv.add(bnEps).rsqrt();
            scale = bnW == null ? scale : scale.mul(bnW);
            long[] sizes = new long[convW.dim()];
            Arrays.fill(sizes, 1);
            sizes[transpose ? 1 : 0] = -1;
            Tensor weight = convW.mul(scale.reshape(sizes)).to(convW.dtype());
            return fused(convW, weight, convB, bias(convB, bnRm, scale, bnB));
        }
    }

    /** Weight and bias of a linear layer followed by a normalisation with these statistics. */
    public static Fused fuseLinearBnWeights(
            Tensor linearW, @Nullable Tensor linearB, Tensor bnRm, Tensor bnRv, double bnEps, Tensor bnW, Tensor bnB) {
        try (var _ = Grad.disabled()) {
            Tensor scale = bnRv.add(bnEps).rsqrt().mul(bnW);
            Tensor weight = linearW.mul(scale.unsqueeze(-1).to(linearW.dtype()));
            return fused(linearW, weight, linearB, bias(linearB, bnRm, scale, bnB));
        }
    }

    private static Tensor bias(@Nullable Tensor bias, Tensor mean, Tensor scale, @Nullable Tensor shift) {
        Tensor moved = (bias == null ? mean.neg() : bias.sub(mean)).mul(scale);
        return shift == null ? moved : moved.add(shift);
    }

    /** As parameters that learn where those they come from did; a bias that was not there does not. */
    private static Fused fused(Tensor oldWeight, Tensor weight, @Nullable Tensor oldBias, Tensor bias) {
        Tensor w = weight.detach().clone().requiresGrad_(oldWeight.requiresGrad());
        Tensor b = bias.to(oldBias == null ? oldWeight.dtype() : oldBias.dtype())
                .detach()
                .clone()
                .requiresGrad_(oldBias != null && oldBias.requiresGrad());
        return new Fused(w, b);
    }
}
