package dev.jgrad.cpu.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A range that is being worked on: which chunks are taken, which are done. */
final class Job {
    private final RangeTask task;
    private final long n;
    private final long chunk;
    private final int chunks;
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(RangeTask task, long n, long chunk) {
        this.task = task;
        this.n = n;
        this.chunk = chunk;
        this.chunks = (int) ((n + chunk - 1) / chunk);
    }

    int chunks() {
        return chunks;
    }

    boolean hasUnclaimed() {
        return claimed.get() < chunks;
    }

    boolean isDone() {
        return done.get() >= chunks;
    }

    /** Works until no chunk is left to claim. */
    void work() {
        int c;
        while (claimed.get() < chunks && (c = claimed.getAndIncrement()) < chunks) {
            try {
                // After a failure the rest is only counted.
                if (failure.get() == null) {
                    task.run(c * chunk, Math.min(n, (c + 1) * chunk));
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            } finally {
                done.getAndIncrement();
            }
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
