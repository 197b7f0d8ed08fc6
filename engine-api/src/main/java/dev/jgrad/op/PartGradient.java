package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/**
 * The gradient of a view that shows a part of its base (slice, select, diagonal, unfold, as_strided): zeros, with the
 * gradient added where the view looks. One rule serves all of them, because a view is only a layout.
 */
final class PartGradient {
    private PartGradient() {}

    /** The gradient of a base with layout {@code base} from that of its view with layout {@code view}. */
    static Tensor spread(Tensor g, Layout base, Layout view) {
        TensorOptions options = new TensorOptions(g.dtype(), g.device());
        if (!base.mayOverlap() && base.isNonOverlappingAndDense() && !view.mayOverlap() && liesWithin(view, base)) {
            Tensor zeros = Tensors.zeros(options, base.sizes());
            Layout place = relocate(base, view);
            return Dispatcher.record(
                    "AsStridedScatterBackward0",
                    written(zeros, place, g.detach()),
                    new Tensor[] {g},
                    new Tensor[0],
                    c -> new Tensor[] {shown(c.grad().contiguous(), place)});
        }
        // Elements that show more than once: add by position in the storage, then read back through the base.
        long extent = Math.max(base.extent(), view.extent());
        Tensor places = positions(base, g.device());
        Tensor flat = Tensors.zeros(options, extent).scatterAdd(0, positions(view, g.device()), g.reshape(-1));
        Tensor result = flat.gather(0, places).reshape(base.sizes());
        if (base.mayOverlap()) {
            Tensor ones = Tensors.ones(options, base.numel());
            Tensor count = Tensors.zeros(options, extent).scatterAdd(0, places, ones);
            result = result.div(count.gather(0, places).reshape(base.sizes()));
        }
        return result;
    }

    /** False for an as_strided view that looks at what its dense base does not show. */
    private static boolean liesWithin(Layout view, Layout base) {
        return view.numel() == 0 || (view.offset() >= base.offset() && view.extent() <= base.extent());
    }

    /** The part of a contiguous tensor, which may itself begin anywhere in its storage. */
    private static Tensor shown(Tensor whole, Layout place) {
        long first = TensorAccess.plainLayout(whole).offset();
        return StridedViews.asStrided(
                whole, first == 0 ? place : Layout.strided(place.sizes(), place.strides(), place.offset() + first));
    }

    private static Tensor written(Tensor zeros, Layout place, Tensor g) {
        Tensor part = TensorAccess.create(TensorAccess.storage(zeros), place, zeros.dtype());
        Recorder.overwrite(part, g);
        return zeros;
    }

    /** The positions in the storage of all elements in row-major order, as an int64 vector on a device. */
    static Tensor positions(Layout layout, Device device) {
        TensorOptions options = new TensorOptions(DType.INT64, device);
        long[] along = new long[layout.rank()];
        Arrays.fill(along, 1);
        Tensor sum = Tensors.full(options, layout.offset(), along);
        for (int d = layout.rank() - 1; d >= 0; d--) {
            along[d] = layout.size(d);
            sum = sum.add(Tensors.arange(options, 0, layout.size(d), 1)
                    .mul(layout.stride(d))
                    .reshape(along));
            along[d] = 1;
        }
        return sum.reshape(-1);
    }

    /** Where a view of a dense base lies in a contiguous tensor with the sizes of the base. */
    static Layout relocate(Layout base, Layout view) {
        if (base.isContiguous()) {
            return base.offset() == 0
                    ? view
                    : Layout.strided(view.sizes(), view.strides(), view.offset() - base.offset());
        }
        long[] strides = new long[view.rank()];
        Layout plain = Layout.contiguous(base.sizes());
        for (int d = 0; d < strides.length; d++) {
            strides[d] = translate(base, plain, view.stride(d));
        }
        return Layout.strided(view.sizes(), strides, translate(base, plain, view.offset() - base.offset()));
    }

    /** Turns a distance in a dense layout into the distance between the same elements in the row-major layout. */
    private static long translate(Layout base, Layout plain, long distance) {
        long rest = distance;
        long result = 0;
        boolean[] done = new boolean[base.rank()];
        for (int k = 0; k < base.rank(); k++) {
            int widest = -1;
            for (int d = 0; d < base.rank(); d++) {
                if (!done[d] && base.size(d) > 1 && (widest < 0 || base.stride(d) > base.stride(widest))) {
                    widest = d;
                }
            }
            if (widest < 0) {
                break;
            }
            done[widest] = true;
            long steps = rest / base.stride(widest);
            result += steps * plain.stride(widest);
            rest -= steps * base.stride(widest);
        }
        return result;
    }
}
