package dev.jgrad.cuda.blas;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products of integers, which cuBLAS has not: tiles in shared memory, sums that wrap. Any strides. */
final class IntegerProduct {
    private static final int TILE = 16;
    private static final int MAX_GRID_Y = 65535;

    private final CudaBackend backend;
    private final Map<DType, KernelFunction> functions = new EnumMap<>(DType.class);

    IntegerProduct(CudaBackend backend) {
        this.backend = backend;
    }

    private synchronized KernelFunction function(DType dtype) {
        return functions.computeIfAbsent(
                dtype, d -> backend.kernels().function("gemm.cu", "gemm", "ELEMENT=" + type(d)));
    }

    private static String type(DType dtype) {
        return switch (dtype) {
            case INT64 -> "long long";
            case INT32 -> "int";
            case INT16 -> "short";
            case INT8 -> "signed char";
            case UINT8 -> "unsigned char";
            default -> throw new DTypeException("matmul: no product of " + dtype + " tensors on cuda; convert one");
        };
    }

    /** {@code c = beta c + alpha a b + bias}; {@code beta} 0 does not read c. */
    void compute(
            CudaStream stream,
            DType dtype,
            Matrix c,
            Matrix a,
            Matrix b,
            @Nullable CudaBuffer bias,
            @Nullable Layout biasLayout,
            long alpha,
            long beta) {
        KernelFunction f = function(dtype);
        int size = dtype.byteSize();
        KernelArguments args = f.arguments()
                .address(c.buffer().output(stream) + c.offset() * size)
                .address(a.buffer().input(stream) + a.offset() * size)
                .address(b.buffer().input(stream) + b.offset() * size);
        if (bias == null || biasLayout == null) {
            args.address(0).int64(0);
        } else {
            args.address(bias.input(stream) + biasLayout.offset() * size)
                    .int64(biasLayout.stride(biasLayout.rank() - 1));
        }
        args.int64(c.batch()).int64(c.rows()).int64(c.columns()).int64(a.columns());
        for (Matrix m : new Matrix[] {c, a, b}) {
            args.int64(m.batchStride()).int64(m.rowStride()).int64(m.columnStride());
        }
        args.int64(alpha).int64(beta);
        long columns = (c.columns() + TILE - 1) / TILE;
        long rows = Math.min(MAX_GRID_Y, (c.rows() + TILE - 1) / TILE);
        long batches = Math.min(MAX_GRID_Y, c.batch());
        f.launch(stream, Math.toIntExact(columns), (int) rows, (int) batches, TILE, TILE, 1, 0, args);
    }
}
