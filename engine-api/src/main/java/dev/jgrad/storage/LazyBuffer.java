package dev.jgrad.storage;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.spi.Pending;
import dev.jgrad.spi.TernaryKind;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The place of a value that is not computed yet: one elementwise operation and its operands, which may be such places
 * themselves. Whoever asks the storage for its buffer has the value computed, together with the operations it depends
 * on, in one loop.
 *
 * <p>An operation that went into the loop of another one stays what it is, since somebody may still ask for it. The
 * second loop that contains it writes it out, so nothing is computed more than twice.
 */
public final class LazyBuffer extends Buffer implements Pending {
    final Backend backend;
    final Form form;
    final Enum<?> kind;
    final DType dtype;
    final DType stored;
    final Layout layout;
    final double p;
    final double q;
    final double r;
    final Operand[] operands;

    /** What an operation costs by itself, and with all that it waits for (shared parts counted each time). */
    final int ownWeight;

    private final int weight;
    private final WeakReference<LazyBuffer> self = new WeakReference<>(this);
    private boolean inlined;
    private boolean wanted;
    private volatile @Nullable Buffer done;

    /**
     * What an operation reads.
     *
     * @param layout of the elements, of the sizes of the result
     * @param stored the dtype they are stored in
     * @param generation of the buffer when the operation was called
     */
    record Operand(Buffer buffer, Layout layout, DType stored, int generation) {
        /** The value that this waits for, or null. */
        @Nullable
        LazyBuffer lazy() {
            return buffer instanceof LazyBuffer l ? l : null;
        }
    }

    /**
     * An operation that waits. Inputs are promoted and broadcast already.
     *
     * @param dtype what it is computed in
     * @param stored what the result is stored in
     * @param layout of the result in its buffer
     * @param p as form and kind say; for a form with a number, p is the number and q the parameter
     * @param ownWeight see {@link dev.jgrad.spi.FusedKernels#weight}
     * @param operands pairs of buffer and layout
     */
    public LazyBuffer(
            Backend backend,
            Form form,
            Enum<?> kind,
            DType dtype,
            DType stored,
            Layout layout,
            double p,
            double q,
            double r,
            int ownWeight,
            int mostWeight,
            Object... operands) {
        super(layout.numel() * stored.byteSize());
        this.backend = backend;
        this.form = form;
        this.kind = kind;
        this.dtype = dtype;
        this.stored = stored;
        this.layout = layout;
        this.p = p;
        this.q = q;
        this.r = r;
        this.ownWeight = ownWeight;
        this.operands = new Operand[operands.length / 2];
        int sum = ownWeight;
        for (int i = 0; i < this.operands.length; i++) {
            // A condition is a bool, everything else of the dtype that is computed in.
            DType type = i == 0 && kind == TernaryKind.WHERE ? DType.BOOL : dtype;
            Operand o = operand((Buffer) operands[2 * i], (Layout) operands[2 * i + 1], type, mostWeight - sum);
            LazyBuffer lazy = o.lazy();
            sum += lazy == null ? 0 : lazy.weight;
            this.operands[i] = o;
        }
        this.weight = sum;
    }

    private Operand operand(Buffer given, Layout at, DType type, int room) {
        Buffer buffer = given;
        if (buffer instanceof LazyBuffer l) {
            // A value that is shown in another order, in another dtype or to more elements is computed apart.
            boolean fits = l.dtype == dtype
                    && l.backend == backend
                    && l.weight <= room
                    && at.offset() == 0
                    && at.sameStrides(l.layout)
                    && at.sameSizes(layout);
            buffer = fits ? l.subscribed(self) : l.compute();
        }
        boolean waits = buffer instanceof LazyBuffer;
        if (!waits) {
            buffer.addReader(self);
        }
        return new Operand(buffer, at, type, waits ? 0 : buffer.generation());
    }

    /** This while it waits, with the reader noted; the buffer of the value otherwise. */
    private synchronized Buffer subscribed(WeakReference<LazyBuffer> reader) {
        Buffer d = done;
        if (d != null) {
            return d;
        }
        addReader(reader);
        return this;
    }

    WeakReference<LazyBuffer> self() {
        return self;
    }

    /** The buffer of the value, or null while it waits. */
    @Nullable
    Buffer done() {
        return done;
    }

    /** Says that the value will be asked for, so that a loop which computes it anyway should write it out. */
    public void want() {
        wanted = true;
    }

    /** Says that the value is asked for in any case. */
    public void demand() {
        inlined = true;
    }

    /** Whether the loop of another value writes this one out too; asked once for each loop. */
    boolean writesOut() {
        // What is cheap costs less to compute again than to write and read.
        boolean out = inlined || wanted && ownWeight > 1;
        inlined = true;
        return out;
    }

    /** The value, computed now if it was not before. */
    public Buffer compute() {
        Buffer d = done;
        if (d != null) {
            return d;
        }
        synchronized (this) {
            if (done == null) {
                new LazyLoop(this).run();
            }
            return java.util.Objects.requireNonNull(done);
        }
    }

    /** Takes the computed value, unless another thread was first. */
    synchronized void complete(Buffer value) {
        if (done != null) {
            value.release();
            return;
        }
        handReadersTo(value);
        done = value;
        java.util.Arrays.fill(operands, null);
    }

    /** Fails when an operand was changed since the operation was called, by a write that does not say so before. */
    static void checkUnchanged(Operand o) {
        if (o.buffer.generation() != o.generation) {
            throw new AutogradException("a tensor was changed in place before an operation called earlier under Fusion"
                    + " had read it; ask for the result of that operation before the change, or call it outside of the"
                    + " guard");
        }
    }

    @Override
    public void finish() {
        compute();
    }

    @Override
    public boolean isFinished() {
        return done != null;
    }

    @Override
    public boolean isNative() {
        Buffer d = done;
        return d != null && d.isNative();
    }

    /** Leaves the value to the garbage collector: others may wait to read it. */
    @Override
    public void release() {}
}
