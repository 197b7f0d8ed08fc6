package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.stream.LongStream;

/** Which elements of a matrix a triangle has. */
public final class Triangles {
    private Triangles() {}

    /** Rows and columns of the elements, row by row, as two rows of numbers. */
    public static Tensor indices(long rows, long columns, long offset, boolean lower, TensorOptions o) {
        if (rows < 0 || columns < 0) {
            throw new ArgumentException(
                    (rows < 0 ? "row" : "col") + " must be non-negative, got " + Math.min(rows, columns));
        }
        LongStream.Builder r = LongStream.builder();
        LongStream.Builder c = LongStream.builder();
        for (long i = 0; i < rows; i++) {
            long from = lower ? 0 : Math.max(0, i + offset);
            long to = lower ? Math.min(columns, i + offset + 1) : columns;
            for (long j = from; j < to; j++) {
                r.add(i);
                c.add(j);
            }
        }
        long[] all = LongStream.concat(r.build(), c.build()).toArray();
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        TensorOptions typed = new TensorOptions(dtype, o.device(), o.requiresGrad());
        return Tensors.tensor(typed, all, 2, all.length / 2);
    }
}
