package dev.jgrad.op;

import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Operations that return several views of one tensor and record one node for all of them. */
public final class Splitting {
    private Splitting() {}

    /** Cuts a dimension into pieces of the given lengths. */
    public static Tensor[] split(Tensor self, long[] lengths, int dim, String gradFn) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new ShapeException("split expects at least a 1-dimensional tensor");
        }
        int d = Dims.wrap(dim, layout.rank());
        long total = Arrays.stream(lengths).sum();
        if (total != layout.size(d)) {
            throw new ShapeException("split_with_sizes expects split_sizes to sum exactly to " + layout.size(d)
                    + " (input tensor's size at dimension " + d + "), but got split_sizes=" + Arrays.toString(lengths));
        }
        Tensor[] outs = HeapArrays.within(() -> pieces(self, layout, lengths, d));
        int n = outs.length;
        Dispatcher.recordAll(gradFn, outs, new Tensor[] {self}, new Tensor[0], c -> {
            Tensor[] grads = new Tensor[n];
            for (int i = 0; i < n; i++) {
                grads[i] = c.grad(i);
            }
            return new Tensor[] {Tensors.cat(d, grads)};
        });
        return outs;
    }

    private static Tensor[] pieces(Tensor self, Layout layout, long[] lengths, int d) {
        Tensor[] outs = new Tensor[lengths.length];
        long start = 0;
        for (int i = 0; i < outs.length; i++) {
            // Sums of lengths near the greatest long come round to anything.
            if (lengths[i] < 0 || lengths[i] > layout.size(d) - start) {
                throw new ShapeException("split_with_sizes expects split_sizes have only non-negative entries, but got"
                        + " split_sizes=" + Arrays.toString(lengths));
            }
            outs[i] = ViewOps.alias(self, layout.slice(d, start, lengths[i], 1), ViewInfo.Origin.MULTIPLE_OUTPUTS);
            start += lengths[i];
        }
        return outs;
    }

    /** All indices of a dimension, one tensor each. */
    public static Tensor[] unbind(Tensor self, int dim) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new ShapeException("Dimension specified as " + dim + " but tensor has no dimensions");
        }
        int d = Dims.wrap(dim, layout.rank());
        int n = HeapArrays.length(layout.size(d));
        Tensor[] outs = HeapArrays.within(() -> {
            Tensor[] all = new Tensor[n];
            for (int i = 0; i < n; i++) {
                all[i] = ViewOps.alias(self, layout.select(d, i), ViewInfo.Origin.MULTIPLE_OUTPUTS);
            }
            return all;
        });
        if (n > 0) {
            Dispatcher.recordAll("UnbindBackward0", outs, new Tensor[] {self}, new Tensor[0], c -> {
                Tensor[] grads = new Tensor[n];
                for (int i = 0; i < n; i++) {
                    grads[i] = c.grad(i);
                }
                return new Tensor[] {Tensors.stack(d, grads)};
            });
        }
        return outs;
    }
}
