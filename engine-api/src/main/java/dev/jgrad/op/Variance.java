package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;

/** Variance and standard deviation along dimensions. */
public final class Variance {
    private Variance() {}

    /** Variance over dimensions, with {@code n - correction} as divisor. */
    public static Tensor var(Tensor self, int[] dims, double correction, boolean keepDim) {
        if (!self.dtype().isFloatingPoint()) {
            throw new DTypeException("std and var only support floating point and complex dtypes");
        }
        boolean[] mask = Dims.mask(dims, self.dim());
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        long[] sizes = layout.sizes().clone();
        double count = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (mask[d]) {
                count *= sizes[d];
                sizes[d] = 1;
            }
        }
        Layout outLayout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(be, self.dtype(), outLayout);
        be.reductions()
                .varMean(
                        be.stream(),
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        null,
                        outLayout,
                        in,
                        layout,
                        correction);
        double divisor = count - correction;
        return Dispatcher.record(
                "VarBackward0",
                ReductionCalls.shaped(out, mask, keepDim),
                new Tensor[] {self},
                new Tensor[] {self},
                c -> {
                    Tensor x = c.saved(0);
                    Tensor centred = x.sub(x.mean(ReductionCalls.maskedDims(mask), true));
                    return new Tensor[] {
                        ReductionCalls.unsqueezed(c.grad(), mask, keepDim)
                                .mul(centred)
                                .mul(2 / divisor)
                    };
                });
    }

    /** Standard deviation over dimensions. */
    public static Tensor std(Tensor self, int[] dims, double correction, boolean keepDim) {
        Tensor result = Grad.noGrad(() -> var(self, dims, correction, keepDim).sqrt());
        boolean[] mask = Dims.mask(dims, self.dim());
        return Dispatcher.record("StdBackward0", result, new Tensor[] {self}, new Tensor[] {self, result}, c -> {
            Tensor x = c.saved(0);
            Tensor r = c.saved(1);
            Tensor centred = x.sub(x.mean(ReductionCalls.maskedDims(mask), true));
            double count = (double) x.numel() / Math.max(1, r.numel());
            Tensor g = c.grad().div(r.mul(count - correction)).maskedFill(r.eq(0), 0);
            return new Tensor[] {ReductionCalls.unsqueezed(g, mask, keepDim).mul(centred)};
        });
    }
}
