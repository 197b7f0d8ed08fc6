package dev.jgrad.cuda.compile;

import java.util.List;

/** Compiles CUDA C++ to a cubin. */
public interface KernelCompiler {
    /** Name and version, part of the key under which results are kept, such as {@code nvrtc-12.6}. */
    String version();

    /**
     * Compiles one source.
     *
     * @param options such as {@code --gpu-architecture=sm_90} and {@code -DT=float}
     * @return the cubin
     * @throws dev.jgrad.cuda.CudaException with the compiler's log when the source does not compile
     */
    byte[] compile(KernelSource source, List<String> options);
}
