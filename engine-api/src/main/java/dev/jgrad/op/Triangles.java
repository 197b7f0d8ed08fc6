package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;

/** Which elements of a matrix a triangle has. */
public final class Triangles {
    private Triangles() {}

    /** Rows and columns of the elements, row by row, as two rows of numbers. */
    public static Tensor indices(long rows, long columns, long offset, boolean lower, TensorOptions o) {
        if (rows < 0 || columns < 0) {
            throw new ArgumentException(
                    (rows < 0 ? "row" : "col") + " must be non-negative, got " + Math.min(rows, columns));
        }
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        if (dtype != DType.INT64 && dtype != DType.INT32) {
            throw new DTypeException((lower ? "\"tril_indices\"" : "\"triu_indices\"") + " not implemented for '"
                    + dtype.scalarTypeName() + "'");
        }
        Tensor ones = Tensors.ones(new TensorOptions(DType.BOOL, o.device()), rows, columns);
        int diagonal = Math.clamp(offset, -Integer.MAX_VALUE, Integer.MAX_VALUE);
        Tensor found = (lower ? ones.tril(diagonal) : ones.triu(diagonal)).nonzero();
        Tensor out = found.t().contiguous().to(dtype);
        return o.requiresGrad() ? out.requiresGrad_() : out;
    }
}
