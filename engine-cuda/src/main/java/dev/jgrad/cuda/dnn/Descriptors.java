package dev.jgrad.cuda.dnn;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.util.Arrays;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnActivationMode;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnNanPropagation;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;

/** A problem in cuDNN's words: input, weight, output, and the convolution. */
final class Descriptors implements AutoCloseable {
    final cudnnTensorDescriptor x = new cudnnTensorDescriptor();
    final cudnnFilterDescriptor w = new cudnnFilterDescriptor();
    final cudnnTensorDescriptor y = new cudnnTensorDescriptor();
    final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
    /** One number for each channel of the output, and no activation; made where a bias is first added. */
    final cudnnTensorDescriptor bias = new cudnnTensorDescriptor();

    final cudnnActivationDescriptor none = new cudnnActivationDescriptor();
    private int made;
    private int madeForBias;

    private Descriptors() {}

    /** Descriptors of a problem whose operands have this order. */
    static Descriptors of(Problem p, Order order) {
        Descriptors d = new Descriptors();
        try {
            d.create();
            d.set(p, order);
            return d;
        } catch (RuntimeException e) {
            d.close();
            throw e;
        }
    }

    private void create() {
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(x), "cudnnCreateTensorDescriptor");
        made = 1;
        Cudnn.check(JCudnn.cudnnCreateFilterDescriptor(w), "cudnnCreateFilterDescriptor");
        made = 2;
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(y), "cudnnCreateTensorDescriptor");
        made = 3;
        Cudnn.check(JCudnn.cudnnCreateConvolutionDescriptor(convolution), "cudnnCreateConvolutionDescriptor");
        made = 4;
    }

    private void set(Problem p, Order order) {
        int type = dataType(p.dtype());
        int rank = p.rank();
        set(x, p.dtype(), order.layout(p.x()));
        set(y, p.dtype(), order.layout(p.y()));
        int format = order == Order.PLAIN ? cudnnTensorFormat.CUDNN_TENSOR_NCHW : cudnnTensorFormat.CUDNN_TENSOR_NHWC;
        Cudnn.check(
                JCudnn.cudnnSetFilterNdDescriptor(w, type, format, rank, ints(p.w())), "cudnnSetFilterNdDescriptor");
        int sums = p.dtype() == DType.FLOAT64 ? cudnnDataType.CUDNN_DATA_DOUBLE : cudnnDataType.CUDNN_DATA_FLOAT;
        Cudnn.check(
                JCudnn.cudnnSetConvolutionNdDescriptor(
                        convolution,
                        rank - 2,
                        ints(p.spec().padding()),
                        ints(p.spec().stride()),
                        ints(p.spec().dilation()),
                        cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
                        sums),
                "cudnnSetConvolutionNdDescriptor");
        Cudnn.check(
                JCudnn.cudnnSetConvolutionGroupCount(
                        convolution, Math.toIntExact(p.spec().groups())),
                "cudnnSetConvolutionGroupCount");
    }

    /** Makes what a bias needs, once. */
    void prepareBias(DType dtype, long[] output) {
        if (madeForBias == 2) {
            return;
        }
        Cudnn.check(JCudnn.cudnnCreateTensorDescriptor(bias), "cudnnCreateTensorDescriptor");
        madeForBias = 1;
        Cudnn.check(JCudnn.cudnnCreateActivationDescriptor(none), "cudnnCreateActivationDescriptor");
        madeForBias = 2;
        long[] sizes = new long[output.length];
        Arrays.fill(sizes, 1);
        sizes[1] = output[1];
        // Sizes of 1 behind the channels leave them a stride of 1, which suits both orders.
        set(bias, dtype, Order.PLAIN.layout(sizes));
        Cudnn.check(
                JCudnn.cudnnSetActivationDescriptor(
                        none,
                        cudnnActivationMode.CUDNN_ACTIVATION_IDENTITY,
                        cudnnNanPropagation.CUDNN_PROPAGATE_NAN,
                        0),
                "cudnnSetActivationDescriptor");
    }

    /** Describes a tensor. */
    static void set(cudnnTensorDescriptor descriptor, DType dtype, Layout layout) {
        Cudnn.check(
                JCudnn.cudnnSetTensorNdDescriptor(
                        descriptor, dataType(dtype), layout.rank(), ints(layout.sizes()), ints(layout.strides())),
                "cudnnSetTensorNdDescriptor");
    }

    /** Whether tensor cores may be used, and how: what comes with an algorithm. */
    void mathType(int type) {
        Cudnn.check(JCudnn.cudnnSetConvolutionMathType(convolution, type), "cudnnSetConvolutionMathType");
    }

    static int dataType(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> cudnnDataType.CUDNN_DATA_FLOAT;
            case FLOAT64 -> cudnnDataType.CUDNN_DATA_DOUBLE;
            case FLOAT16 -> cudnnDataType.CUDNN_DATA_HALF;
            case BFLOAT16 -> cudnnDataType.CUDNN_DATA_BFLOAT16;
            default -> throw new IllegalArgumentException("cuDNN does not take " + dtype);
        };
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        int count = made;
        int forBias = madeForBias;
        made = 0;
        madeForBias = 0;
        if (forBias > 1) {
            Cudnn.check(JCudnn.cudnnDestroyActivationDescriptor(none), "cudnnDestroyActivationDescriptor");
        }
        if (forBias > 0) {
            Cudnn.check(JCudnn.cudnnDestroyTensorDescriptor(bias), "cudnnDestroyTensorDescriptor");
        }
        if (count > 3) {
            Cudnn.check(JCudnn.cudnnDestroyConvolutionDescriptor(convolution), "cudnnDestroyConvolutionDescriptor");
        }
        if (count > 2) {
            Cudnn.check(JCudnn.cudnnDestroyTensorDescriptor(y), "cudnnDestroyTensorDescriptor");
        }
        if (count > 1) {
            Cudnn.check(JCudnn.cudnnDestroyFilterDescriptor(w), "cudnnDestroyFilterDescriptor");
        }
        if (count > 0) {
            Cudnn.check(JCudnn.cudnnDestroyTensorDescriptor(x), "cudnnDestroyTensorDescriptor");
        }
    }
}
