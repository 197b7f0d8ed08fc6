package dev.jgrad.op;

import dev.jgrad.autograd.BackwardPass;
import dev.jgrad.autograd.SavedTensorHooks;
import dev.jgrad.batch.BatchLevel;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.storage.Storage;
import dev.jgrad.storage.StorageScope;
import dev.jgrad.tensor.PrintOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All ambient state of a thread, read once per operation: grad mode, inference mode, anomaly mode, default device, the
 * clock of the graph. Modes do not leak into other threads, as in PyTorch.
 */
public final class ThreadState {
    private static final ThreadLocal<ThreadState> CURRENT = ThreadLocal.withInitial(ThreadState::new);

    /**
     * The states of threads that asked lately, by thread number: a third of the time of a {@link ThreadLocal}. Written
     * without locks by all; a thread believes an entry only if it is its own, and then it wrote it itself. The state of a
     * thread that has ended stays until another one takes the place.
     */
    private static final ThreadState[] RECENT = new ThreadState[256];

    /** True when operations are recorded. */
    public boolean gradEnabled = true;

    /** True when results are inference tensors. */
    public boolean inference;

    /** True when nodes remember where they were made. */
    public boolean anomaly;

    /** True when anomaly mode looks for NaN in gradients. */
    public boolean anomalyChecksNan;

    /** The autocast region operations run in, or null. */
    public @Nullable Autocasting autocast;

    /** The innermost level at which tangents pass through operations, or null (forward mode is off). */
    public @Nullable ForwardLevel forward;

    /** The region in which elementwise operations wait to be computed together, or null. */
    public @Nullable Fusing fusion = Fusing.initial();

    /** Device of new tensors in a block, or null for the process default. */
    public @Nullable Device device;

    /** The default dtype in a block, or null for the process default. */
    public @Nullable DType dtype;

    /** How tensors are printed in a block, or null for the process default. */
    public @Nullable PrintOptions printOptions;

    /** Hooks that replace what is saved for backward, innermost last. */
    public final List<SavedTensorHooks> savedTensorHooks = new ArrayList<>(0);

    /** While the engine runs a rule: the storages made since, so that temporaries can be given back at once. */
    public @Nullable List<Storage> made;

    /** The innermost scope, which ends the storages made in it, or null. */
    public @Nullable StorageScope scope;

    /** The calls of vmap that the thread is in, innermost last. */
    public final List<BatchLevel> batches = new ArrayList<>(0);

    /** The backward pass that runs in this thread, or null. */
    public @Nullable BackwardPass pass;

    /** Where optimizer steps wait for each other, or null. */
    public @Nullable StepBatch steps;

    /** A list for {@link #made} that no pass of this thread uses now, so that not each makes its own; or null. */
    private @Nullable ArrayList<Storage> spareMade;

    private long clock;
    private int depth;
    private final long owner = Thread.currentThread().threadId();

    private ThreadState() {}

    /** The state of the calling thread. */
    public static ThreadState current() {
        long thread = Thread.currentThread().threadId();
        ThreadState recent = RECENT[(int) thread & RECENT.length - 1];
        return recent != null && recent.owner == thread ? recent : lookUp(thread);
    }

    private static ThreadState lookUp(long thread) {
        ThreadState found = CURRENT.get();
        RECENT[(int) thread & RECENT.length - 1] = found;
        return found;
    }

    /** The next sequence number that is greater than those of the nodes an operation depends on. */
    public long tick(long after) {
        long now = Math.max(clock, after) + 1;
        clock = now;
        return now;
    }

    /** An empty list for {@link #made}, to be given back by {@link #giveMade}. */
    public ArrayList<Storage> takeMade() {
        ArrayList<Storage> list = spareMade;
        spareMade = null;
        return list == null ? new ArrayList<>() : list;
    }

    /** Gives an empty list back. */
    public void giveMade(ArrayList<Storage> list) {
        spareMade = list;
    }

    /** Enters a guard; the number returned goes to {@link #leave}. */
    public int enter() {
        return ++depth;
    }

    /** Leaves a guard, checking thread and order. */
    public void leave(int entered) {
        if (Thread.currentThread().threadId() != owner) {
            throw new AutogradException("a mode guard was closed by another thread than the one that opened it;"
                    + " use try-with-resources");
        }
        if (entered != depth) {
            throw new AutogradException(
                    "mode guards were closed out of order; use try-with-resources so that they nest");
        }
        depth--;
    }
}
