package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/**
 * Batches of matrices brought to the host in float64, decomposed one by one in Java, and brought back. That is exact
 * enough for every dtype and needs no library; a backend with LAPACK may take its place.
 */
final class HostMatrices {
    /** One matrix, row-major, to one or several. */
    interface Decomposition {
        double[][] of(double[] matrix);
    }

    private HostMatrices() {}

    static void check(String op, Tensor a) {
        if (!a.isFloatingPoint()) {
            throw new DTypeException(op + ": Expected a floating point or complex tensor as input. Got "
                    + a.dtype().scalarTypeName());
        }
        if (a.dtype() != DType.FLOAT32 && a.dtype() != DType.FLOAT64) {
            throw new DTypeException(op + ": Low precision dtypes not supported. Got "
                    + a.dtype().scalarTypeName());
        }
        if (a.dim() < 2) {
            throw new ShapeException(op + ": The input tensor A must have at least 2 dimensions.");
        }
    }

    static void checkSquare(String op, Tensor a) {
        check(op, a);
        if (a.size(-1) != a.size(-2)) {
            throw new ShapeException(op + ": A must be batches of square matrices, but they are " + a.size(-2) + " by "
                    + a.size(-1) + " matrices");
        }
    }

    /** The sizes before the last {@code drop} ones, and others behind. */
    static long[] sizes(Tensor a, int drop, long... last) {
        long[] own = TensorAccess.shown(a).sizes();
        long[] all = Arrays.copyOf(own, own.length - drop + last.length);
        System.arraycopy(last, 0, all, own.length - drop, last.length);
        return all;
    }

    /** Decomposes each matrix; part i of the results has the trailing sizes {@code shapes[i]}. */
    static Tensor[] apply(Tensor a, long[][] shapes, Decomposition decomposition) {
        if (Batching.isBatched(a)) {
            Tensor[] all = apply(Batching.lower(a), shapes, decomposition);
            for (int k = 0; k < all.length; k++) {
                all[k] = Batching.raise(all[k], Dispatcher.backend(a));
            }
            return all;
        }
        return HeapArrays.within(() -> applied(a, shapes, decomposition));
    }

    private static Tensor[] applied(Tensor a, long[][] shapes, Decomposition decomposition) {
        int m = HeapArrays.length(a.size(-2));
        int n = HeapArrays.length(a.size(-1));
        int batch = HeapArrays.length(Dims.numel(sizes(a, 2)));
        double[] all = a.detach().to(DType.FLOAT64).contiguous().toDoubleArray();
        double[][] out = new double[shapes.length][];
        for (int k = 0; k < shapes.length; k++) {
            out[k] = HeapArrays.doubles(batch * Dims.numel(shapes[k]));
        }
        for (int i = 0; i < batch; i++) {
            double[][] parts = decomposition.of(Arrays.copyOfRange(all, i * m * n, (i + 1) * m * n));
            for (int k = 0; k < shapes.length; k++) {
                System.arraycopy(parts[k], 0, out[k], i * parts[k].length, parts[k].length);
            }
        }
        Tensor[] results = new Tensor[shapes.length];
        for (int k = 0; k < shapes.length; k++) {
            results[k] = Tensors.tensor(new TensorOptions(a.dtype(), a.device()), out[k], sizes(a, 2, shapes[k]));
        }
        return results;
    }
}
