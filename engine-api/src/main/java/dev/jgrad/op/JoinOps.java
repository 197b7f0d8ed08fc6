package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations that put tensors together. */
public final class JoinOps {
    private JoinOps() {}

    /** Concatenation along a dimension. Empty vectors are ignored, as in PyTorch. */
    public static Tensor cat(int dim, Tensor... tensors) {
        if (tensors.length == 0) {
            throw new ArgumentException("torch.cat(): expected a non-empty list of Tensors");
        }
        if (Autocasting.applies("cat", tensors[0])) {
            return Autocasting.run("cat", in -> cat(dim, in), tensors);
        }
        Backend be = Dispatcher.backend("cat", tensors);
        DType dtype = tensors[0].dtype();
        boolean scalarsOnly = tensors[0].dim() == 0;
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < tensors.length; i++) {
            Tensor t = tensors[i];
            if (t.dim() == 0) {
                throw new ShapeException("zero-dimensional tensor (at position " + i + ") cannot be concatenated");
            }
            dtype = Promotion.result(dtype, scalarsOnly, t.dtype(), false);
            if (!(t.dim() == 1 && t.size(0) == 0)) {
                parts.add(t);
            }
        }
        if (parts.isEmpty()) {
            Dims.wrap(dim, 1);
            Tensor none = Dispatcher.allocate(be, dtype, Layout.contiguous(0));
            int n = tensors.length;
            return Dispatcher.record("CatBackward0", none, tensors, new Tensor[0], c -> {
                Tensor[] grads = new Tensor[n];
                java.util.Arrays.setAll(grads, i -> c.needs(i) ? c.grad() : null);
                return grads;
            });
        }
        Tensor first = parts.getFirst();
        int d = Dims.wrap(dim, first.dim());
        long[] sizes = TensorAccess.shown(first).sizes().clone();
        sizes[d] = 0;
        for (int i = 0; i < parts.size(); i++) {
            Tensor t = parts.get(i);
            if (t.dim() != sizes.length) {
                throw new ShapeException(
                        "Tensors must have same number of dimensions: got " + sizes.length + " and " + t.dim());
            }
            for (int k = 0; k < sizes.length; k++) {
                if (k != d && t.size(k) != first.size(k)) {
                    throw new ShapeException("Sizes of tensors must match except in dimension " + d
                            + ". Expected size " + first.size(k) + " but got size " + t.size(k) + " for tensor number "
                            + i + " in the list.");
                }
            }
            sizes[d] += t.size(d);
        }
        Layout layout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(be, dtype, layout);
        long at = 0;
        for (Tensor t : parts) {
            Tensor slot = TensorAccess.create(TensorAccess.storage(out), layout.slice(d, at, t.size(d), 1), dtype);
            // The layout first: bringing data to row-major order replaces the buffer.
            Layout from = TensorAccess.plainLayout(t);
            be.elementwise()
                    .copy(
                            be.stream(),
                            dtype,
                            TensorAccess.storage(slot).buffer(),
                            TensorAccess.shown(slot),
                            t.dtype(),
                            TensorAccess.storage(t).buffer(),
                            from);
            java.lang.ref.Reference.reachabilityFence(t);
            at += t.size(d);
        }
        long[] lengths = new long[tensors.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = tensors[i].dim() == 1 && tensors[i].size(0) == 0 ? -1 : tensors[i].size(d);
        }
        return Dispatcher.record("CatBackward0", out, tensors, new Tensor[0], c -> {
            Tensor[] grads = new Tensor[lengths.length];
            long start = 0;
            for (int i = 0; i < grads.length; i++) {
                if (lengths[i] < 0) {
                    grads[i] = c.needs(i) ? c.grad().newZeros(0) : null;
                    continue;
                }
                if (c.needs(i)) {
                    grads[i] = c.grad().narrow(d, start, lengths[i]);
                }
                start += lengths[i];
            }
            return grads;
        });
    }

    /** Concatenation along a new dimension. */
    public static Tensor stack(int dim, Tensor... tensors) {
        if (tensors.length == 0) {
            throw new ArgumentException("stack expects a non-empty TensorList");
        }
        if (Autocasting.applies("stack", tensors[0])) {
            return Autocasting.run("stack", in -> stack(dim, in), tensors);
        }
        int d = Dims.wrap(dim, tensors[0].dim() + 1);
        Tensor[] wide = new Tensor[tensors.length];
        for (int i = 0; i < wide.length; i++) {
            if (!Arrays.equals(
                    TensorAccess.shown(tensors[i]).sizes(),
                    TensorAccess.shown(tensors[0]).sizes())) {
                throw new ShapeException("stack expects each tensor to be equal size, but got "
                        + Arrays.toString(TensorAccess.shown(tensors[0]).sizes()) + " at entry 0 and "
                        + Arrays.toString(TensorAccess.shown(tensors[i]).sizes()) + " at entry " + i);
            }
            wide[i] = tensors[i].detach().unsqueeze(d);
        }
        Tensor out = Grad.noGrad(() -> cat(d, wide));
        int n = tensors.length;
        return Dispatcher.record("StackBackward0", out, tensors, new Tensor[0], c -> {
            Tensor[] grads = new Tensor[n];
            for (int i = 0; i < n; i++) {
                grads[i] = c.needs(i) ? c.grad().select(d, i) : null;
            }
            return grads;
        });
    }
}
