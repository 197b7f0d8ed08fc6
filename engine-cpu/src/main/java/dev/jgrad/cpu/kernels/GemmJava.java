package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.gemm.DoubleMatrix;
import dev.jgrad.cpu.kernels.gemm.DoubleMatrixSink;
import dev.jgrad.cpu.kernels.gemm.DoubleProduct;
import dev.jgrad.cpu.kernels.gemm.FloatMatrix;
import dev.jgrad.cpu.kernels.gemm.FloatMatrixSink;
import dev.jgrad.cpu.kernels.gemm.FloatProduct;
import dev.jgrad.cpu.kernels.gemm.LongMatrix;
import dev.jgrad.cpu.kernels.gemm.LongMatrixSink;
import dev.jgrad.cpu.kernels.gemm.LongProduct;
import dev.jgrad.cpu.kernels.gemm.SmallProduct;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products in plain Java: every dtype, any strides. {@link #gemm} has the parameters of {@link
 * dev.jgrad.spi.LinalgKernels#gemm}, which delegates here what no native library does.
 */
final class GemmJava {
    private GemmJava() {}

    static void gemm(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer a,
            Layout aLayout,
            Buffer b,
            Layout bLayout,
            @Nullable Buffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        CpuBuffer o = (CpuBuffer) out;
        CpuBuffer x = (CpuBuffer) a;
        CpuBuffer y = (CpuBuffer) b;
        CpuBuffer z = (CpuBuffer) bias;
        if (!SmallProduct.run(dtype, o, outLayout, x, aLayout, y, bLayout, z, biasLayout, alpha, beta)) {
            blocked(dtype, o, outLayout, x, aLayout, y, bLayout, z, biasLayout, alpha, beta);
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(bias);
    }

    private static void blocked(
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            CpuBuffer a,
            Layout aLayout,
            CpuBuffer b,
            Layout bLayout,
            @Nullable CpuBuffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        int rank = outLayout.rank();
        int row = rank - 2;
        int column = rank - 1;
        long batch = rank == 3 ? outLayout.size(0) : 1;
        int m = (int) outLayout.size(row);
        int n = (int) outLayout.size(column);
        int k = (int) aLayout.size(column);
        long aBatch = rank == 3 ? aLayout.stride(0) : 0;
        long bBatch = rank == 3 ? bLayout.stride(0) : 0;
        long aRow = aLayout.stride(row);
        long aColumn = aLayout.stride(column);
        long bRow = bLayout.stride(row);
        long bColumn = bLayout.stride(column);
        long aAt = aLayout.offset();
        long bAt = bLayout.offset();
        switch (dtype) {
            case FLOAT32, FLOAT16, BFLOAT16 ->
                FloatProduct.run(
                        batch,
                        m,
                        n,
                        k,
                        new FloatMatrix(dtype, a, aAt, aBatch, aRow, aColumn),
                        new FloatMatrix(dtype, b, bAt, bBatch, bColumn, bRow),
                        new FloatMatrixSink(dtype, out, outLayout, bias, biasLayout, alpha, beta));
            case FLOAT64 ->
                DoubleProduct.run(
                        batch,
                        m,
                        n,
                        k,
                        new DoubleMatrix(dtype, a, aAt, aBatch, aRow, aColumn),
                        new DoubleMatrix(dtype, b, bAt, bBatch, bColumn, bRow),
                        new DoubleMatrixSink(dtype, out, outLayout, bias, biasLayout, alpha, beta));
            case INT64, INT32, INT16, INT8, UINT8, BOOL ->
                LongProduct.run(
                        batch,
                        m,
                        n,
                        k,
                        new LongMatrix(dtype, a, aAt, aBatch, aRow, aColumn),
                        new LongMatrix(dtype, b, bAt, bBatch, bColumn, bRow),
                        new LongMatrixSink(dtype, out, outLayout, bias, biasLayout, alpha, beta));
        }
    }
}
