package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.data.MemoryFormat;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Clone, contiguous, copy_ and fill_. */
public final class CopyOps {
    private CopyOps() {}

    /** A copy with storage of its own and the same order of dimensions in memory, without recording. */
    static Tensor rawClone(Tensor self) {
        Storage storage = TensorAccess.storage(self);
        Backend be = storage.backend();
        Buffer in = storage.buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        Tensor out = in.physical() != null
                ? Dispatcher.allocatePhysical(be, self.dtype(), layout.sizes(), layout)
                : Dispatcher.allocate(be, self.dtype(), layout.denseLike());
        copy(self, in, layout, out);
        return out;
    }

    /**
     * A row-major copy for what will be written into it, without recording: under vmap it differs between examples as soon as
     * one of the others does.
     */
    static Tensor room(Tensor self, @Nullable Tensor... others) {
        Tensor start = self.detach();
        if (Batching.anyBatched(others)) {
            Tensor[] all = java.util.Arrays.copyOf(others, others.length + 1);
            all[others.length] = self;
            start = Batching.lift(start, Dispatcher.backend("copy", all));
        }
        return rawClone(contiguous(start));
    }

    private static void copy(Tensor self, Buffer in, Layout layout, Tensor out) {
        Backend be = Dispatcher.backend(self);
        Buffer target = TensorAccess.storage(out).buffer();
        be.elementwise()
                .copy(be.stream(), out.dtype(), target, TensorAccess.layoutIn(out, target), self.dtype(), in, layout);
        Reference.reachabilityFence(self);
    }

    /** A copy: {@code torch.clone}. */
    public static Tensor clone(Tensor self) {
        return Dispatcher.record(
                "CloneBackward0", rawClone(self), new Tensor[] {self}, new Tensor[0], c -> new Tensor[] {c.grad()});
    }

    /** The tensor itself when it is row-major, else a copy that is. */
    public static Tensor contiguous(Tensor self) {
        if (TensorAccess.plainLayout(self).isContiguous()) {
            return self;
        }
        return withLayout(self, Layout.contiguous(TensorAccess.shown(self).sizes()));
    }

    /** The tensor itself when its elements lie in that order, else a copy that does. */
    public static Tensor contiguous(Tensor self, MemoryFormat format) {
        if (format == MemoryFormat.CONTIGUOUS) {
            return contiguous(self);
        }
        return isContiguous(self, format) ? self : withLayout(self, channelsLast(self));
    }

    /** True when the elements lie in that order without gaps. */
    public static boolean isContiguous(Tensor self, MemoryFormat format) {
        Layout layout = TensorAccess.plainLayout(self);
        return switch (format) {
            case CONTIGUOUS -> layout.isContiguous();
            case CHANNELS_LAST -> layout.rank() >= 4 && layout.rank() <= 5 && layout.sameStrides(channelsLast(self));
        };
    }

    private static Layout channelsLast(Tensor self) {
        if (self.dim() != 4 && self.dim() != 5) {
            throw new ShapeException("required rank 4 tensor to use channels_last format; got shape " + self.shape());
        }
        return Layout.channelsLast(TensorAccess.shown(self).sizes());
    }

    /** A recorded copy in the given dense layout. */
    public static Tensor withLayout(Tensor self, Layout layout) {
        Storage storage = TensorAccess.storage(self);
        Buffer in = storage.buffer();
        Tensor out = Dispatcher.allocate(storage.backend(), self.dtype(), layout);
        copy(self, in, TensorAccess.layoutIn(self, in), out);
        return Dispatcher.record(
                "CloneBackward0", out, new Tensor[] {self}, new Tensor[0], c -> new Tensor[] {c.grad()});
    }

    /** Overwrites {@code self} with the values of another tensor, converted and broadcast: {@code copy_}. */
    public static Tensor copyInto(Tensor self, Tensor source) {
        ThreadState ts = ThreadState.current();
        Tensor from = source.device().equals(self.device()) ? source : source.to(self.device());
        WriteChecks.checkBroadcastInto(
                "copy",
                TensorAccess.shown(self).sizes(),
                TensorAccess.shown(from).sizes());
        boolean records =
                ts.gradEnabled && self.dtype().isFloatingPoint() && (self.requiresGrad() || from.requiresGrad());
        Recorder.checkInPlace(ts, "copy", self, records);
        if (TensorAccess.storage(from) == TensorAccess.storage(self)) {
            if (TensorAccess.shown(from).equals(TensorAccess.shown(self))) {
                return self;
            }
            from = records || ts.forward != null ? from.clone() : rawClone(from);
        }
        RuleNode node = records ? copyNode(ts, self, from) : null;
        Recorder.overwrite(self, from);
        if (node != null) {
            Recorder.become(self, node);
        }
        if (ts.forward != null && self.dtype().isFloatingPoint()) {
            Forward.written(ts, self, from);
        }
        return self;
    }

    /** The node of a copy, to be made before the write: the gradient of what it overwrites is zero. */
    static RuleNode copyNode(ThreadState ts, Tensor self, Tensor source) {
        Node a = Recorder.edgeOf(self);
        Node b = Recorder.edgeOf(source);
        DType dtype = source.dtype();
        Device device = source.device();
        long[] sizes = TensorAccess.shown(source).sizes();
        return new RuleNode(
                ts.tick(Math.max(Dispatcher.order(a), Dispatcher.order(b))),
                "CopyBackwards",
                c -> new Tensor[] {
                    c.needs(0) ? c.grad().zerosLike() : null,
                    c.needs(1) ? sumTo(c.grad(), sizes).to(dtype).to(device) : null
                },
                new Node[] {a, b},
                new int[] {TensorAccess.outputNumber(self), TensorAccess.outputNumber(source)},
                new Object[0],
                new int[0]);
    }

    private static Tensor sumTo(Tensor g, long[] sizes) {
        return Arrays.equals(TensorAccess.shown(g).sizes(), sizes) ? g : g.sumToSize(sizes);
    }

    /** Sets every element: {@code fill_}. */
    public static Tensor fill(Tensor self, double value, long integer) {
        return fill("FillBackward2", self, value, integer);
    }

    /** Sets every element to zero: {@code zero_}. */
    public static Tensor zero(Tensor self) {
        return fill("ZeroBackward0", self, 0, 0);
    }

    private static Tensor fill(String name, Tensor self, double value, long integer) {
        ThreadState ts = ThreadState.current();
        boolean records = ts.gradEnabled && self.requiresGrad();
        Recorder.checkInPlace(ts, "fill", self, records);
        Storage storage = TensorAccess.storage(self);
        Backend be = storage.backend();
        Buffer b = storage.buffer();
        Layout layout = TensorAccess.layoutIn(self, b);
        WriteChecks.checkWritable("fill", layout);
        long exact = self.dtype().isBool() ? (value != 0 || integer != 0 ? 1 : 0) : integer;
        be.elementwise().fill(be.stream(), self.dtype(), b, layout, value, exact);
        RuleNode node = records ? Recorder.forgetting(ts, name, self) : null;
        storage.bumpVersion();
        if (node != null) {
            Recorder.become(self, node);
        }
        if (ts.forward != null) {
            Forward.written(ts, self, null);
        }
        Reference.reachabilityFence(self);
        return self;
    }
}
