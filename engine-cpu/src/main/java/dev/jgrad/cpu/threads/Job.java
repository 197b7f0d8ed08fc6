package dev.jgrad.cpu.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A range that is being worked on: which chunks are taken, which are done.
 *
 * <p>Each thread has a home, an equal part of the chunks, and takes others' only when its own are taken, from their far
 * ends. So the elements that a thread worked on in one job are its own in the next, where they are still in its core's
 * cache, and still nobody waits for a thread that has not begun.
 */
final class Job {
    /** Longs from one home's counters to the next, so that they are in different cache lines. */
    private static final int STEP = 8;

    private final RangeTask task;
    private final long n;
    private final long chunk;
    private final int chunks;
    private final int threads;
    private final int homes;
    private final boolean backwards;

    /** The chunks of each home that nobody has taken: the first in the upper half, the one after the last in the lower. */
    private final AtomicLongArray open;

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable Thread sleeper;

    /**
     * A job that nobody works on yet.
     *
     * @param threads how many threads may take part, the caller included
     * @param backwards whether a thread takes the last chunk of its home first
     */
    Job(RangeTask task, long n, long chunk, int threads, boolean backwards) {
        this.task = task;
        this.n = n;
        this.chunk = chunk;
        this.chunks = Math.toIntExact((n + chunk - 1) / chunk);
        this.threads = threads;
        this.homes = Math.min(threads, chunks);
        this.backwards = backwards;
        this.open = new AtomicLongArray(homes * STEP);
        for (int h = 0; h < homes; h++) {
            open.setPlain(h * STEP, pack((int) ((long) chunks * h / homes), (int) ((long) chunks * (h + 1) / homes)));
        }
    }

    private static long pack(int from, int to) {
        return (long) from << 32 | to;
    }

    private static boolean isEmpty(long range) {
        return (int) (range >>> 32) >= (int) range;
    }

    /** How many threads beside the caller find a home. */
    int helpers() {
        return homes - 1;
    }

    /** Whether a thread of this number, 0 for the caller, may take part and would find something to do. */
    boolean wants(int thread) {
        if (thread >= threads) {
            return false;
        }
        for (int h = 0; h < homes; h++) {
            if (!isEmpty(open.get(h * STEP))) {
                return true;
            }
        }
        return false;
    }

    boolean isDone() {
        return done.get() >= chunks;
    }

    /** Works as thread of this number until no chunk is left to take. */
    void work(int thread) {
        int count = 0;
        for (int h = 0; h < homes; h++) {
            int home = (thread + h) % homes;
            boolean first = (h == 0) != backwards;
            for (int c = take(home, first); c >= 0; c = take(home, first)) {
                count++;
                // After a failure the rest is only counted.
                if (failure.get() == null) {
                    run(c);
                }
            }
        }
        if (count > 0 && done.addAndGet(count) == chunks) {
            Thread waiting = sleeper;
            if (waiting != null) {
                LockSupport.unpark(waiting);
            }
        }
    }

    private void run(int c) {
        try {
            task.run(c * chunk, Math.min(n, (c + 1) * chunk));
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Takes the first or last open chunk of a home; -1 when there is none. */
    private int take(int home, boolean first) {
        while (true) {
            long range = open.get(home * STEP);
            if (isEmpty(range)) {
                return -1;
            }
            int from = (int) (range >>> 32);
            int to = (int) range;
            if (open.compareAndSet(home * STEP, range, first ? pack(from + 1, to) : pack(from, to - 1))) {
                return first ? from : to - 1;
            }
        }
    }

    /**
     * Waits for the chunks that others have taken. First by spinning, since all threads end at about the same time; when
     * that takes longer, one of them has lost its processor, and by going to sleep the caller offers it its own.
     */
    void await(long spinNanos) {
        long start = 0;
        for (int spins = 1; !isDone(); spins++) {
            Thread.onSpinWait();
            if (spins % 64 == 0) {
                long now = System.nanoTime();
                if (start == 0) {
                    start = now;
                } else if (now - start > spinNanos) {
                    sleep();
                }
            }
        }
    }

    private void sleep() {
        sleeper = Thread.currentThread();
        while (!isDone()) {
            LockSupport.park(this);
        }
    }

    void rethrow() {
        Throwable e = failure.get();
        if (e != null) {
            throw Job.<RuntimeException>unchecked(e);
        }
    }

    // A task declares no checked exception, so this hides none; the original object keeps its type and stack.
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable e) throws T {
        throw (T) e;
    }
}
