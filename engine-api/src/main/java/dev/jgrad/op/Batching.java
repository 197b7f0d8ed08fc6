package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.batch.BatchLevel;
import dev.jgrad.batch.BatchedBackend;
import dev.jgrad.batch.BatchedBuffer;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Hides a dimension of a tensor behind a level of vmap and shows it again: two operations without a kernel, each the gradient
 * of the other. Everything in between runs on a {@link BatchedBackend} and knows nothing of it.
 */
public final class Batching {
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private Batching() {}

    // ---- in and out ------------------------------------------------------------------------------------------

    /** The examples along {@code dim} as one tensor without that dimension. */
    public static Tensor enter(Tensor t, BatchLevel level, int dim) {
        Layout layout = TensorAccess.plainLayout(t);
        Storage storage = shared(t);
        Layout one = Layout.strided(without(layout.sizes(), dim), without(layout.strides(), dim), layout.offset());
        Tensor out = TensorAccess.create(
                new Storage(merge(level, storage.backend()), insert(storage.buffer(), level, layout.stride(dim))),
                one,
                t.dtype());
        return recorded("BatchEnterBackward0", out, t, g -> exit(g, level, dim), tangent -> enter(tangent, level, dim));
    }

    /** The examples as dimension {@code dim}; the same example again and again when they do not differ. */
    public static Tensor exit(Tensor t, BatchLevel level, int dim) {
        BatchedBuffer hidden = find(TensorAccess.storage(t).buffer(), level);
        if (hidden == null && hasTangents(t)) {
            return exit(lift(t, merge(level, Dispatcher.backend(t))), level, dim);
        }
        if (hidden == null) {
            Tensor one = t.unsqueeze(dim);
            long[] sizes = one.shape().toArray();
            sizes[dim] = level.size();
            return one.expand(sizes);
        }
        Layout layout = TensorAccess.plainLayout(t);
        hidden = java.util.Objects.requireNonNull(find(TensorAccess.storage(t).buffer(), level));
        Storage storage = shared(t);
        Layout all = Layout.strided(
                insert(layout.sizes(), dim, level.size()),
                insert(layout.strides(), dim, hidden.stride()),
                layout.offset());
        Tensor out = TensorAccess.create(
                new Storage(remove(storage.backend(), level), remove(storage.buffer(), level)), all, t.dtype());
        return recorded("BatchExitBackward0", out, t, g -> enter(g, level, dim), tangent -> exit(tangent, level, dim));
    }

    private static boolean hasTangents(Tensor t) {
        ThreadState ts = ThreadState.current();
        return ts.forward != null && Tangents.any(ts, t);
    }

    /** The tensor on a backend that has its levels and more, as the same example for each of those. */
    public static Tensor lift(Tensor t, Backend target) {
        if (Dispatcher.backend(t) == target) {
            return t;
        }
        Layout layout = TensorAccess.plainLayout(t);
        Storage storage = shared(t);
        Backend from = storage.backend();
        Buffer buffer = storage.buffer();
        for (Backend b = target; b instanceof BatchedBackend bb; b = bb.below()) {
            if (!has(from, bb.level())) {
                buffer = insert(buffer, bb.level(), 0);
            }
        }
        Tensor out = TensorAccess.create(new Storage(target, buffer), layout, t.dtype());
        return recorded(
                "BatchLiftBackward0",
                out,
                t,
                grad -> {
                    Tensor g = grad;
                    for (Backend b = target; b instanceof BatchedBackend bb; b = bb.below()) {
                        // Inside of that vmap the gradient of what all examples share is one for each example.
                        boolean inside = ThreadState.current().batches.contains(bb.level());
                        if (!inside && !has(from, bb.level())) {
                            g = exit(g, bb.level(), 0).sum(0);
                        }
                    }
                    return g;
                },
                tangent -> lift(tangent, merge(Dispatcher.backend(tangent), target)));
    }

    /** Inputs on the backend of the first output where that is one of vmap; the array itself where it is not. */
    public static Tensor[] lifted(Tensor[] inputs, Tensor[] outs) {
        if (outs.length == 0 || !isBatched(outs[0])) {
            return inputs;
        }
        Backend be = Dispatcher.backend(outs[0]);
        Tensor[] all = new Tensor[inputs.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = lift(inputs[i], be);
        }
        return all;
    }

    /** Records one of the three. A tangent may have levels that its tensor has not, so it goes the same way by itself. */
    private static Tensor recorded(
            String gradFn, Tensor out, Tensor t, UnaryOperator<Tensor> gradient, UnaryOperator<Tensor> onTangent) {
        if (t.isInference()) {
            TensorAccess.markInference(out);
        }
        ThreadState ts = ThreadState.current();
        ForwardLevel forward = ts.forward;
        ts.forward = null;
        try {
            Dispatcher.record(
                    gradFn, out, new Tensor[] {t}, new Tensor[0], c -> new Tensor[] {gradient.apply(c.grad())});
        } finally {
            ts.forward = forward;
        }
        for (ForwardLevel l : ForwardLevel.open(ts)) {
            Tensor tangent = Tangents.of(ts, t, l);
            if (tangent != null) {
                Tangents.set(ts, out, l, Tangents.outside(ts, l, () -> onTangent.apply(tangent)));
            }
        }
        return out;
    }

    /** The storage, which from now on another one shares memory with: the engine must not give it back. */
    private static Storage shared(Tensor t) {
        Storage storage = TensorAccess.storage(t);
        storage.escape();
        storage.noteView();
        ThreadState ts = ThreadState.current();
        if (ts.made != null) {
            ts.made.removeIf(s -> s == storage);
        }
        return storage;
    }

    // ---- levels of backends and buffers ----------------------------------------------------------------------

    /** True when a tensor lives under some vmap. */
    public static boolean isBatched(Tensor t) {
        return Dispatcher.backend(t) instanceof BatchedBackend;
    }

    /** True when a tensor has examples at a level. */
    public static boolean isBatched(Tensor t, BatchLevel level) {
        return has(Dispatcher.backend(t), level);
    }

    /** How many vmaps a tensor is under. */
    public static int depth(Tensor t) {
        int depth = 0;
        for (Backend b = Dispatcher.backend(t); b instanceof BatchedBackend bb; b = bb.below()) {
            depth++;
        }
        return depth;
    }

    /** The examples of the innermost vmap as first dimension, for printing. */
    public static Tensor examples(Tensor t) {
        return exit(t, ((BatchedBackend) Dispatcher.backend(t)).level(), 0);
    }

    private static boolean has(Backend backend, BatchLevel level) {
        for (Backend b = backend; b instanceof BatchedBackend bb; b = bb.below()) {
            if (bb.level() == level) {
                return true;
            }
        }
        return false;
    }

    /** Where a tensor lives. */
    public static Backend backend(Tensor t) {
        return Dispatcher.backend(t);
    }

    /** The device of a tensor, whatever vmaps it is under. */
    public static Device plainDevice(Tensor t) {
        return device(Dispatcher.backend(t)).device();
    }

    private static Backend device(Backend backend) {
        Backend b = backend;
        while (b instanceof BatchedBackend bb) {
            b = bb.below();
        }
        return b;
    }

    /** The backend with the levels of both, or null when they are of different devices. */
    static @Nullable Backend join(Backend a, Backend b) {
        return a == b ? a : device(a) == device(b) ? merge(a, b) : null;
    }

    private static Backend merge(BatchLevel level, Backend b) {
        return merge(level.over(device(b)), b);
    }

    private static Backend merge(Backend a, Backend b) {
        if (!(a instanceof BatchedBackend x)) {
            return b;
        }
        if (!(b instanceof BatchedBackend y)) {
            return a;
        }
        if (x.level() == y.level()) {
            return x.level().over(merge(x.below(), y.below()));
        }
        return x.level().number() > y.level().number()
                ? x.level().over(merge(x.below(), b))
                : y.level().over(merge(a, y.below()));
    }

    /** The backend with the levels of the vmaps that the calling thread is in. */
    public static Backend live(Backend backend) {
        Backend b = backend;
        for (BatchLevel level : ThreadState.current().batches) {
            b = merge(level, b);
        }
        return b;
    }

    private static Backend remove(Backend backend, BatchLevel level) {
        return backend instanceof BatchedBackend b
                ? b.level() == level ? b.below() : b.level().over(remove(b.below(), level))
                : backend;
    }

    private static Buffer insert(Buffer buffer, BatchLevel level, long stride) {
        return buffer instanceof BatchedBuffer b && b.level().number() > level.number()
                ? BatchedBuffer.over(b.level(), insert(b.inner(), level, stride), b.stride())
                : BatchedBuffer.over(level, buffer, stride);
    }

    private static Buffer remove(Buffer buffer, BatchLevel level) {
        return buffer instanceof BatchedBuffer b
                ? b.level() == level ? b.inner() : BatchedBuffer.over(b.level(), remove(b.inner(), level), b.stride())
                : buffer;
    }

    private static @Nullable BatchedBuffer find(Buffer buffer, BatchLevel level) {
        for (Buffer b = buffer; b instanceof BatchedBuffer bb; b = bb.inner()) {
            if (bb.level() == level) {
                return bb;
            }
        }
        return null;
    }

    private static long[] without(long[] a, int at) {
        long[] b = new long[a.length - 1];
        System.arraycopy(a, 0, b, 0, at);
        System.arraycopy(a, at + 1, b, at, b.length - at);
        return b;
    }

    private static long[] insert(long[] a, int at, long value) {
        long[] b = new long[a.length + 1];
        System.arraycopy(a, 0, b, 0, at);
        b[at] = value;
        System.arraycopy(a, at, b, at + 1, a.length - at);
        return b;
    }

    // ---- what reads values -----------------------------------------------------------------------------------

    /** All examples of all levels as leading dimensions, outside of the graph; for what computes on the host. */
    static Tensor lower(Tensor t) {
        return Grad.noGrad(() -> {
            Tensor all = t.detach();
            while (Dispatcher.backend(all) instanceof BatchedBackend b) {
                all = exit(all, b.level(), 0);
            }
            return all;
        });
    }

    /** The reverse: leading dimensions as examples of the levels of a backend. */
    static Tensor raise(Tensor all, Backend like) {
        if (!(like instanceof BatchedBackend b)) {
            return all;
        }
        return Grad.noGrad(() -> enter(raise(all, b.below()), b.level(), 0));
    }

    /** True when an element of any example is not zero; what a check of values asks. */
    public static boolean any(Tensor t) {
        return lower(t).any().itemBoolean();
    }

    /** The greatest element of all examples of an integral tensor that has elements; what the text of an error tells. */
    public static long greatest(Tensor t) {
        return lower(t).max().itemLong();
    }

    // ---- without a rule --------------------------------------------------------------------------------------

    /**
     * Runs an operation example by example, because it has no batching rule; says so once for each name.
     *
     * @param inputs nulls are handed on
     */
    static Tensor[] loop(String op, Function<@Nullable Tensor[], Tensor[]> operation, @Nullable Tensor... inputs) {
        if (WARNED.add(op)) {
            System.err.println("vmap: There is a performance drop because there is no batching rule for " + op
                    + "; it runs in a loop over the examples.");
        }
        Tensor[] given = Arrays.stream(inputs).filter(t -> t != null).toArray(Tensor[]::new);
        BatchLevel level = ((BatchedBackend) Dispatcher.backend(op, given)).level();
        ThreadState ts = ThreadState.current();
        int depth = ts.batches.indexOf(level);
        // One example at a time: random numbers are drawn as outside of that vmap, unless it forbids them.
        boolean out = depth >= 0 && level.randomness() != BatchLevel.Randomness.ERROR;
        if (out) {
            ts.batches.remove(depth);
        }
        try {
            return loop(level, operation, inputs);
        } finally {
            if (out) {
                ts.batches.add(depth, level);
            }
        }
    }

    private static Tensor[] loop(
            BatchLevel level, Function<@Nullable Tensor[], Tensor[]> operation, @Nullable Tensor... inputs) {
        long[] random = Generator.defaultGenerator().state();
        Tensor[][] results = new Tensor[HeapArrays.length(level.size())][];
        for (int i = 0; i < results.length; i++) {
            @Nullable Tensor[] one = new Tensor[inputs.length];
            for (int k = 0; k < one.length; k++) {
                Tensor t = inputs[k];
                one[k] = t == null || !isBatched(t, level)
                        ? t
                        : exit(t, level, 0).select(0, i);
            }
            if (level.randomness() == BatchLevel.Randomness.SAME) {
                Generator.defaultGenerator().setState(random);
            }
            results[i] = operation.apply(one);
        }
        Tensor[] out = new Tensor[results.length == 0 ? 0 : results[0].length];
        for (int k = 0; k < out.length; k++) {
            Tensor[] parts = new Tensor[results.length];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = results[i][k];
            }
            out[k] = enter(Tensors.stack(0, parts), level, 0);
        }
        return out;
    }

    /** The same for one result. */
    static Tensor loopOne(String op, Function<@Nullable Tensor[], Tensor> operation, @Nullable Tensor... inputs) {
        return loop(op, x -> new Tensor[] {operation.apply(x)}, inputs)[0];
    }

    /** True when one of these (nulls skipped) lives under some vmap. */
    static boolean anyBatched(@Nullable Tensor... tensors) {
        for (Tensor t : tensors) {
            if (t != null && isBatched(t)) {
                return true;
            }
        }
        return false;
    }
}
