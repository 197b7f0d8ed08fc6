package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Matrix products, batched or not; transposition is read from the strides. */
public final class OneDnnMatmul {
    private static final MethodHandle DESCRIPTOR = Dnnl.handle(
            "dnnl_matmul_primitive_desc_create",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG);

    private OneDnnMatmul() {}

    /**
     * {@code out = beta * out + alpha * (a @ b) + bias}, the bias only with {@code alpha} 1. The offsets of the layouts
     * are in the addresses already.
     *
     * @param bias address of n elements, or 0
     * @return false, with nothing done, when there is no fast kernel for these layouts
     */
    public static boolean run(
            DType dtype,
            int threads,
            long out,
            Layout outLayout,
            long a,
            Layout aLayout,
            long b,
            Layout bLayout,
            long bias,
            float alpha,
            float beta) {
        int type = OneDnn.dataType(dtype);
        TensorFormat src = matrix(type, aLayout);
        TensorFormat weights = matrix(type, bLayout);
        TensorFormat dst = matrix(type, outLayout);
        if (src == null || weights == null || dst == null) {
            return false;
        }
        if (dst.sizes().length == 3 && dst.sizes()[0] > Math.max(src.sizes()[0], weights.sizes()[0])) {
            return false;
        }
        if (readsPastGaps(weights)) {
            return false;
        }
        TensorFormat vector = bias == 0 ? null : vector(type, outLayout);
        PrimitiveKey key =
                new PrimitiveKey("matmul", threads, new @Nullable Object[] {src, weights, dst, vector}, new long[] {
                    Float.floatToRawIntBits(alpha), Float.floatToRawIntBits(beta)
                });
        Workspace workspace = Workspace.current();
        Primitive primitive = workspace.primitive(key, k -> create(k, src, weights, vector, dst, alpha, beta));
        if (primitive == null) {
            return false;
        }
        primitive.set(0, a).set(1, b).set(2, out);
        if (bias != 0) {
            primitive.set(3, bias);
        }
        primitive.run(workspace);
        return true;
    }

    /** Many matrices of one row that do not lie side by side: oneDNN 3.11 looks for them elsewhere. */
    private static boolean readsPastGaps(TensorFormat weights) {
        long[] sizes = weights.sizes();
        return sizes.length == 3 && sizes[0] > 1 && sizes[1] == 1 && weights.strides()[0] != sizes[2];
    }

    private static @Nullable Primitive create(
            PrimitiveKey key,
            TensorFormat src,
            TensorFormat weights,
            @Nullable TensorFormat bias,
            TensorFormat dst,
            float alpha,
            float beta) {
        try (Descriptors d = new Descriptors()) {
            int[] arguments = bias == null
                    ? new int[] {Dnnl.ARG_SRC, Dnnl.ARG_WEIGHTS, Dnnl.ARG_DST}
                    : new int[] {Dnnl.ARG_SRC, Dnnl.ARG_WEIGHTS, Dnnl.ARG_DST, Dnnl.ARG_BIAS};
            return Primitive.create(
                    key,
                    attributes -> {
                        Attributes.append(attributes, alpha, beta, false);
                        long s = d.of(src);
                        long w = d.of(weights);
                        long v = bias == null ? 0 : d.of(bias);
                        long o = d.of(dst);
                        return Dnnl.createOrZero(
                                out -> (int) DESCRIPTOR.invokeExact(out, Dnnl.engine(), s, w, v, o, attributes),
                                key.toString());
                    },
                    arguments);
        }
    }

    private static TensorFormat vector(int type, Layout out) {
        long n = out.size(out.rank() - 1);
        return out.rank() == 2
                ? new TensorFormat(type, new long[] {1, n}, new long[] {n, 1})
                : new TensorFormat(type, new long[] {1, 1, n}, new long[] {n, n, 1});
    }

    /** The matrices of a layout, or null when neither rows nor columns lie without gaps, or matrices overlap. */
    private static @Nullable TensorFormat matrix(int type, Layout layout) {
        int rank = layout.rank();
        long rows = layout.size(rank - 2);
        long columns = layout.size(rank - 1);
        long down = layout.stride(rank - 2);
        long right = layout.stride(rank - 1);
        // Where a size is 1 its stride says nothing; the library wants one that fits.
        if ((right == 1 || columns == 1) && (down >= columns || rows == 1)) {
            right = 1;
            down = rows == 1 ? columns : down;
        } else if ((down == 1 || rows == 1) && (right >= rows || columns == 1)) {
            down = 1;
            right = columns == 1 ? rows : right;
        } else {
            return null;
        }
        if (rank == 2) {
            return new TensorFormat(type, new long[] {rows, columns}, new long[] {down, right});
        }
        long batch = layout.size(0);
        long step = layout.stride(0);
        if (batch > 1 && step == 0) {
            batch = 1;
        }
        if (batch == 1) {
            step = rows * columns;
        } else if (!layout.nests()) {
            return null; // matrices that share elements or lie within each other; the library refuses them
        }
        return new TensorFormat(type, new long[] {batch, rows, columns}, new long[] {step, down, right});
    }
}
