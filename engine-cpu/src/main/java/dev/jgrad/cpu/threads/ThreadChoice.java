package dev.jgrad.cpu.threads;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how many threads work together: as many as there are processors that other programs leave free. A thread that
 * has to share its processor is late wherever the others wait for it, and a library that cuts its work up beforehand waits
 * hundreds of times in a training step; so two threads beside an endless loop are slower than one.
 *
 * <p>It looks a few times a second, and only when asked. Two looks in a row must find too few free processors before the
 * number falls; one is enough to raise it. Between the two lies a share of a processor for which nothing changes.
 */
final class ThreadChoice {
    /** Looks are at least so far apart: the kernel counts in hundredths of a second. */
    static final long WINDOW_NANOS = 200_000_000;

    /** A processor counts as free for a thread that has it when others take less of it than this. */
    private static final double KEPT = 0.6;

    /** And for a further thread when they take less than this. */
    private static final double REGAINED = 0.3;

    private final int most;
    private final @Nullable ProcessorLoad load;
    private final LongSupplier nanos;
    private final AtomicLong next;

    private volatile int now;

    // Guarded by this.
    private ProcessorLoad.@Nullable Ticks before;
    private boolean foundTooFew;

    /**
     * A choice that starts with the largest number.
     *
     * @param load null for always the largest number
     * @param nanos a clock, in nanoseconds
     */
    ThreadChoice(int most, @Nullable ProcessorLoad load, LongSupplier nanos) {
        this.most = most;
        this.now = most;
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

    /** The number for the work that begins now. */
    int threads() {
        if (load != null) {
            long time = nanos.getAsLong();
            long due = next.get();
            if (time - due >= 0 && next.compareAndSet(due, time + WINDOW_NANOS)) {
                look(load);
            }
        }
        return now;
    }

    private synchronized void look(ProcessorLoad from) {
        ProcessorLoad.Ticks last = before;
        ProcessorLoad.Ticks current = from.read();
        before = current;
        if (current == null || last == null || current.total() <= last.total()) {
            return;
        }
        double free = current.freeSince(last);
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
