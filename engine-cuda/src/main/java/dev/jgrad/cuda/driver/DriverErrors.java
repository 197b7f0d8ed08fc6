package dev.jgrad.cuda.driver;

import dev.jgrad.cuda.CudaException;
import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Turns what a call of the driver returned into an exception. */
public final class DriverErrors {
    // Of CUDA 13, which JCuda's table does not have.
    private static final int CONTAINED = 226;
    private static final int TENSOR_MEMORY_LEAK = 721;

    /** After these the context is lost: every later call in this process fails with the same. */
    private static final Set<Integer> STICKY = Set.of(
            CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
            CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
            CUresult.CUDA_ERROR_ASSERT,
            CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
            CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
            CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
            CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
            CUresult.CUDA_ERROR_INVALID_PC,
            CUresult.CUDA_ERROR_LAUNCH_FAILED,
            CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
            CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
            CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
            CUresult.CUDA_ERROR_MPS_CLIENT_TERMINATED,
            CUresult.CUDA_ERROR_EXTERNAL_DEVICE,
            CONTAINED,
            TENSOR_MEMORY_LEAK);

    private DriverErrors() {}

    /** The exception for a result that is not success. */
    public static CudaException exception(int result, String call) {
        String name = name(result);
        boolean sticky = STICKY.contains(result);
        return new CudaException(name, name + " (" + result + ") in " + call + advice(result, sticky), sticky);
    }

    private static String name(int result) {
        String known = CUresult.stringFor(result);
        if (known.startsWith("CUDA_")) {
            return known;
        }
        String[] told = new String[1];
        return JCudaDriver.cuGetErrorName(result, told) == CUresult.CUDA_SUCCESS ? told[0] : known;
    }

    private static String advice(int result, boolean sticky) {
        if (sticky) {
            return ". The device is lost to this process: restart it. An earlier kernel may be the cause;"
                    + " -Djgrad.cuda.blocking=true waits after each one and finds it";
        }
        return switch (result) {
            case CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
                    CUresult.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED,
                    CUresult.CUDA_ERROR_STREAM_CAPTURE_IMPLICIT ->
                ". A graph is being captured: nothing may be read from the device and no memory be allocated outside"
                        + " the graph's pool meanwhile";
            case CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU ->
                ". The kernel was compiled for another device; delete the kernel cache (jgrad.cache)";
            default -> "";
        };
    }
}
