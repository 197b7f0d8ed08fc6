package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Parts by numbers in tensors, and repetitions. */
public final class Arrangement {
    private Arrangement() {}

    /** A range whose start is in a tensor. */
    public static Tensor narrow(Tensor self, int dim, Tensor start, long length) {
        if (start.dim() > 0 || !start.dtype().isIntegral()) {
            throw new ArgumentException("start must be an 0-dim integral Tensor.");
        }
        return self.narrow(dim, start.itemLong(), length);
    }

    /** Positions of a dimension several times. */
    public static Tensor repeatInterleave(Tensor self, Tensor repeats, int dim) {
        int d = Dims.wrap(dim, self.dim());
        if (repeats.dtype().isFloatingPoint()) {
            throw new DTypeException("repeats has to be Long or Int tensor");
        }
        long n = self.dim() == 0 ? 1 : self.size(d);
        long[] counts = repeats.toLongArray();
        if (repeats.dim() > 1) {
            throw new ShapeException("repeat_interleave only accept 1D vector as repeat");
        }
        if (counts.length != 1 && counts.length != n) {
            throw new ShapeException("repeats must have the same size as input along dim, but got repeats.size(0) = "
                    + counts.length + " and input.size(" + dim + ") = " + n);
        }
        long total = 0;
        for (int i = 0; i < n; i++) {
            long count = counts[counts.length == 1 ? 0 : i];
            if (count < 0) {
                throw new ArgumentException("repeats can not be negative");
            }
            if (count > Integer.MAX_VALUE - total) {
                throw new ArgumentException("repeat_interleave: more than " + Integer.MAX_VALUE
                        + " elements along dimension " + dim + "; repeat smaller parts");
            }
            total += count;
        }
        long[] positions = new long[(int) total];
        int at = 0;
        for (int i = 0; i < n; i++) {
            long count = counts[counts.length == 1 ? 0 : i];
            Arrays.fill(positions, at, at += (int) count, i);
        }
        Tensor x = self.dim() == 0 ? self.reshape(1) : self;
        return x.indexSelect(d, Tensors.tensor(positions).to(self.device()));
    }
}
