package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Indexing by tensors, as NumPy and PyTorch define it: index tensors broadcast together; their dimensions stand where
 * the indexed ones were when those are neighbours, else in front.
 */
public final class AdvancedIndexing {
    private AdvancedIndexing() {}

    /** One int64 vector per dimension of a mask. */
    public static List<@Nullable Tensor> expandMask(Tensor mask, Tensor view, int at) {
        if (mask.dim() == 0) {
            throw new IndexException(
                    "a zero-dimensional mask tensor is not supported as an index; use Index.of(boolean)");
        }
        for (int d = 0; d < mask.dim(); d++) {
            if (at + d >= view.dim() || mask.size(d) != view.size(at + d)) {
                throw new IndexException("The shape of the mask " + mask.shape() + " at index " + d
                        + " does not match the shape of the indexed tensor " + view.shape() + " at index " + (at + d));
            }
        }
        Tensor places = mask.nonzero();
        List<@Nullable Tensor> out = new ArrayList<>();
        for (int d = 0; d < mask.dim(); d++) {
            out.add(places.select(1, d).contiguous());
        }
        return out;
    }

    /** The view with the indexed dimensions first, the index tensors, and how to bring the result into place. */
    private record Arranged(Tensor front, int[] order, Tensor[] indices, long[] indexSizes, int before) {
        Tensor place(Tensor result) {
            if (before == 0) {
                return result;
            }
            int k = indexSizes.length;
            int[] back = new int[result.dim()];
            for (int i = 0; i < back.length; i++) {
                back[i] = i < before ? k + i : i < before + k ? i - before : i;
            }
            return result.permute(back);
        }

        /** The dimensions of a value, broadcast to the result's sizes, back in kernel order. */
        Tensor unplace(Tensor value) {
            if (before == 0) {
                return value;
            }
            int k = indexSizes.length;
            int[] order = new int[value.dim()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i < k ? before + i : i < k + before ? i - k : i;
            }
            return value.permute(order);
        }
    }

    private static Arranged arrange(Tensor self, List<@Nullable Tensor> tensors) {
        List<Tensor> indices = new ArrayList<>();
        List<Integer> indexed = new ArrayList<>();
        long[] sizes = new long[0];
        for (int d = 0; d < tensors.size(); d++) {
            Tensor t = tensors.get(d);
            if (t == null) {
                continue;
            }
            if (t.dtype().isFloatingPoint()) {
                throw new DTypeException("tensors used as indices must be long, int, byte or bool tensors");
            }
            indices.add(CastOps.convert(t, DType.INT64));
            indexed.add(d);
            try {
                sizes = Broadcasting.sizes(sizes, TensorAccess.shown(t).sizes());
            } catch (ShapeException e) {
                throw new IndexException(
                        "shape mismatch: indexing tensors could not be broadcast together with shapes "
                                + shapes(tensors),
                        e);
            }
        }
        if (indexed.isEmpty()) {
            throw new ArgumentException("index_put: at least one index tensor must be given");
        }
        Tensor[] wide = new Tensor[indices.size()];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = indices.get(i).expand(sizes);
        }
        boolean neighbours = indexed.getLast() - indexed.getFirst() == indexed.size() - 1;
        int[] order = new int[self.dim()];
        int n = 0;
        for (int d : indexed) {
            order[n++] = d;
        }
        for (int d = 0; d < self.dim(); d++) {
            if (!indexed.contains(d)) {
                order[n++] = d;
            }
        }
        return new Arranged(self.permute(order), order, wide, sizes, neighbours ? indexed.getFirst() : 0);
    }

    private static String shapes(List<@Nullable Tensor> tensors) {
        StringBuilder b = new StringBuilder();
        for (Tensor t : tensors) {
            if (t != null) {
                b.append(b.isEmpty() ? "" : ", ")
                        .append(Arrays.toString(TensorAccess.shown(t).sizes()));
            }
        }
        return b.toString();
    }

    private static long[] resultSizes(Arranged a) {
        int k = a.indices.length;
        int rest = a.front.dim() - k;
        long[] sizes = Arrays.copyOf(a.indexSizes, a.indexSizes.length + rest);
        for (int i = 0; i < rest; i++) {
            sizes[a.indexSizes.length + i] = a.front.size(k + i);
        }
        return sizes;
    }

    /** {@code self[tensors]}. */
    public static Tensor get(Tensor self, List<@Nullable Tensor> tensors) {
        Arranged a = Grad.noGrad(() -> arrange(self.detach(), tensors));
        Backend be = Dispatcher.backend("index", append(a.indices, self));
        Layout ol = Layout.contiguous(resultSizes(a));
        Tensor raw = Dispatcher.allocate(be, self.dtype(), ol);
        be.indexing()
                .indexGet(
                        be.stream(),
                        self.dtype(),
                        TensorAccess.storage(raw).buffer(),
                        ol,
                        TensorAccess.storage(a.front).buffer(),
                        TensorAccess.plainLayout(a.front),
                        buffers(a.indices),
                        layouts(a.indices));
        Reference.reachabilityFence(a);
        Tensor out = Grad.noGrad(() -> {
            Tensor placed = a.place(raw);
            return placed == raw ? raw : CopyOps.rawClone(CopyOps.contiguous(placed));
        });
        long[] sizes = TensorAccess.shown(self).sizes();
        @Nullable Tensor[] indices = tensors.toArray(new @Nullable Tensor[0]);
        int count = indices.length;
        return Dispatcher.record("IndexBackward0", out, new Tensor[] {self}, indices, c -> {
            Tensor zeros =
                    Tensors.zeros(new TensorOptions(c.grad().dtype(), c.grad().device()), sizes);
            return new Tensor[] {put(zeros, saved(c, count), c.grad(), true)};
        });
    }

    private static List<@Nullable Tensor> saved(BackwardContext c, int count) {
        List<@Nullable Tensor> indices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            indices.add(c.savedOrNull(i));
        }
        return indices;
    }

    private static Tensor room(Tensor self, List<@Nullable Tensor> tensors, Tensor values) {
        List<@Nullable Tensor> others = new ArrayList<>(tensors);
        others.add(values);
        return CopyOps.room(self, others.toArray(Tensor[]::new));
    }

    /** A copy of {@code self} with values written or added at the indices. */
    public static Tensor put(Tensor self, List<@Nullable Tensor> tensors, Tensor values, boolean accumulate) {
        if (values.dtype() != self.dtype()) {
            throw new DTypeException("Index put requires the source and destination dtypes match, got "
                    + self.dtype().scalarTypeName() + " for the destination and "
                    + values.dtype().scalarTypeName()
                    + " for the source.");
        }
        Tensor out = room(self, tensors, values);
        Grad.noGrad(() -> write(out, tensors, values.detach(), accumulate));
        @Nullable Tensor[] indices = tensors.toArray(new @Nullable Tensor[0]);
        int count = indices.length;
        long[] valueSizes = TensorAccess.shown(values).sizes();
        return Dispatcher.record("IndexPutBackward0", out, new Tensor[] {self, values}, indices, c -> {
            Tensor g = c.grad();
            List<@Nullable Tensor> kept = saved(c, count);
            Tensor first = null;
            if (c.needs(0)) {
                first = accumulate ? g : put(g, kept, Tensors.scalarLike(g, 0), false);
            }
            Tensor second = c.needs(1) ? get(g, kept).sumToSize(valueSizes) : null;
            return new Tensor[] {first, second};
        });
    }

    /** {@code self[tensors] = values}. */
    public static Tensor put_(Tensor self, List<@Nullable Tensor> tensors, Tensor values, boolean accumulate) {
        return Recorder.inPlace("index_put", self, x -> put(x, tensors, values, accumulate));
    }

    private static void write(Tensor out, List<@Nullable Tensor> tensors, Tensor values, boolean accumulate) {
        Arranged a = arrange(out, tensors);
        long[] sizes = resultSizes(a);
        long[] shown = TensorAccess.shown(a.place(Tensors.scalarLike(values, 0).expand(sizes)))
                .sizes();
        Tensor v = values;
        while (v.dim() > shown.length && v.size(0) == 1) {
            v = v.squeeze(0);
        }
        if (!Broadcasting.expandsTo(TensorAccess.shown(v).sizes(), shown)) {
            throw new ShapeException("shape mismatch: value tensor of shape "
                    + Arrays.toString(TensorAccess.shown(values).sizes())
                    + " cannot be broadcast to indexing result of shape " + Arrays.toString(shown));
        }
        Tensor source = a.unplace(v.expand(shown));
        Backend be = Dispatcher.backend("index_put", append(a.indices, out));
        be.indexing()
                .indexPut(
                        be.stream(),
                        accumulate ? ScatterKind.ADD : ScatterKind.SET,
                        out.dtype(),
                        TensorAccess.storage(a.front).buffer(),
                        TensorAccess.plainLayout(a.front),
                        buffers(a.indices),
                        layouts(a.indices),
                        TensorAccess.storage(source).buffer(),
                        TensorAccess.plainLayout(source));
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(source);
    }

    private static Tensor[] append(Tensor[] a, Tensor b) {
        Tensor[] all = Arrays.copyOf(a, a.length + 1);
        all[a.length] = b;
        return all;
    }

    private static Buffer[] buffers(Tensor[] tensors) {
        Buffer[] out = new Buffer[tensors.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = TensorAccess.storage(tensors[i]).buffer();
        }
        return out;
    }

    private static Layout[] layouts(Tensor[] tensors) {
        Layout[] out = new Layout[tensors.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = TensorAccess.plainLayout(tensors[i]);
        }
        return out;
    }
}
