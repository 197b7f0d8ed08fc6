package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;

/** How a reduction calls its kernel, loses the dimensions it has reduced, and has its gradient find them again. */
final class ReductionCalls {
    private ReductionCalls() {}

    /** The kernel over all dimensions, which the result does not have. */
    static Tensor reduceAll(ThreadState ts, ReduceKind kind, Tensor self, DType outDType) {
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        Tensor out = Dispatcher.wrap(ts, be, be.allocate(outDType, 1), outDType, Layout.ones(0));
        be.reductions()
                .reduce(
                        be.stream(),
                        kind,
                        outDType,
                        TensorAccess.storage(out).buffer(),
                        Layout.ones(layout.rank()),
                        self.dtype(),
                        in,
                        layout);
        Reference.reachabilityFence(self);
        return out;
    }

    /** The kernel: reduces the flagged dimensions, which keep size 1. */
    static Tensor reduce(ReduceKind kind, Tensor self, boolean[] mask, DType outDType) {
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        long[] sizes = layout.sizes().clone();
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = mask[d] ? 1 : sizes[d];
        }
        Layout outLayout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(be, outDType, outLayout);
        be.reductions()
                .reduce(
                        be.stream(),
                        kind,
                        outDType,
                        TensorAccess.storage(out).buffer(),
                        outLayout,
                        self.dtype(),
                        in,
                        layout);
        Reference.reachabilityFence(self);
        return out;
    }

    /** Drops the reduced dimensions when they are not to be kept; the result is fresh, so this is no view. */
    static Tensor shaped(Tensor reduced, boolean[] mask, boolean keepDim) {
        if (keepDim) {
            return reduced;
        }
        Layout layout = TensorAccess.shown(reduced);
        long[] kept = new long[mask.length];
        int rank = 0;
        for (int d = 0; d < mask.length; d++) {
            if (!mask[d]) {
                kept[rank++] = layout.size(d);
            }
        }
        return TensorAccess.create(
                TensorAccess.storage(reduced), Layout.contiguous(Arrays.copyOf(kept, rank)), reduced.dtype());
    }

    /** A gradient or value without the reduced dimensions, brought back to the sizes before the reduction. */
    static Tensor restore(Tensor t, boolean[] mask, boolean keepDim, long[] sizes) {
        // A number needs no dimensions of size 1 first.
        return (t.dim() == 0 ? t : unsqueezed(t, mask, keepDim)).expand(sizes);
    }

    /** A gradient or value without the reduced dimensions, with size 1 in their places. */
    static Tensor unsqueezed(Tensor t, boolean[] mask, boolean keepDim) {
        if (keepDim) {
            return t;
        }
        Tensor r = t;
        for (int d = 0; d < mask.length; d++) {
            if (mask[d]) {
                r = r.unsqueeze(d);
            }
        }
        return r;
    }

    /** The flagged dimensions. */
    static int[] maskedDims(boolean[] mask) {
        int[] dims = new int[mask.length];
        int n = 0;
        for (int d = 0; d < mask.length; d++) {
            if (mask[d]) {
                dims[n++] = d;
            }
        }
        return Arrays.copyOf(dims, n);
    }

    /** Flags one dimension, of a tensor without dimensions none. */
    static boolean[] flagged(int d, int rank) {
        boolean[] mask = new boolean[rank];
        if (rank > 0) {
            mask[d] = true;
        }
        return mask;
    }
}
