package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.dnn.AlgorithmLists.Operands;
import dev.jgrad.cuda.driver.NativePointer;
import jcuda.jcudnn.cudnnHandle;
import org.jspecify.annotations.Nullable;

/** One problem on one stream, ready to be computed, or known to be none of cuDNN's. */
sealed interface Convolver extends PlanCache.Plan permits ConvolutionPlan, GraphPlan {
    /** What has become of a problem. */
    enum Outcome {
        /** Nothing: cuDNN does not do it after all. */
        REFUSED,
        /** The result is there, the bias is not in it. */
        COMPUTED,
        /** The result is there, with the bias. */
        BIASED
    }

    /** False when cuDNN refuses the problem in every order, or has turned out not to do what it offered. */
    boolean isSupported();

    /** The order in which all three operands are given. */
    Order order();

    /**
     * Submits the computation of the operand that the direction names.
     *
     * @param bias for the forward direction, null for none; it is added where that needs no further pass
     */
    Outcome run(CudaBackend backend, CudaStream stream, cudnnHandle h, Operands at, @Nullable NativePointer bias);
}
