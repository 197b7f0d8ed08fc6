package dev.jgrad.op;

import dev.jgrad.data.Dims;
import dev.jgrad.tensor.StdMean;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.VarMean;

/** Variance or standard deviation together with the mean, as one operation. */
public final class Spread {
    private Spread() {}

    /** Variance and mean over dimensions, all of them when empty. */
    public static VarMean varMean(Tensor self, int[] dims, double correction, boolean keepDim) {
        Tensor var = Variance.var(self.detach(), dims, correction, keepDim);
        Tensor mean = self.detach().mean(dims, keepDim);
        record("VarMeanBackward0", self, dims, keepDim, var, mean, (g, x, r) -> {
            double divisor = (double) x.numel() / Math.max(1, r.numel()) - correction;
            return g.mul(2 / divisor);
        });
        return new VarMean(var, mean);
    }

    /** Standard deviation and mean over dimensions, all of them when empty. */
    public static StdMean stdMean(Tensor self, int[] dims, double correction, boolean keepDim) {
        Tensor std = Variance.std(self.detach(), dims, correction, keepDim);
        Tensor mean = self.detach().mean(dims, keepDim);
        record("StdMeanBackward0", self, dims, keepDim, std, mean, (g, x, r) -> {
            double divisor = (double) x.numel() / Math.max(1, r.numel()) - correction;
            return g.div(r.mul(divisor)).maskedFill(r.eq(0), 0);
        });
        return new StdMean(std, mean);
    }

    /** The factor of the centred values. */
    private interface Factor {
        Tensor of(Tensor grad, Tensor x, Tensor result);
    }

    private static void record(
            String gradFn, Tensor self, int[] dims, boolean keepDim, Tensor spread, Tensor mean, Factor factor) {
        boolean[] mask = Dims.mask(dims, self.dim());
        Tensor[] outs = {spread, mean};
        Dispatcher.recordAll(gradFn, outs, new Tensor[] {self}, new Tensor[] {self, spread}, c -> {
            Tensor x = c.saved(0);
            Tensor sum = x.zerosLike();
            if (c.hasGrad(0)) {
                Tensor scale = ReductionCalls.unsqueezed(factor.of(c.grad(0), x, c.saved(1)), mask, keepDim);
                sum = sum.add(
                        x.sub(x.mean(ReductionCalls.maskedDims(mask), true)).mul(scale));
            }
            if (c.hasGrad(1)) {
                double count = (double) x.numel() / Math.max(1, c.saved(1).numel());
                sum = sum.add(
                        ReductionCalls.unsqueezed(c.grad(1), mask, keepDim).div(count));
            }
            return new Tensor[] {sum};
        });
    }
}
