package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;

/**
 * Operations whose result aliases its input: arithmetic on layouts, no kernel. Here is how a view is made and tracked, and
 * those that order, drop and repeat dimensions; {@link Reshaping}, {@link PartViews}, {@link StridedViews} and {@link
 * Splitting} have the others.
 */
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
