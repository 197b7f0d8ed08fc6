package dev.jgrad.cuda.compile;

import java.util.List;

/** Compiles CUDA C++ to a cubin. */
public interface KernelCompiler {
    /** Name and version, part of the key under which results are kept, such as {@code nvrtc-12.6}. */
    String version();

    /**
     * What to compile for a device of this compute capability: {@code sm_90}, or, where the compiler is older than the
     * device, {@code compute_90} for the newest one that it knows, which the driver finishes.
     */
    String target(int major, int minor);

    /**
     * Compiles one source.
     *
     * @param options such as {@code --gpu-architecture=sm_90} and {@code -DT=float}
     * @return the cubin, for {@code compute_90} PTX with a zero behind it
     * @throws dev.jgrad.cuda.CudaException with the compiler's log when the source does not compile
     */
    byte[] compile(KernelSource source, List<String> options);
}
