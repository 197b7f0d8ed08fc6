package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Views at any place of the storage, and the rule of all views of a part: the gradient is zero outside of the part. */
public final class StridedViews {
    private StridedViews() {}

    /** A view at any place of the storage: {@code torch.as_strided}; the offset counts from the start of the storage. */
    public static Tensor asStrided(Tensor self, long[] sizes, long[] strides, long offset) {
        Layout layout = Layout.strided(sizes, strides, offset);
        TensorAccess.plainLayout(self);
        check(layout, TensorAccess.storage(self).elements(self.dtype()));
        return part(self, layout, "AsStridedBackward0");
    }

    /** Fails where a layout reaches beyond so many elements. */
    static void check(Layout layout, long elements) {
        if (extent(layout) > elements) {
            throw new ShapeException("setStorage: sizes " + Arrays.toString(layout.sizes()) + ", strides "
                    + Arrays.toString(layout.strides()) + ", storage offset " + layout.offset()
                    + " are out of bounds for storage of size " + elements + " elements");
        }
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
    static Tensor part(Tensor self, Layout layout, String gradFn) {
        Layout base = TensorAccess.shown(self);
        return ViewOps.view(self, layout, gradFn, partRule(base, layout));
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
}
