package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;

/**
 * How index values become positions: the host's side of {@code IndexRule} in {@code index.cuh}.
 *
 * @param code what is said when a value is out of range, a constant of {@link KernelFailure}
 * @param dim that is indexed, for the message
 * @param size of it
 * @param wraps whether negative values count from the end
 * @param step elements from one position to the next
 */
record IndexRule(int code, int dim, long size, boolean wraps, long step) {
    KernelArguments write(KernelArguments a, CudaStream stream) {
        return a.address(stream.failure().address())
                .int64(code)
                .int64(dim)
                .int64(size)
                .int64(wraps ? 1 : 0)
                .int64(step);
    }
}
