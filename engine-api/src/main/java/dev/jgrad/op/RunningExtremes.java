package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ScanKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Running maxima and minima with their positions, and running sums of exponentials. */
public final class RunningExtremes {
    private RunningExtremes() {}

    private static void scan(ScanKind kind, Tensor self, Tensor out, @Nullable Tensor indices, int d) {
        Backend be = Dispatcher.backend(self);
        Layout in = atLeast1d(TensorAccess.plainLayout(self));
        Layout ol = atLeast1d(TensorAccess.shown(out));
        if (in.numel() == 0) {
            return;
        }
        be.reductions()
                .scan(
                        be.stream(),
                        kind,
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        ol,
                        indices == null ? null : TensorAccess.storage(indices).buffer(),
                        indices == null ? null : ol,
                        TensorAccess.storage(self).buffer(),
                        in,
                        d);
        Reference.reachabilityFence(self);
    }

    private static Layout atLeast1d(Layout l) {
        return l.rank() == 0 ? l.unsqueeze(0) : l;
    }

    /** The greatest (or least) element so far along a dimension, with its position. */
    public static WithIndices cumulative(Tensor self, int dim, boolean greatest) {
        int d = Dims.wrap(dim, self.dim());
        Backend be = Dispatcher.backend(self);
        Layout layout = Layout.contiguous(TensorAccess.shown(self).sizes());
        Tensor values = Dispatcher.allocate(be, self.dtype(), layout);
        Tensor indices = Dispatcher.allocate(be, DType.INT64, layout);
        scan(greatest ? ScanKind.CUMMAX : ScanKind.CUMMIN, self, values, indices, d);
        long[] sizes = layout.sizes();
        Dispatcher.recordAll(
                greatest ? "CummaxBackward0" : "CumminBackward0",
                new Tensor[] {values, indices},
                new Tensor[] {self},
                new Tensor[] {indices},
                c -> {
                    if (sizes.length == 0 || c.grad().numel() == 0) {
                        return new Tensor[] {c.grad()};
                    }
                    TensorOptions o =
                            new TensorOptions(c.grad().dtype(), c.grad().device());
                    return new Tensor[] {Tensors.zeros(o, sizes).scatterAdd(d, c.saved(0), c.grad())};
                });
        return new WithIndices(values, indices);
    }

    /** ln of the running sum of e^x along a dimension. */
    public static Tensor logcumsumexp(Tensor self, int dim) {
        int d = Dims.wrap(dim, self.dim());
        LayerNorm.checkFloating("logcumsumexp_out_cpu", self);
        Backend be = Dispatcher.backend(self);
        Tensor out = Dispatcher.allocate(
                be, self.dtype(), Layout.contiguous(TensorAccess.shown(self).sizes()));
        scan(ScanKind.LOGCUMSUMEXP, self, out, null, d);
        return Dispatcher.record("LogcumsumexpBackward0", out, new Tensor[] {self}, new Tensor[] {self, out}, c -> {
            Tensor g = c.grad();
            Tensor x = c.saved(0);
            if (x.dim() == 0 || x.numel() == 0) {
                return new Tensor[] {g};
            }
            return new Tensor[] {c.recording() ? scaled(g, x, c.saved(1), d) : stable(g, x, c.saved(1), d)};
        });
    }

    /** Sum over j >= i of g_j e^(x_i - y_j), positive and negative parts as logarithms. */
    private static Tensor stable(Tensor g, Tensor x, Tensor y, int d) {
        Tensor lowest = Tensors.scalarLike(g, Double.NEGATIVE_INFINITY);
        Tensor positive = Tensors.where(g.gt(0), g.log(), lowest).sub(y);
        Tensor negative = Tensors.where(g.lt(0), g.neg().log(), lowest).sub(y);
        return reversed(positive, d)
                .add(x)
                .exp()
                .sub(reversed(negative, d).add(x).exp());
    }

    private static Tensor reversed(Tensor t, int d) {
        return logcumsumexp(t.flip(d), d).flip(d);
    }

    /** The same in a form that differentiates, scaled by the greatest element. */
    private static Tensor scaled(Tensor g, Tensor x, Tensor y, int d) {
        Tensor top = x.detach().amax(new int[] {d}, true).nanToNum();
        Tensor weighted = g.mul(y.sub(top).neg().exp());
        return weighted.flip(d).cumsum(d).flip(d).mul(x.sub(top).exp());
    }
}
