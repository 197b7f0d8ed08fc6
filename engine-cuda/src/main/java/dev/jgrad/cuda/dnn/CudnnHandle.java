package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.runtime.cudaStream_t;

/** cuDNN on one stream, with the plans made there; the least recently used goes when there are too many. */
final class CudnnHandle implements AutoCloseable {
    private static final int MAX_PLANS = 1024;

    private final cudnnHandle handle = new cudnnHandle();
    private final Map<Problem.Key, ConvolutionPlan> plans = new LinkedHashMap<>(64, 0.75f, true);

    CudnnHandle(CudaStream stream) {
        Cudnn.check(JCudnn.cudnnCreate(handle), "cudnnCreate");
        Cudnn.check(
                JCudnn.cudnnSetStream(handle, new cudaStream_t(stream.handle().raw())), "cudnnSetStream");
    }

    cudnnHandle handle() {
        return handle;
    }

    /** The plan for a problem, made now where it is met for the first time. */
    ConvolutionPlan plan(Problem.Key key, Supplier<ConvolutionPlan> maker) {
        ConvolutionPlan known = plans.get(key);
        if (known != null) {
            return known;
        }
        ConvolutionPlan made = maker.get();
        plans.put(key, made);
        if (plans.size() > MAX_PLANS) {
            var eldest = plans.entrySet().iterator();
            ConvolutionPlan old = eldest.next().getValue();
            eldest.remove();
            old.close();
        }
        return made;
    }

    @Override
    public void close() {
        plans.values().forEach(ConvolutionPlan::close);
        plans.clear();
        Cudnn.check(JCudnn.cudnnDestroy(handle), "cudnnDestroy");
    }
}
