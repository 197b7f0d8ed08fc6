package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Positions in sorted sequences: {@code torch.searchsorted}, {@code bucketize}. */
public final class Searching {
    private Searching() {}

    /**
     * Where each value would be inserted.
     *
     * @param sorted a vector, or with the leading sizes of the values
     * @param right after equal elements instead of before
     */
    public static Tensor searchsorted(Tensor sorted, Tensor values, boolean right) {
        if (sorted.dtype() != values.dtype()) {
            throw new DTypeException("torch.searchsorted(): boundary tensor and input value tensor should have same"
                    + " dtype, but got boundary tensor dtype " + sorted.dtype().scalarTypeName()
                    + " and input value tensor dtype " + values.dtype().scalarTypeName());
        }
        if (sorted.dim() == 0) {
            throw new ShapeException(
                    "torch.searchsorted(): boundary tensor should have positive dimension, but got 0 dimension");
        }
        if (sorted.dim() != 1
                && (values.dim() == 0 || sorted.dim() != values.dim() || !Arrays.equals(lead(sorted), lead(values)))) {
            throw new ShapeException("torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1"
                    + " dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor "
                    + Arrays.toString(TensorAccess.shown(sorted).sizes()) + " and input value tensor "
                    + Arrays.toString(TensorAccess.shown(values).sizes()));
        }
        Backend be = Dispatcher.backend("searchsorted", sorted, values);
        Layout boundaries = TensorAccess.plainLayout(sorted);
        Layout in = TensorAccess.plainLayout(values);
        Layout layout = Layout.contiguous(in.sizes());
        Tensor out = Dispatcher.allocate(be, DType.INT64, layout);
        if (out.numel() > 0) {
            be.reductions()
                    .searchSorted(
                            be.stream(),
                            values.dtype(),
                            TensorAccess.storage(out).buffer(),
                            atLeast1d(layout),
                            TensorAccess.storage(sorted).buffer(),
                            boundaries,
                            TensorAccess.storage(values).buffer(),
                            atLeast1d(in),
                            right);
        }
        Reference.reachabilityFence(sorted);
        Reference.reachabilityFence(values);
        return out;
    }

    private static Layout atLeast1d(Layout l) {
        return l.rank() == 0 ? l.unsqueeze(0) : l;
    }

    private static long[] lead(Tensor t) {
        long[] sizes = TensorAccess.shown(t).sizes();
        return Arrays.copyOf(sizes, sizes.length - 1);
    }

    /** The same with all of PyTorch's arguments. */
    public static Tensor searchsorted(
            Tensor sorted,
            Tensor values,
            boolean outInt32,
            boolean right,
            @Nullable String side,
            @Nullable Tensor sorter) {
        boolean after = right;
        if (side != null) {
            if (!side.equals("left") && !side.equals("right")) {
                throw new ArgumentException("torch.searchsorted(): side can only be 'left' or 'right' but got " + side);
            }
            if (side.equals("left") && right) {
                throw new ArgumentException(
                        "torch.searchsorted(): side and right can't be set to opposites, got side of"
                                + " left while right was True");
            }
            after = side.equals("right");
        }
        Tensor boundaries = sorted;
        if (sorter != null) {
            if (!sorter.shape().equals(sorted.shape())) {
                throw new ShapeException("torch.searchsorted(): boundary and sorter must have the same size, but got"
                        + " boundary tensor " + sorted.shape() + "and got sorter tensor " + sorter.shape());
            }
            boundaries = Grad.noGrad(() -> sorted.detach().gather(-1, sorter));
        }
        boolean insert = after;
        Tensor at = searchsorted(boundaries, values, insert);
        return outInt32 ? at.to(DType.INT32) : at;
    }
}
