package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Linear resampling, one dimension after the other: each element of the result is a weighted sum of few elements of the
 * input. Borders that mirror and all interpolations are of this kind. The operation and its transpose are each other's
 * gradient.
 */
final class Resampling {
    /**
     * What one dimension of the result is made of.
     *
     * @param dim the dimension, from 0
     * @param size size of the input there
     * @param index per tap the positions in the input, int64
     * @param weight per tap the weights, or null for a single tap of weight 1
     */
    record Taps(int dim, long size, Tensor[] index, Tensor @Nullable [] weight) {
        // The rules hold these tables, which follow from sizes alone: no scope ends them.
        Taps {
            exempt(index);
            if (weight != null) {
                exempt(weight);
            }
        }

        private static void exempt(Tensor[] tables) {
            for (Tensor table : tables) {
                TensorAccess.storage(table).escape();
            }
        }
    }

    private Resampling() {}

    /** Selects positions along the last dimensions, the very last first. */
    static Tensor selectAll(String gradFn, Tensor self, Tensor[] order) {
        Taps[] plan = new Taps[order.length];
        for (int i = 0; i < order.length; i++) {
            int d = self.dim() - 1 - i;
            plan[i] = new Taps(d, self.size(d), new Tensor[] {order[i]}, null);
        }
        return apply(gradFn, self, plan);
    }

    /** The operation, recorded under PyTorch's name. */
    static Tensor apply(String gradFn, Tensor self, Taps[] plan) {
        Tensor out = Grad.noGrad(() -> forward(self.detach(), plan));
        return Dispatcher.record(
                gradFn, out, new Tensor[] {self}, new Tensor[0], c -> new Tensor[] {transpose(gradFn, c.grad(), plan)});
    }

    private static Tensor transpose(String gradFn, Tensor g, Taps[] plan) {
        Tensor out = Grad.noGrad(() -> backward(g.detach(), plan));
        String name = gradFn.replace("Backward", "BackwardBackward");
        return Dispatcher.record(
                name, out, new Tensor[] {g}, new Tensor[0], c -> new Tensor[] {apply(gradFn, c.grad(), plan)});
    }

    private static Tensor forward(Tensor x, Taps[] plan) {
        Tensor out = x;
        for (Taps t : plan) {
            Tensor[] weight = t.weight();
            Tensor sum = null;
            for (int k = 0; k < t.index().length; k++) {
                Tensor part = out.indexSelect(t.dim(), t.index()[k]);
                if (weight != null) {
                    part = part.mul(column(weight[k], out.dim() - t.dim()));
                }
                sum = sum == null ? part : sum.add_(part);
            }
            out = java.util.Objects.requireNonNull(sum);
        }
        return plan.length == 0 ? CopyOps.rawClone(x) : out;
    }

    private static Tensor backward(Tensor g, Taps[] plan) {
        Tensor out = g;
        for (int i = plan.length - 1; i >= 0; i--) {
            Taps t = plan[i];
            Tensor[] weight = t.weight();
            long[] sizes = TensorAccess.shown(out).sizes().clone();
            sizes[t.dim()] = t.size();
            Tensor sum = Tensors.zeros(new TensorOptions(g.dtype(), g.device()), sizes);
            for (int k = 0; k < t.index().length; k++) {
                Tensor part = weight == null ? out : out.mul(column(weight[k], out.dim() - t.dim()));
                sum = sum.indexAdd_(t.dim(), t.index()[k], part);
            }
            out = sum;
        }
        return plan.length == 0 ? CopyOps.rawClone(g) : out;
    }

    /** A vector as the leading one of {@code rank} dimensions. */
    private static Tensor column(Tensor vector, int rank) {
        long[] sizes = new long[rank];
        Arrays.fill(sizes, 1);
        sizes[0] = vector.numel();
        return vector.reshape(sizes);
    }
}
