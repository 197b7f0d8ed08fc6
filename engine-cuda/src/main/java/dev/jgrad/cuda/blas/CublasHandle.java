package dev.jgrad.cuda.blas;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.NativePointer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;

/**
 * cuBLAS on one stream. The workspace is the engine's own, so that products can be captured into a graph: cuBLAS would
 * otherwise allocate in the middle of it. {@code -Djgrad.cuda.cublas.workspace} sets its bytes.
 */
final class CublasHandle implements AutoCloseable {
    /** cuBLAS recommends 32 MiB from Hopper on and 4 MiB before; PyTorch gives 8. */
    private static final long HOPPER_WORKSPACE = 32L << 20;

    private static final long WORKSPACE = 8L << 20;

    /** No sums in half precision; CUBLAS_MATH_DISALLOW_REDUCED_PRECISION_REDUCTION on the default mode. */
    private static final int MATH_MODE = 16;

    private final cublasHandle handle;
    private final CudaBuffer workspace;
    private final MemorySegment scalars = Arena.ofAuto().allocate(16, 8);
    private final NativePointer alpha = new NativePointer(scalars.address());
    private final NativePointer beta = new NativePointer(scalars.address() + 8);

    CublasHandle(CudaBackend backend, CudaStream stream) {
        long wanted = backend.properties().major() >= 9 ? HOPPER_WORKSPACE : WORKSPACE;
        // A small device keeps most of its memory.
        long fitting = Math.min(wanted, backend.properties().totalMemory() >> 10);
        long bytes = Math.max(512, Long.getLong("jgrad.cuda.cublas.workspace", fitting)) & -512;
        // First, for this is what fails where memory is short.
        workspace = backend.allocateBytes(bytes);
        handle = Cublas.createHandle();
        Cublas.check(
                JCublas2.cublasSetStream(
                        handle, new cudaStream_t(stream.handle().raw())),
                "cublasSetStream");
        Cublas.check(
                JCublas2.cublasSetWorkspace(handle, workspace.outputPointer(stream, 0), bytes), "cublasSetWorkspace");
        Cublas.check(JCublas2.cublasSetMathMode(handle, MATH_MODE), "cublasSetMathMode");
    }

    cublasHandle handle() {
        return handle;
    }

    /** Factors in host memory, of the type that sums of this dtype have. */
    void factors(boolean wide, double alphaValue, double betaValue) {
        if (wide) {
            scalars.set(ValueLayout.JAVA_DOUBLE, 0, alphaValue);
            scalars.set(ValueLayout.JAVA_DOUBLE, 8, betaValue);
        } else {
            scalars.set(ValueLayout.JAVA_FLOAT, 0, (float) alphaValue);
            scalars.set(ValueLayout.JAVA_FLOAT, 8, (float) betaValue);
        }
    }

    NativePointer alpha() {
        return alpha;
    }

    NativePointer beta() {
        return beta;
    }

    @Override
    public void close() {
        Cublas.check(JCublas2.cublasDestroy(handle), "cublasDestroy");
        workspace.release();
    }
}
