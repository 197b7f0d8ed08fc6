package dev.jgrad.cpu.threads;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how many threads work together: as many as there are processors that other programs leave free. A thread that
 * has to share its processor is late wherever the others wait for it, and a library that cuts its work up beforehand waits
 * hundreds of times in a training step; so two threads beside an endless loop are slower than one.
 *
 * <p>There are two numbers. For work cut up beforehand every program counts that runs: one of low priority gives the
 * processor back, but some milliseconds late. Loops whose parts are taken as threads come only mind programs that have as
 * good a claim to the processor.
 *
 * <p>It looks a few times a second, and only when asked. Two looks in a row must find too few free processors before a
 * number falls; one is enough to raise it. Between the two lies a share of a processor for which nothing changes.
 */
final class ThreadChoice {
    /** Looks are at least so far apart: the kernel counts in hundredths of a second. */
    static final long WINDOW_NANOS = 200_000_000;

    /**
     * A processor counts as free for a thread that has it when others take less of it than this. Of a processor that the
     * thread has to share with an endless loop, the loop gets 0.45 to 0.65.
     */
    private static final double KEPT = 0.4;

    /** And for a further thread when they take less than this. */
    private static final double REGAINED = 0.3;

    private final int most;
    private final @Nullable ProcessorLoad load;
    private final LongSupplier nanos;
    private final AtomicLong next;

    private final Level divided;
    private final Level taken;

    // Guarded by this.
    private ProcessorLoad.@Nullable Ticks before;

    /**
     * A choice that starts with the largest number.
     *
     * @param load null for always the largest number
     * @param nanos a clock, in nanoseconds
     */
    ThreadChoice(int most, @Nullable ProcessorLoad load, LongSupplier nanos) {
        this.most = most;
        this.divided = new Level(most);
        this.taken = new Level(most);
        this.before = load == null ? null : load.read();
        this.load = before == null ? null : load;
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong() + WINDOW_NANOS);
    }

    static ThreadChoice of(ThreadSetting setting) {
        boolean choosing = setting.automatic() && setting.most() > 1;
        return new ThreadChoice(setting.most(), choosing ? LinuxProcessorLoad.open() : null, System::nanoTime);
    }

    int most() {
        return most;
    }

    /** The number for work that begins now and is divided among the threads beforehand. */
    int threads() {
        look();
        return divided.now;
    }

    /** The number for a loop that begins now, whose parts the threads take as they come. */
    int loopThreads() {
        look();
        return taken.now;
    }

    private void look() {
        if (load != null) {
            long time = nanos.getAsLong();
            long due = next.get();
            if (time - due >= 0 && next.compareAndSet(due, time + WINDOW_NANOS)) {
                look(load);
            }
        }
    }

    private synchronized void look(ProcessorLoad from) {
        ProcessorLoad.Ticks last = before;
        ProcessorLoad.Ticks current = from.read();
        before = current;
        if (current != null && last != null && current.total() > last.total()) {
            divided.adapt(current.unusedSince(last));
            taken.adapt(current.claimableSince(last));
        }
    }

    /** A number of threads that follows the free processors. */
    private static final class Level {
        private final int most;
        private volatile int now;
        private boolean foundTooFew;

        Level(int most) {
            this.most = most;
            this.now = most;
        }

        void adapt(double free) {
            int kept = within(Math.floor(free + KEPT));
            int regained = within(Math.floor(free + REGAINED));
            if (regained > now) {
                now = regained;
                foundTooFew = false;
            } else if (kept < now && foundTooFew) {
                now = kept;
                foundTooFew = false;
            } else {
                foundTooFew = kept < now;
            }
        }

        private int within(double wanted) {
            return (int) Math.max(1, Math.min(most, wanted));
        }
    }
}
