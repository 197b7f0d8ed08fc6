package dev.jgrad.cuda.dnn;

import dev.jgrad.data.DType;
import java.util.ArrayList;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBackendAttributeName;
import jcuda.jcudnn.cudnnBackendAttributeType;
import jcuda.jcudnn.cudnnBackendDescriptorType;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import org.jspecify.annotations.Nullable;

/** A problem in the words of cuDNN's graph API: three tensors, numbered 1 to 3 as x, w and y, and the operation on them. */
final class GraphOperation implements AutoCloseable {
    /** Addresses are multiples of this: {@link Cudnn#isAligned}. */
    private static final long ALIGNMENT = 16;

    private final List<GraphDescriptor> made = new ArrayList<>();
    private @Nullable GraphDescriptor operation;
    private @Nullable GraphDescriptor graph;

    private GraphOperation() {}

    /** The operation; null where cuDNN does not know such a one. */
    static @Nullable GraphOperation of(Problem p, Order order) {
        GraphOperation o = new GraphOperation();
        boolean done = false;
        try {
            done = o.describe(p, order);
            return done ? o : null;
        } finally {
            if (!done) {
                o.close();
            }
        }
    }

    private GraphDescriptor made(int type) {
        GraphDescriptor d = GraphDescriptor.of(type);
        made.add(d);
        return d;
    }

    private @Nullable GraphDescriptor tensor(Problem p, Order order, long number, long[] sizes) {
        GraphDescriptor t = made(cudnnBackendDescriptorType.CUDNN_BACKEND_TENSOR_DESCRIPTOR)
                .choice(
                        cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DATA_TYPE,
                        cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE,
                        Descriptors.dataType(p.dtype()))
                .numbers(cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_DIMENSIONS, sizes)
                .numbers(
                        cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_STRIDES,
                        order.layout(sizes).strides())
                .numbers(cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_UNIQUE_ID, number)
                .numbers(cudnnBackendAttributeName.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, ALIGNMENT);
        return t.finish("tensor") ? t : null;
    }

    private @Nullable GraphDescriptor convolution(Problem p) {
        int sums = p.dtype() == DType.FLOAT64 ? cudnnDataType.CUDNN_DATA_DOUBLE : cudnnDataType.CUDNN_DATA_FLOAT;
        GraphDescriptor c = made(cudnnBackendDescriptorType.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR)
                .choice(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_COMP_TYPE,
                        cudnnBackendAttributeType.CUDNN_TYPE_DATA_TYPE,
                        sums)
                .choice(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_CONV_MODE,
                        cudnnBackendAttributeType.CUDNN_TYPE_CONVOLUTION_MODE,
                        cudnnConvolutionMode.CUDNN_CROSS_CORRELATION)
                .numbers(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS,
                        p.spec().spatialRank())
                .numbers(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS,
                        p.spec().padding())
                .numbers(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_POST_PADDINGS,
                        p.spec().padding())
                .numbers(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES,
                        p.spec().stride())
                .numbers(
                        cudnnBackendAttributeName.CUDNN_ATTR_CONVOLUTION_DILATIONS,
                        p.spec().dilation());
        return c.finish("convolution") ? c : null;
    }

    private boolean describe(Problem p, Order order) {
        GraphDescriptor x = tensor(p, order, 1, p.x());
        GraphDescriptor w = tensor(p, order, 2, p.w());
        GraphDescriptor y = tensor(p, order, 3, p.y());
        GraphDescriptor c = convolution(p);
        if (x == null || w == null || y == null || c == null) {
            return false;
        }
        Names n = Names.of(p.direction());
        boolean wide = p.dtype() == DType.FLOAT64;
        operation = made(n.operation)
                .factor(n.alpha, wide, 1)
                .factor(n.beta, wide, 0)
                .descriptor(n.convolution, c)
                .descriptor(n.x, x)
                .descriptor(n.w, w)
                .descriptor(n.y, y);
        return operation.finish(p.direction().op);
    }

    /** The attributes of an operation, which have other names in each direction. */
    private record Names(int operation, int alpha, int beta, int convolution, int x, int w, int y) {
        static Names of(Direction direction) {
            return switch (direction) {
                case FORWARD ->
                    new Names(
                            cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y);
                case INPUT_GRADIENT ->
                    new Names(
                            cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY);
                case WEIGHT_GRADIENT ->
                    new Names(
                            cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW,
                            cudnnBackendAttributeName.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY);
            };
        }
    }

    /** A graph of this one operation, made when first asked for; without a handle only to see whether cuDNN takes it. */
    GraphDescriptor graph(@Nullable RawHandle h) {
        if (graph == null) {
            if (operation == null) {
                throw new IllegalStateException("the operation was refused");
            }
            GraphDescriptor g = made(cudnnBackendDescriptorType.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR)
                    .descriptor(cudnnBackendAttributeName.CUDNN_ATTR_OPERATIONGRAPH_OPS, operation);
            if (h != null) {
                g.pointer(
                        cudnnBackendAttributeName.CUDNN_ATTR_OPERATIONGRAPH_HANDLE,
                        cudnnBackendAttributeType.CUDNN_TYPE_HANDLE,
                        h.raw());
            }
            Cudnn.check(JCudnn.cudnnBackendFinalize(g), "cudnnBackendFinalize of a graph");
            graph = g;
        }
        return graph;
    }

    @Override
    public void close() {
        made.reversed().forEach(GraphDescriptor::close);
        made.clear();
    }
}
