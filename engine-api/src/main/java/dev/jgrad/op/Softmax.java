package dev.jgrad.op;

import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;

/** Softmax and its logarithm along a dimension. */
public final class Softmax {
    private Softmax() {}

    /** e^x / sum(e^x). */
    public static Tensor softmax(Tensor self, int dim) {
        if (Autocasting.applies("softmax", self)) {
            return Autocasting.run("softmax", in -> softmax(in[0], dim), self);
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor out = forward(self, d, false);
        return Dispatcher.record("SoftmaxBackward0", out, new Tensor[] {self}, new Tensor[] {out}, c -> {
            Tensor g = c.grad();
            Tensor y = c.saved(0);
            if (!c.recording()) {
                return new Tensor[] {backward(g, y, d, false)};
            }
            Tensor gy = g.mul(y);
            return new Tensor[] {gy.sub(y.mul(total(gy, d)))};
        });
    }

    /** ln(softmax). */
    public static Tensor logSoftmax(Tensor self, int dim) {
        if (Autocasting.applies("log_softmax", self)) {
            return Autocasting.run("log_softmax", in -> logSoftmax(in[0], dim), self);
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor out = forward(self, d, true);
        return Dispatcher.record("LogSoftmaxBackward0", out, new Tensor[] {self}, new Tensor[] {out}, c -> {
            Tensor g = c.grad();
            Tensor y = c.saved(0);
            if (!c.recording()) {
                return new Tensor[] {backward(g, y, d, true)};
            }
            return new Tensor[] {g.sub(y.exp().mul(total(g, d)))};
        });
    }

    private static Tensor total(Tensor t, int d) {
        return t.dim() == 0 ? t : t.sum(d, true);
    }

    private static Tensor forward(Tensor self, int d, boolean logarithm) {
        if (!self.dtype().isFloatingPoint()) {
            throw new DTypeException("\"softmax_lastdim_kernel_impl\" not implemented for '"
                    + self.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
        Backend be = Dispatcher.backend(self);
        Buffer in = TensorAccess.storage(self).buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        Layout ol = Layout.contiguous(layout.sizes());
        Tensor out = Dispatcher.allocate(be, self.dtype(), ol);
        be.normalizations()
                .softmaxForward(
                        be.stream(),
                        logarithm,
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        atLeast1d(ol),
                        in,
                        atLeast1d(layout),
                        d);
        Reference.reachabilityFence(self);
        return out;
    }

    private static Tensor backward(Tensor g, Tensor y, int d, boolean logarithm) {
        Backend be = Dispatcher.backend("softmax", g, y);
        Buffer gb = TensorAccess.storage(g).buffer();
        Buffer yb = TensorAccess.storage(y).buffer();
        Layout ol = Layout.contiguous(TensorAccess.shown(y).sizes());
        Tensor out = Dispatcher.allocate(be, y.dtype(), ol);
        be.normalizations()
                .softmaxBackward(
                        be.stream(),
                        logarithm,
                        y.dtype(),
                        TensorAccess.storage(out).buffer(),
                        atLeast1d(ol),
                        gb,
                        atLeast1d(TensorAccess.layoutIn(g, gb)),
                        yb,
                        atLeast1d(TensorAccess.layoutIn(y, yb)),
                        d);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(y);
        return out;
    }

    private static Layout atLeast1d(Layout l) {
        return l.rank() == 0 ? l.unsqueeze(0) : l;
    }
}
