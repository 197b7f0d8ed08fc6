package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** View operations that change the tensor they are called on: {@code t_}, {@code unsqueeze_} and so on. */
public final class ShapeInPlace {
    private ShapeInPlace() {}

    /** Writes a number along the diagonal of a matrix or of equal dimensions; again and again down a tall one if it wraps. */
    public static Tensor fillDiagonal(Tensor self, double value, boolean wrap) {
        if (self.dim() < 2) {
            throw new ShapeException("dimensions must larger than 1");
        }
        Layout l = TensorAccess.plainLayout(self);
        long step = 0;
        long size = Long.MAX_VALUE;
        for (int d = 0; d < self.dim(); d++) {
            if (self.dim() > 2 && l.sizes()[d] != l.sizes()[0]) {
                throw new ShapeException("all dimensions of input must be of equal length");
            }
            step += l.strides()[d];
            size = Math.min(size, l.sizes()[d]);
        }
        self.asStrided(new long[] {size}, new long[] {step}, l.offset()).fill_(value);
        long height = l.sizes()[0];
        long width = l.sizes()[1];
        if (wrap && self.dim() == 2 && height > width + 1 && width > 0) {
            long rest = (height * width + width) / (width + 1) - size;
            long start = l.offset() + l.strides()[0] * (width + 1);
            self.asStrided(new long[] {rest}, new long[] {step}, start).fill_(value);
        }
        return self;
    }

    /**
     * Other sizes, row by row over the same memory, which grows for everybody who shares it when there is too little: what is
     * new is zero.
     */
    public static Tensor resize(Tensor self, long... sizes) {
        if (self.requiresGrad()) {
            throw new AutogradException("cannot resize variables that require grad");
        }
        Layout own = TensorAccess.plainLayout(self);
        Layout wanted = Layout.contiguous(sizes);
        if (Arrays.equals(own.sizes(), wanted.sizes())) {
            return self;
        }
        Storage storage = TensorAccess.storage(self);
        if (wanted.numel() > storage.elements(self.dtype()) - own.offset()) {
            storage.grow(self.dtype(), Math.max(wanted.numel(), own.offset() + wanted.numel()));
        }
        TensorAccess.setData(self, storage, Layout.strided(wanted.sizes(), wanted.strides(), own.offset()));
        storage.bumpVersion(); // who saved it would find other elements at its places
        return self;
    }

    /** The tensor takes the layout and the history of a view of itself. */
    public static Tensor apply(String op, Tensor self, UnaryOperator<Tensor> view) {
        ThreadState ts = ThreadState.current();
        Recorder.checkInPlace(ts, op, self, ts.gradEnabled && self.requiresGrad());
        Tensor before = TensorAccess.create(TensorAccess.storage(self), TensorAccess.plainLayout(self), self.dtype());
        Node node = Recorder.edgeOf(self);
        if (node != null) {
            TensorAccess.setGradFn(before, node, TensorAccess.outputNumber(self));
        }
        if (ts.forward != null) {
            Tangents.share(ts, self, before);
        }
        Tensor after = view.apply(before);
        TensorAccess.setData(self, TensorAccess.storage(self), TensorAccess.plainLayout(after));
        Node made = after.gradFn();
        if (made != null) {
            InPlaceNames.mark(made);
            TensorAccess.setGradFn(self, made, TensorAccess.outputNumber(after));
        }
        if (ts.forward != null) {
            Forward.written(ts, self, after);
        }
        TensorAccess.storage(self).bumpVersion();
        return self;
    }
}
