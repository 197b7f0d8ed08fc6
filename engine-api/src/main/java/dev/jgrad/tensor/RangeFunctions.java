package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.op.CreationOps;
import dev.jgrad.op.Triangles;

/** Numbers in sequence and what is laid out by position among {@link Tensors}, which is the name to use. */
public abstract sealed class RangeFunctions extends CreationFunctions permits RandomFunctions {
    RangeFunctions() {}

    /** 0 to end - 1, int64. */
    public static Tensor arange(long end) {
        return arange(0, end, 1);
    }

    /** start to end - 1, int64. */
    public static Tensor arange(long start, long end) {
        return arange(start, end, 1);
    }

    /** start to end (exclusive) in steps, int64. */
    public static Tensor arange(long start, long end, long step) {
        return arange(TensorOptions.DEFAULT, start, end, step);
    }

    /** start to end (exclusive) in steps; int64 where the options name no dtype. */
    public static Tensor arange(TensorOptions o, long start, long end, long step) {
        checkStep(o, start, end, step);
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        long count = Math.max(0, Math.ceilDiv(end - start, step));
        return finish(CreationOps.arange(backend(o), dtype, start, step, count), o);
    }

    /** start to end (exclusive) in steps; the default dtype where the options name none. */
    public static Tensor arange(TensorOptions o, double start, double end, double step) {
        if (o.dtype() == DType.INT64) {
            return arange(o, (long) start, (long) end, (long) step); // PyTorch cuts to whole numbers first
        }
        checkStep(o, start, end, step);
        long count = (long) Math.max(0, Math.ceil((end - start) / step));
        return finish(CreationOps.arange(backend(o), floating(o), start, step, count), o);
    }

    /** 0 to end (exclusive) in steps of 1; int64 where the options name no dtype. */
    public static Tensor arange(TensorOptions o, long end) {
        return arange(o, 0, end, 1L);
    }

    /** 0 to end (exclusive) in steps of 1; the default dtype where the options name none. */
    public static Tensor arange(TensorOptions o, double end) {
        return arange(o, 0, end, 1.0);
    }

    /** start to end (exclusive) in steps, of the default dtype. */
    public static Tensor arange(double start, double end, double step) {
        return arange(TensorOptions.DEFAULT, start, end, step);
    }

    private static void checkStep(TensorOptions o, double start, double end, double step) {
        if (o.dtype() == DType.BOOL) {
            throw new DTypeException("\"arange_cpu\" not implemented for 'Bool'");
        }
        if (step == 0) {
            throw new ArgumentException("step must be nonzero");
        }
        if (!Double.isFinite(start) || !Double.isFinite(end)) {
            throw new ArgumentException("unsupported range: " + start + " -> " + end);
        }
        if ((end - start) * Math.signum(step) < 0) {
            throw new ArgumentException("upper bound and lower bound inconsistent with step sign");
        }
    }

    /** {@code steps} values from start to end, both included. */
    public static Tensor linspace(double start, double end, int steps) {
        return linspace(TensorOptions.DEFAULT, start, end, steps);
    }

    /** {@code steps} values from start to end, both included. */
    public static Tensor linspace(TensorOptions o, double start, double end, int steps) {
        if (steps < 0) {
            throw new ArgumentException("number of steps must be non-negative");
        }
        if (o.dtype() != null && o.dtype().isIntegral() && (start != Math.rint(start) || end != Math.rint(end))) {
            return linspace(
                    o, (double) (long) start, (double) (long) end, steps); // PyTorch cuts to whole numbers first
        }
        double[] values = HeapArrays.doubles(steps);
        double step = steps > 1 ? (end - start) / (steps - 1) : 0;
        for (int i = 0; i < steps; i++) {
            // From the nearer end, as PyTorch does: both ends come out exactly.
            values[i] = i < steps / 2 || steps == 1 ? start + step * i : end - step * (steps - 1 - i);
        }
        return tensor(o, values, steps);
    }

    /** {@code steps} values from start to end, which are zero-dimensional tensors. */
    public static Tensor linspace(TensorOptions o, Tensor start, Tensor end, int steps) {
        checkScalars("linspace", start, end);
        return linspace(o, start.item(), end.item(), steps);
    }

    /** {@code steps} values from a tensor's to a number. */
    public static Tensor linspace(TensorOptions o, Tensor start, double end, int steps) {
        checkScalars("linspace", start, start);
        return linspace(o, start.item(), end, steps);
    }

    /** {@code steps} values from a number to a tensor's. */
    public static Tensor linspace(TensorOptions o, double start, Tensor end, int steps) {
        checkScalars("linspace", end, end);
        return linspace(o, start, end.item(), steps);
    }

    private static void checkScalars(String op, Tensor start, Tensor end) {
        if (start.dim() > 0 || end.dim() > 0) {
            throw new ShapeException(op + " only supports 0-dimensional start and end tensors, but got start with "
                    + start.dim() + " dimension(s) and end with " + end.dim() + " dimension(s).");
        }
    }

    /** {@code steps} powers of a base with exponents between the values of zero-dimensional tensors. */
    public static Tensor logspace(TensorOptions o, Tensor start, Tensor end, int steps, double base) {
        checkScalars("logspace", start, end);
        return logspace(o, start.item(), end.item(), steps, base);
    }

    /** {@code steps} powers of a base with exponents from a tensor's value to a number. */
    public static Tensor logspace(TensorOptions o, Tensor start, double end, int steps, double base) {
        checkScalars("logspace", start, start);
        return logspace(o, start.item(), end, steps, base);
    }

    /** {@code steps} powers of a base with exponents from a number to a tensor's value. */
    public static Tensor logspace(TensorOptions o, double start, Tensor end, int steps, double base) {
        checkScalars("logspace", end, end);
        return logspace(o, start, end.item(), steps, base);
    }

    /** {@code steps} powers of 10 with exponents from start to end, both included. */
    public static Tensor logspace(double start, double end, int steps) {
        return logspace(TensorOptions.DEFAULT, start, end, steps, 10);
    }

    /** {@code steps} powers of a base with exponents from start to end, both included. */
    public static Tensor logspace(TensorOptions o, double start, double end, int steps, double base) {
        boolean whole = o.dtype() != null && o.dtype().isIntegral();
        Tensor exponents = linspace(
                o.withDType(DType.FLOAT64).withRequiresGrad(false),
                whole ? (long) start : start,
                whole ? (long) end : end,
                steps);
        return finish(exponents.rpow(base).to(floating(o)), o);
    }

    /** Row and column numbers of the lower triangle of a matrix, [2, n], int64. */
    public static Tensor trilIndices(long row, long col, long offset) {
        return trilIndices(row, col, offset, TensorOptions.DEFAULT);
    }

    /** Row and column numbers of the lower triangle of a matrix, [2, n], int64 where the options name no dtype. */
    public static Tensor trilIndices(long row, long col, long offset, TensorOptions options) {
        return Triangles.indices(row, col, offset, true, options);
    }

    /** Row and column numbers of the upper triangle of a matrix, [2, n], int64. */
    public static Tensor triuIndices(long row, long col, long offset) {
        return triuIndices(row, col, offset, TensorOptions.DEFAULT);
    }

    /** Row and column numbers of the upper triangle of a matrix, [2, n], int64 where the options name no dtype. */
    public static Tensor triuIndices(long row, long col, long offset, TensorOptions options) {
        return Triangles.indices(row, col, offset, false, options);
    }

    /** The identity matrix. */
    public static Tensor eye(TensorOptions o, long n) {
        return eye(o, n, n);
    }

    /** The identity matrix. */
    public static Tensor eye(long n) {
        return eye(TensorOptions.DEFAULT, n, n);
    }

    /** Ones on the main diagonal. */
    public static Tensor eye(long n, long m) {
        return eye(TensorOptions.DEFAULT, n, m);
    }

    /** Ones on the main diagonal. */
    public static Tensor eye(TensorOptions o, long n, long m) {
        if (n < 0 || m < 0) {
            throw new ArgumentException("n must be greater or equal to 0, got " + Math.min(n, m));
        }
        Tensor t = zeros(o.withRequiresGrad(false), n, m);
        t.diagonal().fill_(1);
        return finish(t, o);
    }
}
