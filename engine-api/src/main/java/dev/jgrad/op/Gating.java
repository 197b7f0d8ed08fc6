package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.RandomKernels.Distribution;
import dev.jgrad.spi.UnaryKind;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Activations of more than one operand: glu, prelu, rrelu, and celu, which is elu under another name. */
public final class Gating {
    /** max(0, x) + min(0, alpha (e^(x / alpha) - 1)): p alpha, q 1, r 1 / alpha. */
    public static final UnaryOp CELU = new UnaryOp(
            "celu", UnaryKind.ELU, ResultType.PROMOTED, "CeluBackward0", Saves.SELF, ActivationOps.ELU.rule());

    private Gating() {}

    /** First half times sigmoid of the second half along a dimension: {@code torch.nn.functional.glu}. */
    public static Tensor glu(Tensor self, int dim) {
        if (self.dim() == 0) {
            throw new ShapeException("glu does not support 0-dimensional tensors");
        }
        int d = Dims.wrap(dim, self.dim());
        long n = self.size(d);
        if (n % 2 != 0) {
            throw new ShapeException("Halving dimension must be even, but dimension " + d + " is size " + n);
        }
        Tensor out = Grad.noGrad(() -> {
            Tensor x = self.detach();
            return x.narrow(d, 0, n / 2).mul(x.narrow(d, n / 2, n / 2).sigmoid());
        });
        return Dispatcher.record("GluBackward0", out, new Tensor[] {self}, new Tensor[] {self}, c -> {
            Tensor a = c.saved(0).narrow(d, 0, n / 2);
            Tensor s = c.saved(0).narrow(d, n / 2, n / 2).sigmoid();
            Tensor gs = c.grad().mul(s);
            return new Tensor[] {Tensors.cat(d, gs, gs.mul(a).mul(s.rsub(1)))};
        });
    }

    /** x where x > 0, weight * x elsewhere; one weight, or one per channel (dimension 1). */
    public static Tensor prelu(Tensor self, Tensor weight) {
        if (Autocasting.applies("prelu", self)) {
            return Autocasting.run("prelu", in -> prelu(in[0], in[1]), self, weight);
        }
        long channels = self.dim() < 2 ? 1 : self.size(1);
        if (weight.numel() != 1 && weight.numel() != channels) {
            throw new ShapeException("Mismatch of parameter numbers and input channel size. Found parameter numbers = "
                    + weight.numel() + " and channel size = " + channels + ".");
        }
        if (weight.dim() > 1) {
            throw new ShapeException(
                    "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = " + weight.dim());
        }
        if (weight.dtype() != self.dtype()) {
            throw new DTypeException("prelu: Type promoting not supported. Got "
                    + self.dtype().scalarTypeName() + " and " + weight.dtype().scalarTypeName());
        }
        Tensor w = weight;
        if (weight.dim() == 1 && self.dim() != 1) {
            long[] sizes = new long[self.dim()];
            Arrays.fill(sizes, 1);
            if (sizes.length > 1) {
                sizes[1] = weight.numel();
            }
            w = weight.reshape(sizes);
        }
        Tensor shaped = w;
        Tensor out = Grad.noGrad(() ->
                Tensors.where(self.detach().gt(0), self.detach(), self.detach().mul(shaped.detach())));
        return Dispatcher.record("PreluKernelBackward0", out, new Tensor[] {self, w}, new Tensor[] {self, w}, c -> {
            Tensor g = c.grad();
            Tensor x = c.saved(0);
            Tensor positive = x.gt(0);
            return new Tensor[] {
                c.needs(0) ? Tensors.where(positive, g, g.mul(c.saved(1))) : null,
                c.needs(1)
                        ? g.mul(x)
                                .maskedFill(positive, 0)
                                .sumToSize(c.saved(1).shape().toArray())
                        : null
            };
        });
    }

    /** Leaky relu with a slope drawn from [lower, upper) per element when training, their mean otherwise. */
    public static Tensor rrelu(Tensor self, double lower, double upper, boolean training, Generator generator) {
        if (lower > upper) {
            throw new ArgumentException("Lower bound should be less than or equal to the upper bound");
        }
        Tensor slope = training
                ? CreationOps.random(
                        Dispatcher.backend(self),
                        generator,
                        Distribution.UNIFORM,
                        self.dtype(),
                        lower,
                        upper,
                        0,
                        0,
                        TensorAccess.shown(self).sizes())
                : Tensors.scalarLike(self, (lower + upper) / 2);
        Tensor out = Grad.noGrad(() ->
                Tensors.where(self.detach().gt(0), self.detach(), self.detach().mul(slope)));
        return Dispatcher.record("RreluWithNoiseBackward0", out, new Tensor[] {self}, new Tensor[] {self, slope}, c ->
                new Tensor[] {Tensors.where(c.saved(0).gt(0), c.grad(), c.grad().mul(c.saved(1)))});
    }
}
