package dev.jgrad.op;

import dev.jgrad.batch.BatchLevel;
import dev.jgrad.batch.BatchedBackend;
import dev.jgrad.batch.Refusals;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.RandomKernels.Distribution;
import dev.jgrad.spi.Recording;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import java.util.List;

/** New tensors: constant, in sequence, random. */
public final class CreationOps {
    private CreationOps() {}

    /** All elements the same. */
    public static Tensor full(Backend be, DType dtype, double value, long integer, long... sizes) {
        return full(be, dtype, value, integer, Layout.contiguous(sizes));
    }

    /** The same for a layout that is row-major and starts at 0. */
    static Tensor full(Backend be, DType dtype, double value, long integer, Layout layout) {
        if (value == 0 && integer == 0) {
            return Dispatcher.allocateZeroed(be, dtype, layout);
        }
        Tensor out = Dispatcher.allocate(be, dtype, layout);
        long exact = dtype.isBool() ? 1 : integer;
        be.elementwise().fill(be.stream(), dtype, TensorAccess.storage(out).buffer(), layout, value, exact);
        return out;
    }

    /** A one for each element of a tensor, where it is. */
    public static Tensor onesLike(Tensor t) {
        return full(
                Dispatcher.backend(t), t.dtype(), 1, 1, TensorAccess.shown(t).dense());
    }

    /** Undefined content. */
    public static Tensor empty(Backend be, DType dtype, long... sizes) {
        return Dispatcher.allocate(be, dtype, Layout.contiguous(sizes));
    }

    /** start, start + step, ... */
    public static Tensor arange(Backend be, DType dtype, double start, double step, long count) {
        Layout layout = Layout.contiguous(count);
        Tensor out = Dispatcher.allocate(be, dtype, layout);
        be.elementwise()
                .arange(
                        be.stream(),
                        dtype,
                        TensorAccess.storage(out).buffer(),
                        layout,
                        start,
                        step,
                        (long) start,
                        (long) step);
        return out;
    }

    /** Exact integers. */
    public static Tensor arange(Backend be, DType dtype, long start, long step, long count) {
        Layout layout = Layout.contiguous(count);
        Tensor out = Dispatcher.allocate(be, dtype, layout);
        be.elementwise()
                .arange(be.stream(), dtype, TensorAccess.storage(out).buffer(), layout, start, step, start, step);
        return out;
    }

    /** Random numbers. */
    public static Tensor random(
            Backend be,
            Generator generator,
            Distribution d,
            DType dtype,
            double p,
            double q,
            long lp,
            long lq,
            long... sizes) {
        Tensor out = Dispatcher.allocate(randomPlace(be), dtype, Layout.contiguous(sizes));
        fillRandom(out, generator, d, p, q, lp, lq);
        return out;
    }

    /** Overwrites a tensor with random numbers, as an in-place operation. */
    public static Tensor randomInPlace(
            String op, Tensor self, Generator generator, Distribution d, double p, double q, long lp, long lq) {
        return randomInPlace(op, nodeName(op), self, generator, d, p, q, lp, lq);
    }

    /** The same where PyTorch's node is one of several overloads. */
    static Tensor randomInPlace(
            String op,
            String node,
            Tensor self,
            Generator generator,
            Distribution d,
            double p,
            double q,
            long lp,
            long lq) {
        ThreadState ts = ThreadState.current();
        boolean records = ts.gradEnabled && self.requiresGrad();
        Recorder.checkInPlace(ts, op, self, records);
        WriteChecks.checkWritable(op, TensorAccess.plainLayout(self));
        for (BatchLevel level : ts.batches) {
            if (level.randomness() == BatchLevel.Randomness.ERROR) {
                throw Refusals.random();
            }
            if (level.randomness() == BatchLevel.Randomness.DIFFERENT && !Batching.isBatched(self, level)) {
                throw Refusals.randomIntoUnbatched();
            }
        }
        fillRandom(self, generator, d, p, q, lp, lq);
        RuleNode forgetting = records ? Recorder.forgetting(ts, node, self) : null;
        TensorAccess.storage(self).bumpVersion();
        if (ts.forward != null) {
            Forward.written(ts, self, null);
        }
        if (forgetting != null) {
            Recorder.become(self, forgetting);
        }
        return self;
    }

    private static String nodeName(String op) {
        String number = op.equals("bernoulli") ? "2" : "0";
        return Character.toUpperCase(op.charAt(0)) + op.substring(1) + "Backward" + number;
    }

    /** Inside of vmap random numbers differ between examples where that is asked for. */
    private static Backend randomPlace(Backend be) {
        List<BatchLevel> levels = ThreadState.current().batches;
        if (levels.isEmpty()) {
            return be;
        }
        for (BatchLevel level : levels) {
            if (level.randomness() == BatchLevel.Randomness.ERROR) {
                throw Refusals.random();
            }
        }
        return Batching.live(be);
    }

    private static void fillRandom(
            Tensor t, Generator generator, Distribution d, double p, double q, long lp, long lq) {
        Backend be = Dispatcher.backend(t);
        Buffer b = TensorAccess.storage(t).buffer();
        Layout l = TensorAccess.layoutIn(t, b);
        long counters = l.numel() * (be instanceof BatchedBackend all ? all.examples() : 1) / 2 + 1;
        Recording recording = be.recording();
        if (recording != null) {
            recording.nextSeed(generator::initialSeed);
            recording.nextOffset(() -> generator.reserve(counters));
        }
        be.randoms()
                .fill(
                        be.stream(),
                        d,
                        t.dtype(),
                        b,
                        l,
                        generator.initialSeed(),
                        generator.reserve(counters),
                        p,
                        q,
                        lp,
                        lq);
        java.lang.ref.Reference.reachabilityFence(t);
    }

    /** A random order of 0 to n - 1. */
    public static Tensor permutation(Backend be, Generator generator, long n) {
        Tensor out = Dispatcher.allocate(be, DType.INT64, Layout.contiguous(n));
        be.randoms()
                .permutation(
                        be.stream(),
                        TensorAccess.storage(out).buffer(),
                        n,
                        generator.initialSeed(),
                        generator.reserve(n + 1));
        return out;
    }
}
