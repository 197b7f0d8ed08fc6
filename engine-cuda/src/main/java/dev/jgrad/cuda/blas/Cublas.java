package dev.jgrad.cuda.blas;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.driver.JCudaLibrary;
import dev.jgrad.data.DeviceException;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import org.jspecify.annotations.Nullable;

/** The library itself: whether it is there, and what its return codes mean. */
public final class Cublas {
    private Cublas() {}

    /** Why cuBLAS cannot be used, in a sentence; null where it can. */
    public static @Nullable String unavailable() {
        String problem = JCudaLibrary.CUBLAS.problem();
        return problem == null ? null : "cuBLAS of CUDA 12 (libcublas.so.12) cannot be used: " + problem;
    }

    /** The library's version, such as {@code 12.6.4}; only where it is available. */
    public static String version() {
        int[] part = new int[1];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            JCublas2.cublasGetProperty(i, part);
            text.append(i == 0 ? "" : ".").append(part[0]);
        }
        return text.toString();
    }

    static cublasHandle createHandle() {
        String reason = unavailable();
        if (reason != null) {
            throw new DeviceException("matrix products on cuda are not possible: " + reason);
        }
        cublasHandle handle = new cublasHandle();
        check(JCublas2.cublasCreate(handle), "cublasCreate");
        return handle;
    }

    static void check(int status, String call) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            String name = cublasStatus.stringFor(status);
            boolean sticky = status == cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED
                    || status == cublasStatus.CUBLAS_STATUS_MAPPING_ERROR;
            throw new CudaException(name, name + " (" + status + ") in " + call, sticky);
        }
    }
}
