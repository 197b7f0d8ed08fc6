package dev.jgrad.cuda.dnn;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnBatchNormMode;
import jcuda.jcudnn.cudnnBatchNormOps;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;

/**
 * How batch norm of one shape is computed on one stream. The mode is PyTorch's choice: persistent kernels, which read the
 * data once, for training with channels innermost; the plain ones elsewhere, because persistent ones were found to lose
 * accuracy there.
 */
final class BatchNormPlan implements PlanCache.Plan {
    static final int OPS = cudnnBatchNormOps.CUDNN_BATCHNORM_OPS_BN;

    /** Stands for operands that this form has not: an addend, an activation. */
    static final cudnnTensorDescriptor NONE = new cudnnTensorDescriptor();

    static final cudnnActivationDescriptor NO_ACTIVATION = new cudnnActivationDescriptor();

    final cudnnTensorDescriptor data = new cudnnTensorDescriptor();
    final cudnnTensorDescriptor vectors = new cudnnTensorDescriptor();
    final int mode;

    /** Bytes that a call needs for itself, and that the backward pass finds as the forward pass has left them. */
    long forwardWorkspace;

    long backwardWorkspace;
    long reserve;
    private boolean supported;
    private int made;

    private BatchNormPlan(int mode) {
        this.mode = mode;
    }

    static BatchNormPlan make(cudnnHandle h, DType dtype, Order order, Layout layout, boolean training) {
        BatchNormPlan plan = new BatchNormPlan(
                training && order == Order.CHANNELS_LAST
                        ? cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL_PERSISTENT
                        : cudnnBatchNormMode.CUDNN_BATCHNORM_SPATIAL);
        try {
            plan.describe(dtype, order.layout(layout.sizes()));
            plan.supported = !training || plan.asks(h);
            return plan;
        } catch (RuntimeException e) {
            plan.close();
            throw e;
        }
    }

    private void describe(DType dtype, Layout layout) {
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(data), "cudnnCreateTensorDescriptor");
        made = 1;
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(vectors), "cudnnCreateTensorDescriptor");
        made = 2;
        Descriptors.set(data, dtype, layout);
        Cudnn.check(JCudnn.cudnnDeriveBNTensorDescriptor(vectors, data, mode), "cudnnDeriveBNTensorDescriptor");
    }

    /** What training needs; false where cuDNN does not do it for this type or shape. */
    private boolean asks(cudnnHandle h) {
        long[] bytes = new long[1];
        int status = JCudnn.cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize(
                h, mode, OPS, data, NONE, data, vectors, NO_ACTIVATION, bytes);
        forwardWorkspace = bytes[0];
        if (!Cudnn.takes(status, "cudnnGetBatchNormalizationForwardTrainingExWorkspaceSize")) {
            return false;
        }
        status = JCudnn.cudnnGetBatchNormalizationBackwardExWorkspaceSize(
                h, mode, OPS, data, data, data, NONE, data, vectors, NO_ACTIVATION, bytes);
        backwardWorkspace = bytes[0];
        if (!Cudnn.takes(status, "cudnnGetBatchNormalizationBackwardExWorkspaceSize")) {
            return false;
        }
        status = JCudnn.cudnnGetBatchNormalizationTrainingExReserveSpaceSize(h, mode, OPS, NO_ACTIVATION, data, bytes);
        reserve = bytes[0];
        return Cudnn.takes(status, "cudnnGetBatchNormalizationTrainingExReserveSpaceSize");
    }

    /** False when cuDNN does not do it, or has turned out not to. */
    boolean isSupported() {
        return supported;
    }

    /** Whether a call was done; one that is refused is not tried again. */
    boolean done(int status, String call) {
        supported = Cudnn.takes(status, call);
        return supported;
    }

    @Override
    public void close() {
        int count = made;
        made = 0;
        if (count > 1) {
            Cudnn.check(JCudnn.cudnnDestroyTensorDescriptor(vectors), "cudnnDestroyTensorDescriptor");
        }
        if (count > 0) {
            Cudnn.check(JCudnn.cudnnDestroyTensorDescriptor(data), "cudnnDestroyTensorDescriptor");
        }
    }
}
