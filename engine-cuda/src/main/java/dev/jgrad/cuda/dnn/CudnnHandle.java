package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.api.CudaOptions;
import jcuda.jcudnn.JCudnn;
import jcuda.runtime.cudaStream_t;

/** cuDNN on one stream, with the plans made there. */
final class CudnnHandle implements AutoCloseable {
    final PlanCache<Convolver> convolutions = new PlanCache<>();
    final PlanCache<BatchNormPlan> batchNorms = new PlanCache<>();

    private final RawHandle handle = new RawHandle();

    CudnnHandle(CudaStream stream) {
        Cudnn.check(JCudnn.cudnnCreate(handle), "cudnnCreate");
        Cudnn.check(
                JCudnn.cudnnSetStream(handle, new cudaStream_t(stream.handle().raw())), "cudnnSetStream");
    }

    /** True where cuDNN is there and not switched off. */
    static boolean isUsed() {
        return CudaOptions.cudnnEnabled() && Cudnn.isAvailable();
    }

    RawHandle handle() {
        return handle;
    }

    @Override
    public void close() {
        convolutions.close();
        batchNorms.close();
        Cudnn.check(JCudnn.cudnnDestroy(handle), "cudnnDestroy");
    }
}
