package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Copies of what views show. One rule for all: the gradient is added where the view of zeros shows the element. */
public final class ViewCopies {
    private ViewCopies() {}

    /** The elements that a view shows, in a tensor of their own. */
    public static Tensor copy(String gradFn, Tensor self, UnaryOperator<Tensor> view) {
        return Composed.named(gradFn, new Tensor[] {self}, x -> ordered(view.apply(x[0])));
    }

    /** The same for views that come as several. */
    public static List<Tensor> copies(String gradFn, Tensor self, Function<Tensor, List<Tensor>> views) {
        if (views.apply(self.detach()).isEmpty()) {
            return List.of();
        }
        Tensor[] all = Composed.namedAll(gradFn, new Tensor[] {self}, x -> {
            List<Tensor> out = new ArrayList<>();
            views.apply(x[0]).forEach(v -> out.add(ordered(v)));
            return out.toArray(Tensor[]::new);
        });
        return List.of(all);
    }

    private static Tensor ordered(Tensor view) {
        return CopyOps.withLayout(
                view, Layout.contiguous(TensorAccess.shown(view).sizes()));
    }

    /**
     * A copy of a tensor in which the elements that {@code asStrided} would show are replaced; strides and offset count in the
     * storage of the tensor.
     */
    public static Tensor asStridedScatter(Tensor self, Tensor src, long[] sizes, long[] strides, long offset) {
        if (!java.util.Arrays.equals(TensorAccess.shown(src).sizes(), sizes)) {
            throw new ShapeException("expected src to have a size equal to the slice of self. src size = " + src.shape()
                    + ", slice size = " + java.util.Arrays.toString(sizes));
        }
        return Composed.named("AsStridedScatterBackward0", new Tensor[] {self, src}, x -> {
            if (Batching.anyBatched(x[0], x[1])) {
                return scatterOfExample(x[0], x[1], Layout.strided(sizes, strides, offset));
            }
            Layout own = TensorAccess.plainLayout(x[0]);
            long all = TensorAccess.storage(x[0]).elements(x[0].dtype());
            Tensor flat = CopyOps.clone(StridedViews.asStrided(x[0], new long[] {all}, new long[] {1}, 0));
            StridedViews.asStrided(flat, sizes, strides, offset).copy_(x[1]);
            return StridedViews.asStrided(flat, own.sizes(), own.strides(), own.offset());
        });
    }

    /** Under vmap strides count in the elements of an example, which have to lie in order. */
    private static Tensor scatterOfExample(Tensor self, Tensor src, Layout part) {
        Layout own = TensorAccess.plainLayout(self);
        if (!own.isContiguous() || own.offset() != 0) {
            throw new ArgumentException("vmap: asStridedScatter needs examples that are contiguous; call contiguous()");
        }
        StridedViews.check(part, own.numel());
        Tensor flat = self.reshape(-1).scatter(0, PartGradient.positions(part, self.device()), src.reshape(-1));
        return flat.reshape(own.sizes());
    }
}
