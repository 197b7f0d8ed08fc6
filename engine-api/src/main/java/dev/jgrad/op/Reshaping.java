package dev.jgrad.op;

import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** The same elements in the same order under other sizes. */
public final class Reshaping {
    private Reshaping() {}

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
        return ViewOps.view(self, layout, gradFn, c -> new Tensor[] {c.grad().reshape(from)});
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
}
