package dev.jgrad.cuda.blas;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.StreamLocal;
import dev.jgrad.cuda.api.CudaOptions;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.LinalgKernels;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasOperation;
import org.jspecify.annotations.Nullable;

/**
 * Products by cuBLAS. Sums are float32 for float16, bfloat16 and float32, float64 for float64; float32 operands are rounded
 * to TF32 only under {@link CudaOptions#matmulTf32()}. A matrix that is neither row- nor column-major is copied first.
 */
public final class LinalgCuda implements LinalgKernels, AutoCloseable {
    private final CudaBackend backend;
    private final IntegerProduct integers;
    private final StreamLocal<CublasHandle> handles;

    /** Products on one device. */
    public LinalgCuda(CudaBackend backend) {
        this.backend = backend;
        this.integers = new IntegerProduct(backend);
        this.handles = new StreamLocal<>(stream -> new CublasHandle(backend, stream));
    }

    /** Makes the stream's handle and workspace now, because neither can be made while a graph is captured. */
    public void prepare(CudaStream stream) {
        handles.of(stream);
    }

    @Override
    public void close() {
        handles.close();
    }

    @Override
    public void gemm(
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
        if (outLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        Matrix c = Matrix.of((CudaBuffer) out, outLayout);
        Matrix left = Matrix.of((CudaBuffer) a, aLayout);
        Matrix right = Matrix.of((CudaBuffer) b, bLayout);
        try {
            if (!dtype.isFloatingPoint()) {
                integers.compute(s, dtype, c, left, right, (CudaBuffer) bias, biasLayout, (long) alpha, (long) beta);
            } else if (left.columns() == 0) {
                withoutTerms(s, dtype, c, bias, biasLayout, beta);
            } else if (c.isReadable()) {
                compute(s, dtype, c, left, right, bias, biasLayout, alpha, beta);
            } else {
                CudaBuffer dense = backend.allocate(dtype, outLayout.numel());
                Layout plain = Layout.contiguous(outLayout.sizes());
                if (beta != 0) {
                    backend.elementwise().copy(s, dtype, dense, plain, dtype, out, outLayout);
                }
                compute(s, dtype, Matrix.of(dense, plain), left, right, bias, biasLayout, alpha, beta);
                backend.elementwise().copy(s, dtype, out, outLayout, dtype, dense, plain);
                dense.release();
            }
        } catch (CudaException e) {
            throw e.during("matmul", dtype, outLayout, aLayout, bLayout);
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(bias);
    }

    /** k = 0: {@code beta * out + bias}. */
    private void withoutTerms(
            CudaStream s, DType dtype, Matrix c, @Nullable Buffer bias, @Nullable Layout biasLayout, double beta) {
        Layout l = c.layout();
        var elementwise = backend.elementwise();
        if (bias != null && biasLayout != null && beta == 0) {
            elementwise.copy(s, dtype, c.buffer(), l, dtype, bias, biasLayout.expand(l.sizes()));
            return;
        }
        if (beta == 0) {
            elementwise.fill(s, dtype, c.buffer(), l, 0, 0);
        } else if (beta != 1) {
            elementwise.binaryScalar(
                    s, BinaryKind.MUL, dtype, c.buffer(), l, c.buffer(), l, beta, (long) beta, false, 0);
        }
        if (bias != null && biasLayout != null) {
            addBias(s, dtype, c, bias, biasLayout);
        }
    }

    private void addBias(CudaStream s, DType dtype, Matrix c, Buffer bias, Layout biasLayout) {
        Layout l = c.layout();
        backend.elementwise()
                .binary(
                        s,
                        BinaryKind.ADD,
                        dtype,
                        c.buffer(),
                        l,
                        c.buffer(),
                        l,
                        bias,
                        biasLayout.expand(l.sizes()),
                        1,
                        0);
    }

    private void compute(
            CudaStream s,
            DType dtype,
            Matrix c,
            Matrix a,
            Matrix b,
            @Nullable Buffer bias,
            @Nullable Layout biasLayout,
            double alpha,
            double beta) {
        boolean biasFirst = bias != null && biasLayout != null && beta == 0;
        if (biasFirst) {
            // The product is then added to the bias before anything is rounded to half precision.
            Layout l = c.layout();
            backend.elementwise().copy(s, dtype, c.buffer(), l, dtype, bias, biasLayout.expand(l.sizes()));
        }
        Matrix x = readable(s, dtype, a);
        Matrix y = readable(s, dtype, b);
        if (c.isRowMajor()) {
            product(s, dtype, c, x, y, alpha, biasFirst ? 1 : beta);
        } else {
            product(s, dtype, c.transposed(), y.transposed(), x.transposed(), alpha, biasFirst ? 1 : beta);
        }
        if (x.buffer() != a.buffer()) {
            x.buffer().release();
        }
        if (y.buffer() != b.buffer()) {
            y.buffer().release();
        }
        if (bias != null && biasLayout != null && !biasFirst) {
            addBias(s, dtype, c, bias, biasLayout);
        }
    }

    private Matrix readable(CudaStream s, DType dtype, Matrix m) {
        if (m.isReadable()) {
            return m;
        }
        // One copy serves all of a batch that is one matrix repeated.
        long copies = m.batchStride() == 0 ? 1 : m.batch();
        Layout from = Layout.strided(
                new long[] {copies, m.rows(), m.columns()},
                new long[] {m.batchStride(), m.rowStride(), m.columnStride()},
                m.offset());
        CudaBuffer dense = backend.allocate(dtype, from.numel());
        backend.elementwise().copy(s, dtype, dense, Layout.contiguous(from.sizes()), dtype, m.buffer(), from);
        long size = m.rows() * m.columns();
        return new Matrix(dense, 0, m.batch(), m.rows(), m.columns(), copies == 1 ? 0 : size, m.columns(), 1);
    }

    /** The product into a row-major matrix, which cuBLAS calls the column-major C' = B' A'. */
    private void product(CudaStream s, DType dtype, Matrix c, Matrix a, Matrix b, double alpha, double beta) {
        CublasHandle h = handles.of(s);
        boolean flipA = !a.isRowMajor();
        boolean flipB = !b.isRowMajor();
        int opA = flipA ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
        int opB = flipB ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
        long lda = flipA ? a.transposed().lead() : a.lead();
        long ldb = flipB ? b.transposed().lead() : b.lead();
        int type = dataType(dtype);
        int compute = dtype == DType.FLOAT64
                ? cublasComputeType.CUBLAS_COMPUTE_64F
                : dtype == DType.FLOAT32 && CudaOptions.matmulTf32()
                        ? cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32
                        : cublasComputeType.CUBLAS_COMPUTE_32F;
        int algo = cublasGemmAlgo.CUBLAS_GEMM_DEFAULT;
        int size = dtype.byteSize();
        h.factors(dtype == DType.FLOAT64, alpha, beta);
        var pa = a.buffer().inputPointer(s, a.offset() * size);
        var pb = b.buffer().inputPointer(s, b.offset() * size);
        var pc = c.buffer().outputPointer(s, c.offset() * size);
        if (a.isHuge() || b.isHuge() || c.isHuge()) {
            Cublas.check(
                    JCublas2.cublasGemmStridedBatchedEx_64_new(
                            h.handle(),
                            opB,
                            opA,
                            c.columns(),
                            c.rows(),
                            a.columns(),
                            h.alpha(),
                            pb,
                            type,
                            ldb,
                            b.batchStride(),
                            pa,
                            type,
                            lda,
                            a.batchStride(),
                            h.beta(),
                            pc,
                            type,
                            c.lead(),
                            c.batchStride(),
                            c.batch(),
                            compute,
                            algo),
                    "cublasGemmStridedBatchedEx_64");
            return;
        }
        int m = (int) c.rows();
        int n = (int) c.columns();
        int k = (int) a.columns();
        if (c.batch() == 1) {
            Cublas.check(
                    JCublas2.cublasGemmEx_new(
                            h.handle(),
                            opB,
                            opA,
                            n,
                            m,
                            k,
                            h.alpha(),
                            pb,
                            type,
                            (int) ldb,
                            pa,
                            type,
                            (int) lda,
                            h.beta(),
                            pc,
                            type,
                            (int) c.lead(),
                            compute,
                            algo),
                    "cublasGemmEx");
            return;
        }
        Cublas.check(
                JCublas2.cublasGemmStridedBatchedEx_new(
                        h.handle(),
                        opB,
                        opA,
                        n,
                        m,
                        k,
                        h.alpha(),
                        pb,
                        type,
                        (int) ldb,
                        b.batchStride(),
                        pa,
                        type,
                        (int) lda,
                        a.batchStride(),
                        h.beta(),
                        pc,
                        type,
                        (int) c.lead(),
                        c.batchStride(),
                        (int) c.batch(),
                        compute,
                        algo),
                "cublasGemmStridedBatchedEx");
    }

    private static int dataType(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> cudaDataType.CUDA_R_64F;
            case FLOAT16 -> cudaDataType.CUDA_R_16F;
            case BFLOAT16 -> cudaDataType.CUDA_R_16BF;
            case FLOAT32 -> cudaDataType.CUDA_R_32F;
            default -> throw new IllegalArgumentException(dtype + " is multiplied by a kernel of our own");
        };
    }
}
