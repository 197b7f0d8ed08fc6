package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ScanKind;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;

/** Sorting, selection of extremes, and running sums along a dimension. */
public final class OrderOps {
    private OrderOps() {}

    private static Layout atLeast1d(Layout l) {
        return l.rank() == 0 ? l.unsqueeze(0) : l;
    }

    /** Sorted values with indices; equal elements keep their order. */
    public static WithIndices sort(Tensor self, int dim, boolean descending) {
        int d = Dims.wrap(dim, self.dim());
        Backend be = Dispatcher.backend(self);
        Layout in = TensorAccess.plainLayout(self);
        Layout ol = Layout.contiguous(in.sizes());
        Tensor values = Dispatcher.allocate(be, self.dtype(), ol);
        Tensor indices = Dispatcher.allocate(be, DType.INT64, ol);
        be.reductions()
                .sort(
                        be.stream(),
                        self.dtype(),
                        TensorAccess.storage(values).buffer(),
                        atLeast1d(ol),
                        TensorAccess.storage(indices).buffer(),
                        atLeast1d(ol),
                        TensorAccess.storage(self).buffer(),
                        atLeast1d(in),
                        d,
                        descending);
        Reference.reachabilityFence(self);
        recordOrdered("SortBackward0", self, d, values, indices);
        return new WithIndices(values, indices);
    }

    /** The k greatest or least elements, in order. */
    public static WithIndices topk(Tensor self, int k, int dim, boolean largest) {
        int d = Dims.wrap(dim, self.dim());
        long n = self.dim() == 0 ? 1 : self.size(d);
        if (k < 0 || k > n) {
            throw new IndexException("selected index k out of range: k = " + k + ", dimension " + d + " has size " + n);
        }
        Backend be = Dispatcher.backend(self);
        Layout in = TensorAccess.plainLayout(self);
        long[] sizes = in.sizes().clone();
        if (sizes.length > 0) {
            sizes[d] = k;
        }
        Layout ol = Layout.contiguous(sizes);
        Tensor values = Dispatcher.allocate(be, self.dtype(), ol);
        Tensor indices = Dispatcher.allocate(be, DType.INT64, ol);
        if (ol.numel() > 0) {
            be.reductions()
                    .topk(
                            be.stream(),
                            self.dtype(),
                            TensorAccess.storage(values).buffer(),
                            atLeast1d(ol),
                            TensorAccess.storage(indices).buffer(),
                            atLeast1d(ol),
                            TensorAccess.storage(self).buffer(),
                            atLeast1d(in),
                            d,
                            largest);
        }
        Reference.reachabilityFence(self);
        recordOrdered("TopkBackward0", self, d, values, indices);
        return new WithIndices(values, indices);
    }

    private static void recordOrdered(String gradFn, Tensor self, int d, Tensor values, Tensor indices) {
        long[] sizes = TensorAccess.shown(self).sizes();
        Dispatcher.recordAll(gradFn, new Tensor[] {values, indices}, new Tensor[] {self}, new Tensor[] {indices}, c -> {
            if (sizes.length == 0) {
                return new Tensor[] {c.grad()};
            }
            Tensor zeros =
                    Tensors.zeros(new TensorOptions(c.grad().dtype(), c.grad().device()), sizes);
            return new Tensor[] {zeros.scatterAdd(d, c.saved(0), c.grad())};
        });
    }

    private static Tensor scan(ScanKind kind, Tensor self, int d) {
        Backend be = Dispatcher.backend(self);
        Layout in = TensorAccess.plainLayout(self);
        Layout ol = Layout.contiguous(in.sizes());
        Tensor out = Dispatcher.allocate(be, self.dtype(), ol);
        be.reductions()
                .scan(
                        be.stream(),
                        kind,
                        self.dtype(),
                        TensorAccess.storage(out).buffer(),
                        atLeast1d(ol),
                        null,
                        null,
                        TensorAccess.storage(self).buffer(),
                        atLeast1d(in),
                        d);
        Reference.reachabilityFence(self);
        return out;
    }

    private static Tensor summable(Tensor self) {
        return self.dtype().isFloatingPoint() ? self : CastOps.convert(self, DType.INT64);
    }

    /** Running sum; integers in int64. */
    public static Tensor cumsum(Tensor self, int dim) {
        if (Autocasting.applies("cumsum", self)) {
            return Autocasting.run("cumsum", in -> cumsum(in[0], dim), self);
        }
        int d = Dims.wrap(dim, self.dim());
        return Dispatcher.record(
                "CumsumBackward0", scan(ScanKind.CUMSUM, summable(self), d), new Tensor[] {self}, new Tensor[0], c -> {
                    Tensor g = c.grad();
                    return new Tensor[] {g.dim() == 0 ? g : g.flip(d).cumsum(d).flip(d)};
                });
    }

    /** Running product; integers in int64. */
    public static Tensor cumprod(Tensor self, int dim) {
        if (Autocasting.applies("cumprod", self)) {
            return Autocasting.run("cumprod", in -> cumprod(in[0], dim), self);
        }
        int d = Dims.wrap(dim, self.dim());
        Tensor out = scan(ScanKind.CUMPROD, summable(self), d);
        return Dispatcher.record("CumprodBackward0", out, new Tensor[] {self}, new Tensor[] {self, out}, c -> {
            Tensor g = c.grad();
            if (g.dim() == 0) {
                return new Tensor[] {g};
            }
            return new Tensor[] {cumprodGradient(g, c.saved(0), c.saved(1), d, c.recording())};
        });
    }

    /** dL/dx_k = sum over i >= k of g_i * prod of x_j, j <= i, j != k. */
    private static Tensor cumprodGradient(Tensor g, Tensor x, Tensor out, int d, boolean recording) {
        if (!recording && !Batching.any(x.eq(0))) {
            return g.mul(out).flip(d).cumsum(d).flip(d).div(x);
        }
        int n = HeapArrays.length(x.size(d));
        Tensor[] parts = new Tensor[n];
        for (int k = 0; k < n; k++) {
            Tensor before = k == 0
                    ? Tensors.onesLike(x.narrow(d, 0, 1))
                    : x.narrow(d, 0, k).prod(d, true);
            Tensor after = Tensors.cat(d, Tensors.onesLike(x.narrow(d, 0, 1)), x.narrow(d, k + 1, n - k - 1))
                    .cumprod(d);
            parts[k] = g.narrow(d, k, n - k).mul(after).mul(before).sum(d, true);
        }
        return n == 0 ? x.zerosLike() : Tensors.cat(d, parts);
    }
}
