package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jgrad.data.Layout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation of float32 in channels-last order, forward and backward. Vectors are addresses of one number per
 * channel; variances are biased.
 */
public final class OneDnnBatchNorm {
    private static final int GLOBAL_STATISTICS = 1;
    private static final int SCALE_AND_SHIFT = 2 | 4;

    private static final MethodHandle FORWARD = Dnnl.handle(
            "dnnl_batch_normalization_forward_primitive_desc_create",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_FLOAT,
            JAVA_INT,
            JAVA_LONG);
    private static final MethodHandle BACKWARD = Dnnl.handle(
            "dnnl_batch_normalization_backward_primitive_desc_create",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_FLOAT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG);

    private OneDnnBatchNorm() {}

    /** True when activations of this layout can be computed with here. */
    public static boolean takes(Layout layout) {
        return layout.rank() >= 3 && layout.offset() == 0 && layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    /**
     * {@code out = (in - mean) / sqrt(variance + eps) * scale + shift}.
     *
     * @param training whether mean and variance are computed here and written, else they are read
     * @return false, with nothing done, when the library has no fast kernel
     */
    public static boolean forward(
            boolean training,
            int threads,
            Layout layout,
            long out,
            long in,
            long scale,
            long shift,
            long mean,
            long variance,
            float eps) {
        TensorFormat format = format(layout);
        int kind = training ? Dnnl.FORWARD_TRAINING : Dnnl.FORWARD_INFERENCE;
        int flags = training ? SCALE_AND_SHIFT : SCALE_AND_SHIFT | GLOBAL_STATISTICS;
        Workspace workspace = Workspace.current();
        PrimitiveKey key = new PrimitiveKey("batch norm", threads, new @Nullable Object[] {format}, new long[] {
            kind, flags, Float.floatToRawIntBits(eps)
        });
        Primitive primitive = workspace.primitive(key, k -> {
            try (Descriptors d = new Descriptors()) {
                long f = d.of(format);
                return Primitive.create(
                        k,
                        attributes -> forward(kind, f, eps, flags, attributes, k),
                        Dnnl.ARG_SRC,
                        Dnnl.ARG_DST,
                        Dnnl.ARG_SCALE,
                        Dnnl.ARG_SHIFT,
                        Dnnl.ARG_MEAN,
                        Dnnl.ARG_VARIANCE);
            }
        });
        if (primitive == null) {
            return false;
        }
        primitive
                .set(0, in)
                .set(1, out)
                .set(2, scale)
                .set(3, shift)
                .set(4, mean)
                .set(5, variance)
                .run(workspace);
        return true;
    }

    /**
     * All three gradients.
     *
     * @param training whether the statistics depend on the input
     * @param gradInput where to write, or 0 when nobody wants it
     * @return false, with nothing done, when the library has no fast kernel
     */
    public static boolean backward(
            boolean training,
            int threads,
            Layout layout,
            long gradInput,
            long gradScale,
            long gradShift,
            long gradOutput,
            long in,
            long scale,
            long mean,
            long variance,
            float eps) {
        TensorFormat format = format(layout);
        int flags = training ? SCALE_AND_SHIFT : SCALE_AND_SHIFT | GLOBAL_STATISTICS;
        Workspace workspace = Workspace.current();
        PrimitiveKey key =
                new PrimitiveKey("batch norm's gradient", threads, new @Nullable Object[] {format}, new long[] {
                    flags, Float.floatToRawIntBits(eps)
                });
        Primitive primitive = workspace.primitive(key, k -> {
            try (Descriptors d = new Descriptors()) {
                long f = d.of(format);
                long hint = forward(Dnnl.FORWARD_TRAINING, f, eps, flags, 0, k);
                if (hint == 0) {
                    return null;
                }
                Dnnl.LIVE.increment();
                try {
                    return Primitive.create(
                            k,
                            attributes -> Dnnl.createOrZero(
                                    out -> (int) BACKWARD.invokeExact(
                                            out, Dnnl.engine(), Dnnl.BACKWARD, f, f, f, eps, flags, hint, attributes),
                                    k.toString()),
                            Dnnl.ARG_SRC,
                            Dnnl.ARG_DIFF_DST,
                            Dnnl.ARG_DIFF_SRC,
                            Dnnl.ARG_SCALE,
                            Dnnl.ARG_MEAN,
                            Dnnl.ARG_VARIANCE,
                            Dnnl.ARG_DIFF_SCALE,
                            Dnnl.ARG_DIFF_SHIFT);
                } finally {
                    Dnnl.destroyPrimitiveDescriptor(hint);
                }
            }
        });
        if (primitive == null) {
            return false;
        }
        primitive
                .set(0, in)
                .set(1, gradOutput)
                .set(2, gradInput == 0 ? workspace.area(0, layout.numel() * 4) : gradInput)
                .set(3, scale)
                .set(4, mean)
                .set(5, variance)
                .set(6, gradScale)
                .set(7, gradShift)
                .run(workspace);
        return true;
    }

    private static long forward(int kind, long format, float eps, int flags, long attributes, PrimitiveKey key) {
        return Dnnl.createOrZero(
                out -> (int) FORWARD.invokeExact(out, Dnnl.engine(), kind, format, format, eps, flags, attributes),
                key.toString());
    }

    /**
     * One image that is as high as all images of the batch together: the same elements at the same places, and for one
     * image the library gives each thread channels of its own. Threads that share channels meet at barriers on which they
     * spin, for a whole time slice when one of them has lost its processor.
     */
    private static TensorFormat format(Layout layout) {
        long channels = layout.size(1);
        long rows = layout.numel() / channels;
        long[] sizes = {1, channels, rows, 1};
        return new TensorFormat(Dnnl.F32, sizes, Layout.channelsLast(sizes).strides());
    }
}
