package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations whose result aliases its input: arithmetic on layouts, no kernel. */
public final class ViewOps {
    private ViewOps() {}

    /** A tensor over the same storage, tracked as a view of the same base, recorded with a rule. */
    static Tensor view(Tensor self, Layout layout, String gradFn, BackwardRule rule) {
        ThreadState ts = ThreadState.current();
        Tensor out = alias(ts, self, layout, ViewInfo.Origin.DEFAULT);
        return Dispatcher.record(ts, gradFn, out, self, rule);
    }

    static Tensor alias(Tensor self, Layout layout, ViewInfo.Origin origin) {
        return alias(ThreadState.current(), self, layout, origin);
    }

    private static Tensor alias(ThreadState ts, Tensor self, Layout layout, ViewInfo.Origin origin) {
        Storage storage = TensorAccess.storage(self);
        Tensor out = TensorAccess.create(storage, layout, self.dtype());
        if (self.isInference()) {
            TensorAccess.markInference(out);
            if (ts.forward == null) {
                return out;
            }
        }
        AutogradMeta meta = TensorAccess.metaOrNull(self);
        Tensor base = meta != null && meta.view != null ? meta.view.base : self;
        ViewInfo.Origin from = meta != null && meta.view != null && meta.view.origin != ViewInfo.Origin.DEFAULT
                ? meta.view.origin
                : origin;
        boolean hidden = !ts.gradEnabled && (base.requiresGrad() || self.requiresGrad());
        TensorAccess.firstMeta(out).view =
                new ViewInfo(base, hidden ? ViewInfo.Origin.NO_GRAD : from, storage.version());
        return out;
    }

    // ---- reshaping -------------------------------------------------------------------------------------------

    /** Fills in a size of -1. */
    public static long[] inferSizes(long[] requested, long numel) {
        long[] sizes = requested.clone();
        int unknown = -1;
        long known = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == -1) {
                if (unknown >= 0) {
                    throw new ShapeException("only one dimension can be inferred");
                }
                unknown = d;
            } else if (sizes[d] < 0) {
                throw new ShapeException("invalid shape dimension " + sizes[d]);
            } else {
                known *= sizes[d];
            }
        }
        if (unknown >= 0) {
            if (known == 0) {
                throw new ShapeException("cannot reshape tensor of " + numel + " elements into shape "
                        + Arrays.toString(requested)
                        + " because the unspecified dimension size -1 can be any value and is ambiguous");
            }
            if (numel % known == 0) {
                sizes[unknown] = numel / known;
                return sizes;
            }
        } else if (known == numel) {
            return sizes;
        }
        throw new ShapeException("shape '" + Arrays.toString(requested) + "' is invalid for input of size " + numel);
    }

    /** The same elements under other sizes, without a copy: {@code Tensor.view}. */
    public static Tensor view(Tensor self, long... requested) {
        Layout layout = TensorAccess.plainLayout(self);
        long[] sizes = inferSizes(requested, layout.numel());
        Optional<Layout> viewed = layout.view(sizes);
        if (viewed.isEmpty()) {
            throw new ShapeException("view size is not compatible with input tensor's size and stride (at least one"
                    + " dimension spans across two contiguous subspaces). Use .reshape(...) instead.");
        }
        return viewed(self, viewed.get(), "ViewBackward0");
    }

    private static Tensor viewed(Tensor self, Layout layout, String gradFn) {
        long[] from = TensorAccess.shown(self).sizes();
        return view(self, layout, gradFn, c -> new Tensor[] {c.grad().reshape(from)});
    }

    /** A view where possible, else a copy: {@code Tensor.reshape}. */
    public static Tensor reshape(Tensor self, long... requested) {
        Layout layout = TensorAccess.plainLayout(self);
        long[] sizes = inferSizes(requested, layout.numel());
        Optional<Layout> viewed = layout.view(sizes);
        if (viewed.isPresent()) {
            return viewed(self, viewed.get(), "ViewBackward0");
        }
        Tensor copy = CopyOps.contiguous(self);
        Tensor dense = copy == self ? self.clone() : copy;
        return viewed(dense, TensorAccess.plainLayout(dense).view(sizes).orElseThrow(), "UnsafeViewBackward0");
    }

    /** Other sizes for a result that nobody else has seen, so that it counts as no view: {@code _unsafe_view}. */
    static Tensor unsafeView(Tensor self, long... sizes) {
        long[] from = TensorAccess.shown(self).sizes();
        Tensor out = TensorAccess.create(TensorAccess.storage(self), Layout.contiguous(sizes), self.dtype());
        return Dispatcher.record("UnsafeViewBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().reshape(from)});
    }

    /** Removes a dimension of size 1 from a result that nobody else has seen. */
    static Tensor squeezeFresh(Tensor self, int dim) {
        Layout layout = TensorAccess.plainLayout(self);
        int d = Dims.wrap(dim, layout.rank());
        Tensor out = TensorAccess.create(
                TensorAccess.storage(self), layout.squeeze(d).dense(), self.dtype());
        return Dispatcher.record("SqueezeBackward4", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {c.grad().unsqueeze(d)});
    }

    // ---- permuting -------------------------------------------------------------------------------------------

    /** Exchanges two dimensions. */
    public static Tensor transpose(Tensor self, int dim0, int dim1, String gradFn) {
        Layout layout = TensorAccess.plainLayout(self);
        int a = Dims.wrap(dim0, layout.rank());
        int b = Dims.wrap(dim1, layout.rank());
        Layout result = layout.rank() == 0 ? layout : layout.transpose(a, b);
        return view(self, result, gradFn, c ->
                new Tensor[] {c.grad().dim() == 0 ? c.grad() : c.grad().transpose(a, b)});
    }

    /** Reorders all dimensions. */
    public static Tensor permute(Tensor self, int... dims) {
        Layout layout = TensorAccess.plainLayout(self);
        if (dims.length != layout.rank()) {
            throw new ShapeException("permute(sparse_coo): number of dimensions in the tensor input does not match the"
                    + " length of the desired ordering of dimensions i.e. input.dim() = " + layout.rank()
                    + " is not equal to len(dims) = " + dims.length);
        }
        int[] order = new int[dims.length];
        int[] inverse = new int[dims.length];
        boolean[] seen = new boolean[dims.length];
        for (int i = 0; i < dims.length; i++) {
            order[i] = Dims.wrap(dims[i], layout.rank());
            if (seen[order[i]]) {
                throw new ArgumentException("permute(): duplicate dims are not allowed.");
            }
            seen[order[i]] = true;
            inverse[order[i]] = i;
        }
        return view(self, layout.permute(order), "PermuteBackward0", c ->
                new Tensor[] {c.grad().permute(inverse)});
    }

    // ---- sizes of one -----------------------------------------------------------------------------------------

    /** Removes one dimension when its size is 1. */
    public static Tensor squeeze(Tensor self, int dim) {
        Layout layout = TensorAccess.plainLayout(self);
        int d = Dims.wrap(dim, layout.rank());
        boolean removes = layout.rank() > 0 && layout.size(d) == 1;
        Layout result = removes ? layout.squeeze(d) : layout;
        return view(self, result, "SqueezeBackward1", c ->
                new Tensor[] {removes ? c.grad().unsqueeze(d) : c.grad()});
    }

    /** Removes all dimensions of size 1 among those flagged. */
    static Tensor squeeze(Tensor self, boolean[] flagged, String gradFn) {
        Layout layout = TensorAccess.plainLayout(self);
        long[] from = layout.sizes();
        for (int d = layout.rank() - 1; d >= 0; d--) {
            if (flagged[d] && layout.size(d) == 1) {
                layout = layout.squeeze(d);
            }
        }
        return view(self, layout, gradFn, c -> new Tensor[] {c.grad().reshape(from)});
    }

    /** Removes all dimensions of size 1. */
    public static Tensor squeeze(Tensor self) {
        boolean[] all = new boolean[self.dim()];
        Arrays.fill(all, true);
        return squeeze(self, all, "SqueezeBackward0");
    }

    /** Removes the named dimensions where their size is 1. */
    public static Tensor squeeze(Tensor self, int[] dims) {
        boolean[] flagged = dims.length == 0 ? new boolean[self.dim()] : Dims.mask(dims, self.dim());
        return squeeze(self, flagged, "SqueezeBackward2");
    }

    /** Inserts a dimension of size 1. */
    public static Tensor unsqueeze(Tensor self, int dim) {
        Layout layout = TensorAccess.plainLayout(self);
        int d = Dims.wrap(dim, layout.rank() + 1);
        return view(self, layout.unsqueeze(d), "UnsqueezeBackward0", c ->
                new Tensor[] {c.grad().squeeze(d)});
    }

    // ---- broadcasting ----------------------------------------------------------------------------------------

    /** Broadcasts without a copy; -1 keeps a size. */
    public static Tensor expand(Tensor self, long... requested) {
        Layout layout = TensorAccess.plainLayout(self);
        int lead = requested.length - layout.rank();
        if (lead < 0) {
            throw new ShapeException("expand(" + self.dtype() + Arrays.toString(layout.sizes()) + ", size="
                    + Arrays.toString(requested) + "): the number of sizes provided (" + requested.length
                    + ") must be greater or equal to the number of dimensions in the tensor (" + layout.rank() + ")");
        }
        long[] sizes = new long[requested.length];
        for (int d = 0; d < sizes.length; d++) {
            long own = d < lead ? -1 : layout.size(d - lead);
            sizes[d] = requested[d];
            if (sizes[d] == -1) {
                if (d < lead) {
                    throw new ShapeException("expand(" + self.dtype() + Arrays.toString(layout.sizes()) + ", size="
                            + Arrays.toString(requested) + "): the expanded size of the tensor (-1) isn't allowed in a"
                            + " leading, non-existing dimension " + d);
                }
                sizes[d] = own;
            } else if (sizes[d] < 0) {
                throw new ShapeException("expand: invalid size " + sizes[d]);
            } else if (d >= lead && own != 1 && own != sizes[d]) {
                throw new ShapeException("The expanded size of the tensor (" + sizes[d]
                        + ") must match the existing size (" + own + ") at non-singleton dimension " + d
                        + ".  Target sizes: " + Arrays.toString(requested) + ".  Tensor sizes: "
                        + Arrays.toString(layout.sizes()));
            }
        }
        long[] from = layout.sizes();
        return view(self, layout.expandTo(sizes), "ExpandBackward0", c ->
                new Tensor[] {c.grad().sumToSize(from)});
    }

    /** A number broadcast to the sizes of a layout, for rules whose results only the engine sees: not recorded, no view. */
    static Tensor repeated(Tensor number, Layout sizes) {
        Layout own = TensorAccess.plainLayout(number);
        return TensorAccess.create(TensorAccess.storage(number), Layout.repeated(sizes, own.offset()), number.dtype());
    }

    // ---- parts -----------------------------------------------------------------------------------------------

    /** Every {@code step}-th element from {@code start} to {@code end} of a dimension, as Python slices. */
    public static Tensor slice(Tensor self, int dim, long start, long end, long step) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new IndexException("slice() cannot be applied to a 0-dim tensor.");
        }
        int d = Dims.wrap(dim, layout.rank());
        if (step <= 0) {
            throw new ArgumentException("slice step must be positive; use flip() to reverse");
        }
        long n = layout.size(d);
        long from = Math.clamp(start < 0 ? start + n : start, 0L, n);
        long to = Math.clamp(end < 0 ? end + n : end, from, n);
        long length = (to - from + step - 1) / step;
        return part(self, layout.slice(d, from, length, step), "SliceBackward0");
    }

    /** A range of a dimension: {@code torch.narrow}. */
    public static Tensor narrow(Tensor self, int dim, long start, long length) {
        Layout layout = TensorAccess.shown(self);
        if (layout.rank() == 0) {
            throw new IndexException("narrow() cannot be applied to a 0-dim tensor.");
        }
        int d = Dims.wrap(dim, layout.rank());
        long n = layout.size(d);
        if (length < 0) {
            throw new ArgumentException("narrow(): length must be non-negative.");
        }
        if (start < -n || start > n) {
            throw new IndexException(
                    "start out of range (expected to be in range of [" + -n + ", " + n + "], but got " + start + ")");
        }
        long from = start < 0 ? start + n : start;
        if (from + length > n) {
            throw new IndexException(
                    "start (" + from + ") + length (" + length + ") exceeds dimension size (" + n + ").");
        }
        return slice(self, d, from, from + length, 1);
    }

    /** One index of a dimension, which disappears. */
    public static Tensor select(Tensor self, int dim, long index) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new IndexException("select() cannot be applied to a 0-dim tensor.");
        }
        int d = Dims.wrap(dim, layout.rank());
        long n = layout.size(d);
        if (index < -n || index >= n) {
            throw new IndexException("select(): index " + index + " out of range for tensor of size "
                    + Arrays.toString(layout.sizes()) + " at dimension " + d);
        }
        return part(self, layout.select(d, index < 0 ? index + n : index), "SelectBackward0");
    }

    /** The diagonal of two dimensions, appended as the last one. */
    public static Tensor diagonal(Tensor self, long offset, int dim1, int dim2) {
        Layout layout = TensorAccess.plainLayout(self);
        int a = Dims.wrap(dim1, layout.rank());
        int b = Dims.wrap(dim2, layout.rank());
        if (a == b) {
            throw new ArgumentException("diagonal dimensions cannot be identical " + dim1 + ", " + dim2);
        }
        long length = offset >= 0
                ? Math.max(0, Math.min(layout.size(a), layout.size(b) - offset))
                : Math.max(0, Math.min(layout.size(a) + offset, layout.size(b)));
        long start = layout.offset();
        if (length > 0) {
            start += offset >= 0 ? offset * layout.stride(b) : -offset * layout.stride(a);
        }
        int rank = layout.rank() - 1;
        long[] sizes = new long[rank];
        long[] strides = new long[rank];
        int at = 0;
        for (int d = 0; d < layout.rank(); d++) {
            if (d != a && d != b) {
                sizes[at] = layout.size(d);
                strides[at++] = layout.stride(d);
            }
        }
        sizes[rank - 1] = length;
        strides[rank - 1] = layout.stride(a) + layout.stride(b);
        return part(self, Layout.strided(sizes, strides, start), "DiagonalBackward0");
    }

    /** Sliding windows of a dimension, appended as the last one: {@code Tensor.unfold}. */
    public static Tensor unfold(Tensor self, int dim, long size, long step) {
        Layout layout = TensorAccess.plainLayout(self);
        int d = Dims.wrap(dim, layout.rank());
        long n = layout.rank() == 0 ? 1 : layout.size(d);
        if (size < 0 || step <= 0 || size > n) {
            throw new ArgumentException("maximum size for tensor at dimension " + d + " is " + n + " but size is "
                    + size + "; step is " + step + " and must be positive");
        }
        int rank = layout.rank();
        long[] sizes = Arrays.copyOf(layout.sizes(), rank + 1);
        long[] strides = Arrays.copyOf(layout.strides(), rank + 1);
        sizes[rank] = size;
        strides[rank] = rank == 0 ? 1 : layout.stride(d);
        if (rank > 0) {
            sizes[d] = (n - size) / step + 1;
            strides[d] *= step;
        }
        return part(self, Layout.strided(sizes, strides, layout.offset()), "UnfoldBackward0");
    }

    /** A view at any place of the storage: {@code torch.as_strided}; the offset counts from the start of the storage. */
    public static Tensor asStrided(Tensor self, long[] sizes, long[] strides, long offset) {
        Layout layout = Layout.strided(sizes, strides, offset);
        TensorAccess.plainLayout(self);
        if (extent(layout) > TensorAccess.storage(self).elements(self.dtype())) {
            throw new ShapeException("setStorage: sizes " + Arrays.toString(sizes) + ", strides "
                    + Arrays.toString(strides) + ", storage offset " + offset
                    + " are out of bounds for storage of size "
                    + TensorAccess.storage(self).elements(self.dtype()) + " elements");
        }
        return part(self, layout, "AsStridedBackward0");
    }

    /** The elements of storage that a layout from outside wants; it may ask for more than can be counted. */
    private static long extent(Layout layout) {
        try {
            long last = layout.offset();
            for (int d = 0; d < layout.rank(); d++) {
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, layout.size(d) - 1), layout.stride(d)));
            }
            return layout.numel() == 0 ? 0 : Math.addExact(last, 1);
        } catch (ArithmeticException e) {
            throw new ShapeException("Storage size calculation overflowed with sizes=" + Arrays.toString(layout.sizes())
                    + " and strides=" + Arrays.toString(layout.strides()) + ", storage offset " + layout.offset());
        }
    }

    /** The same for a layout that is in bounds. */
    static Tensor asStrided(Tensor self, Layout layout) {
        TensorAccess.plainLayout(self);
        return part(self, layout, "AsStridedBackward0");
    }

    /** A part of the elements of a tensor: its gradient is zero outside of the part. */
    private static Tensor part(Tensor self, Layout layout, String gradFn) {
        Layout base = TensorAccess.shown(self);
        return view(self, layout, gradFn, partRule(base, layout));
    }

    private static BackwardRule partRule(Layout base, Layout layout) {
        return c -> new Tensor[] {PartGradient.spread(c.grad(), base, layout)};
    }

    /** The node of {@link #asStrided} for a view whose history is made anew. */
    static Node asStridedNode(Tensor base, Layout layout) {
        Node next = TensorAccess.gradientNode(base);
        RuleNode node = new RuleNode(
                ThreadState.current().tick(Dispatcher.order(next)),
                "AsStridedBackward0",
                partRule(TensorAccess.plainLayout(base), layout),
                new Node[] {next},
                new int[] {TensorAccess.outputNumber(base)},
                new Object[0],
                new int[0]);
        node.outputs(new Tensor[] {TensorAccess.create(TensorAccess.storage(base), layout, base.dtype())});
        return node;
    }

    /** Where a view of a base lies in a contiguous tensor with the sizes of the base. */
    static Layout relocate(Layout base, Layout view) {
        return PartGradient.relocate(base, view);
    }

    /** A copy of {@code whole} in which the part holds {@code inner} (zeros when null). */
    static Tensor replaceStrided(Tensor whole, Layout slice, @Nullable Tensor inner) {
        Tensor part = asStrided(whole, slice);
        if (inner == null) {
            part.zero_();
        } else {
            part.copy_(inner);
        }
        return whole;
    }

    // ---- several views ---------------------------------------------------------------------------------------

    /** Cuts a dimension into pieces of the given lengths. */
    public static Tensor[] split(Tensor self, long[] lengths, int dim, String gradFn) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new ShapeException("split expects at least a 1-dimensional tensor");
        }
        int d = Dims.wrap(dim, layout.rank());
        long total = Arrays.stream(lengths).sum();
        if (total != layout.size(d)) {
            throw new ShapeException("split_with_sizes expects split_sizes to sum exactly to " + layout.size(d)
                    + " (input tensor's size at dimension " + d + "), but got split_sizes=" + Arrays.toString(lengths));
        }
        Tensor[] outs = HeapArrays.within(() -> pieces(self, layout, lengths, d));
        int n = outs.length;
        Dispatcher.recordAll(gradFn, outs, new Tensor[] {self}, new Tensor[0], c -> {
            Tensor[] grads = new Tensor[n];
            for (int i = 0; i < n; i++) {
                grads[i] = c.grad(i);
            }
            return new Tensor[] {Tensors.cat(d, grads)};
        });
        return outs;
    }

    private static Tensor[] pieces(Tensor self, Layout layout, long[] lengths, int d) {
        Tensor[] outs = new Tensor[lengths.length];
        long start = 0;
        for (int i = 0; i < outs.length; i++) {
            if (lengths[i] < 0) {
                throw new ShapeException("split_with_sizes expects split_sizes have only non-negative entries, but got"
                        + " split_sizes=" + Arrays.toString(lengths));
            }
            outs[i] = alias(self, layout.slice(d, start, lengths[i], 1), ViewInfo.Origin.MULTIPLE_OUTPUTS);
            start += lengths[i];
        }
        return outs;
    }

    /** All indices of a dimension, one tensor each. */
    public static Tensor[] unbind(Tensor self, int dim) {
        Layout layout = TensorAccess.plainLayout(self);
        if (layout.rank() == 0) {
            throw new ShapeException("Dimension specified as " + dim + " but tensor has no dimensions");
        }
        int d = Dims.wrap(dim, layout.rank());
        int n = HeapArrays.length(layout.size(d));
        Tensor[] outs = HeapArrays.within(() -> {
            Tensor[] all = new Tensor[n];
            for (int i = 0; i < n; i++) {
                all[i] = alias(self, layout.select(d, i), ViewInfo.Origin.MULTIPLE_OUTPUTS);
            }
            return all;
        });
        if (n > 0) {
            Dispatcher.recordAll("UnbindBackward0", outs, new Tensor[] {self}, new Tensor[0], c -> {
                Tensor[] grads = new Tensor[n];
                for (int i = 0; i < n; i++) {
                    grads[i] = c.grad(i);
                }
                return new Tensor[] {Tensors.stack(d, grads)};
            });
        }
        return outs;
    }

    /** A tensor over the same storage outside of the graph: {@code Tensor.detach}. */
    public static Tensor detach(Tensor self) {
        Tensor out = TensorAccess.createSame(TensorAccess.storage(self), TensorAccess.shown(self), self.dtype());
        if (self.isInference()) {
            TensorAccess.markInference(out);
        }
        return out;
    }

    /** A recorded alias with the same layout: {@code Tensor.view_as(self)}. */
    public static Tensor alias(Tensor self) {
        return view(self, TensorAccess.plainLayout(self), "AliasBackward0", c -> new Tensor[] {c.grad()});
    }

    /** The tensor seen with other sizes, itself where it has them: what an operation does before its own node. */
    static Tensor wide(Tensor self, long... sizes) {
        return Arrays.equals(TensorAccess.shown(self).sizes(), sizes) ? self : self.expand(sizes);
    }
}
