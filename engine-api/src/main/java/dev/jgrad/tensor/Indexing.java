package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.op.AdvancedIndexing;
import dev.jgrad.op.ViewOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Python's index brackets: integers, ranges, ellipsis and new axes make a view; masks and index tensors then pick from
 * that view. The order of steps is PyTorch's.
 */
final class Indexing {
    private Indexing() {}

    /** A view, and the tensors that index its dimensions (null where a dimension is taken whole). */
    private record Plan(Tensor view, List<@Nullable Tensor> tensors) {
        boolean isView() {
            return tensors.stream().allMatch(t -> t == null);
        }
    }

    static Tensor get(Tensor self, long... positions) {
        Tensor t = self;
        for (long position : positions) {
            if (t.dim() == 0) {
                throw tooMany(self, positions.length);
            }
            t = at(t, 0, position, self);
        }
        return t;
    }

    static Tensor get(Tensor self, Index... index) {
        Plan plan = plan(self, index);
        if (plan.isView()) {
            if (plan.view == self && index.length == 1 && index[0] instanceof Index.Slice) {
                return self.slice(0, 0, self.size(0), 1); // x[:] alone is a slice, among others it is nothing
            }
            return plan.view == self ? ViewOps.alias(self) : plan.view;
        }
        return AdvancedIndexing.get(plan.view, plan.tensors);
    }

    static void set(Tensor self, Tensor value, Index... index) {
        Plan plan = plan(self, index);
        Tensor v = value.dtype() == self.dtype() ? value : value.to(self.dtype());
        if (plan.isView()) {
            plan.view.copy_(dropLeadingOnes(v, plan.view));
        } else {
            AdvancedIndexing.put_(plan.view, plan.tensors, v, false);
        }
    }

    /** Python lets a value have extra leading dimensions of size 1. */
    private static Tensor dropLeadingOnes(Tensor v, Tensor target) {
        Tensor t = v;
        while (t.dim() > target.dim() && t.size(0) == 1) {
            t = t.squeeze(0);
        }
        return t;
    }

    private static Plan plan(Tensor self, Index... index) {
        int named = 0;
        for (Index i : index) {
            named += switch (i) {
                case Index.At _, Index.Slice _ -> 1;
                case Index.Of of ->
                    of.tensor().dtype().isBool() || of.tensor().dtype() == DType.UINT8
                            ? of.tensor().dim()
                            : 1;
                case Index.Ellipsis _, Index.NewAxis _, Index.Truth _ -> 0;
            };
        }
        if (named > self.dim()) {
            throw tooMany(self, named);
        }
        Tensor view = self;
        List<@Nullable Tensor> tensors = new ArrayList<>();
        int dim = 0;
        boolean ellipsis = false;
        for (Index i : index) {
            switch (i) {
                case Index.At at -> view = at(view, dim, at.position(), self);
                case Index.Slice s -> view = slice(view, dim++, s);
                case Index.Ellipsis _ -> {
                    if (ellipsis) {
                        throw new IndexException("an index can only have a single ellipsis ('...')");
                    }
                    ellipsis = true;
                    dim += self.dim() - named;
                }
                case Index.NewAxis _ -> view = view.unsqueeze(dim++);
                case Index.Truth truth -> {
                    view = view.unsqueeze(dim);
                    pad(tensors, dim++);
                    tensors.add(truth.value() ? Tensors.tensor(0L) : Tensors.tensor(new long[0]));
                }
                case Index.Of of -> {
                    pad(tensors, dim);
                    Tensor t = of.tensor();
                    if (t.dtype().isFloatingPoint()) {
                        throw new DTypeException(
                                "tensors used as indices must be long, int, byte or bool tensors, got " + t.dtype());
                    }
                    tensors.add(t);
                    dim += t.dtype().isBool() || t.dtype() == DType.UINT8 ? t.dim() : 1;
                    pad(tensors, tensors.size());
                    if (t.dtype().isBool() || t.dtype() == DType.UINT8) {
                        // A mask names as many dimensions as it has; the expansion below puts one tensor on each.
                        List<@Nullable Tensor> expanded = AdvancedIndexing.expandMask(t, view, tensors.size() - 1);
                        tensors.removeLast();
                        tensors.addAll(expanded);
                    }
                }
            }
        }
        return new Plan(view, tensors);
    }

    private static void pad(List<@Nullable Tensor> tensors, int dim) {
        while (tensors.size() < dim) {
            tensors.add(null);
        }
    }

    private static Tensor at(Tensor view, int dim, long position, Tensor self) {
        if (view.dim() == 0) {
            throw new IndexException(
                    "invalid index of a 0-dim tensor. Use tensor.item() to convert a 0-dim tensor to a" + " number");
        }
        long n = view.size(dim);
        if (position < -n || position >= n) {
            throw new IndexException("index " + position + " is out of bounds for dimension " + dim + " with size " + n
                    + " (tensor of shape " + self.shape() + ")");
        }
        return view.select(dim, position);
    }

    private static Tensor slice(Tensor view, int dim, Index.Slice s) {
        long step = s.step();
        if (step <= 0) {
            throw new IndexException("slice step must be positive; use flip() to reverse");
        }
        Long start = s.start();
        Long stop = s.stop();
        if (start == null && stop == null && step == 1) {
            return view;
        }
        return view.slice(dim, start == null ? 0 : start, stop == null ? Long.MAX_VALUE : stop, step);
    }

    private static IndexException tooMany(Tensor self, int named) {
        return new IndexException(
                "too many indices for tensor of dimension " + self.dim() + " (" + named + " were given)");
    }
}
