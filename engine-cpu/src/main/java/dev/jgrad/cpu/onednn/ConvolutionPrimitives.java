package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Makes the three primitives of a convolution, each with the layout of the weight left to the library. */
final class ConvolutionPrimitives {
    private static final int DIRECT = 1;

    private static final MethodHandle FORWARD = Dnnl.handle(
            "dnnl_convolution_forward_primitive_desc_create",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG);
    private static final MethodHandle BACKWARD_DATA = Dnnl.handle(
            "dnnl_convolution_backward_data_primitive_desc_create",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG);
    private static final MethodHandle BACKWARD_WEIGHTS = Dnnl.handle(
            "dnnl_convolution_backward_weights_primitive_desc_create",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG);

    private ConvolutionPrimitives() {}

    static @Nullable Primitive forward(
            Workspace workspace,
            int threads,
            ConvolutionShape shape,
            TensorFormat src,
            TensorFormat weights,
            @Nullable TensorFormat bias,
            TensorFormat dst) {
        PrimitiveKey key = key("convolution", threads, shape, src, weights, dst, bias);
        return workspace.primitive(key, k -> {
            try (Arena arena = Arena.ofConfined();
                    Descriptors d = new Descriptors()) {
                Geometry g = Geometry.of(arena, shape);
                int[] arguments = bias == null
                        ? new int[] {Dnnl.ARG_SRC, Dnnl.ARG_WEIGHTS, Dnnl.ARG_DST}
                        : new int[] {Dnnl.ARG_SRC, Dnnl.ARG_WEIGHTS, Dnnl.ARG_DST, Dnnl.ARG_BIAS};
                return Primitive.create(
                        k, attributes -> forward(g, d, src, weights, bias, dst, attributes, k), arguments);
            }
        });
    }

    static @Nullable Primitive inputGradient(
            Workspace workspace,
            int threads,
            ConvolutionShape shape,
            TensorFormat src,
            TensorFormat weights,
            TensorFormat dst) {
        PrimitiveKey key = key("convolution's input gradient", threads, shape, src, weights, dst, null);
        return workspace.primitive(key, k -> {
            try (Arena arena = Arena.ofConfined();
                    Descriptors d = new Descriptors()) {
                Geometry g = Geometry.of(arena, shape);
                long hint = forward(g, d, src, weights, null, dst, 0, k);
                if (hint == 0) {
                    return null;
                }
                Dnnl.LIVE.increment();
                long s = d.of(src);
                long w = d.of(weights);
                long o = d.of(dst);
                try {
                    return Primitive.create(
                            k,
                            attributes -> Dnnl.createOrZero(
                                    out -> (int) BACKWARD_DATA.invokeExact(
                                            out,
                                            Dnnl.engine(),
                                            DIRECT,
                                            s,
                                            w,
                                            o,
                                            g.stride,
                                            g.dilation,
                                            g.before,
                                            g.after,
                                            hint,
                                            attributes),
                                    k.toString()),
                            Dnnl.ARG_DIFF_SRC,
                            Dnnl.ARG_WEIGHTS,
                            Dnnl.ARG_DIFF_DST);
                } finally {
                    Dnnl.destroyPrimitiveDescriptor(hint);
                }
            }
        });
    }

    static @Nullable Primitive weightGradient(
            Workspace workspace,
            int threads,
            ConvolutionShape shape,
            TensorFormat src,
            TensorFormat weights,
            TensorFormat dst) {
        PrimitiveKey key = key("convolution's weight gradient", threads, shape, src, weights, dst, null);
        return workspace.primitive(key, k -> {
            try (Arena arena = Arena.ofConfined();
                    Descriptors d = new Descriptors()) {
                Geometry g = Geometry.of(arena, shape);
                long hint = forward(g, d, src, weights, null, dst, 0, k);
                if (hint == 0) {
                    return null;
                }
                Dnnl.LIVE.increment();
                long s = d.of(src);
                long w = d.of(weights);
                long o = d.of(dst);
                try {
                    return Primitive.create(
                            k,
                            attributes -> Dnnl.createOrZero(
                                    out -> (int) BACKWARD_WEIGHTS.invokeExact(
                                            out,
                                            Dnnl.engine(),
                                            DIRECT,
                                            s,
                                            w,
                                            0L,
                                            o,
                                            g.stride,
                                            g.dilation,
                                            g.before,
                                            g.after,
                                            hint,
                                            attributes),
                                    k.toString()),
                            Dnnl.ARG_SRC,
                            Dnnl.ARG_DIFF_WEIGHTS,
                            Dnnl.ARG_DIFF_DST);
                } finally {
                    Dnnl.destroyPrimitiveDescriptor(hint);
                }
            }
        });
    }

    private static long forward(
            Geometry g,
            Descriptors d,
            TensorFormat src,
            TensorFormat weights,
            @Nullable TensorFormat bias,
            TensorFormat dst,
            long attributes,
            PrimitiveKey key) {
        long s = d.of(src);
        long w = d.of(weights);
        long b = d.of(bias);
        long o = d.of(dst);
        return Dnnl.createOrZero(
                out -> (int) FORWARD.invokeExact(
                        out,
                        Dnnl.engine(),
                        Dnnl.FORWARD_TRAINING,
                        DIRECT,
                        s,
                        w,
                        b,
                        o,
                        g.stride,
                        g.dilation,
                        g.before,
                        g.after,
                        attributes),
                key.toString());
    }

    private static PrimitiveKey key(
            String operation,
            int threads,
            ConvolutionShape shape,
            TensorFormat src,
            TensorFormat weights,
            TensorFormat dst,
            @Nullable TensorFormat bias) {
        return new PrimitiveKey(operation, threads, new @Nullable Object[] {src, weights, dst, bias}, shape.numbers());
    }

    /** The parameters of a convolution in native memory. */
    private record Geometry(long stride, long dilation, long before, long after) {
        static Geometry of(Arena arena, ConvolutionShape shape) {
            return new Geometry(
                    put(arena, shape.stride()),
                    put(arena, shape.dilation()),
                    put(arena, shape.before()),
                    put(arena, shape.after()));
        }

        private static long put(Arena arena, long[] numbers) {
            MemorySegment segment = arena.allocateFrom(JAVA_LONG, numbers);
            return segment.address();
        }
    }
}
