package dev.jgrad.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Runs the Java collector on behalf of an allocator, and waits for the cleaner. */
public final class GarbageCollection {
    private static final long DEADLINE_NANOS = 2_000_000_000L;
    private static final long POLL_NANOS = 50_000L;
    private static final long SETTLE_NANOS = 20_000_000L;

    private GarbageCollection() {}

    private static final class Holder {
        static final boolean DISABLED =
                Boolean.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .getVMOption("DisableExplicitGC")
                        .getValue());

        static {
            if (DISABLED) {
                System.getLogger("dev.jgrad.memory")
                        .log(
                                System.Logger.Level.WARNING,
                                "-XX:+DisableExplicitGC is set, so jgrad cannot free the"
                                        + " memory of unreachable tensors in time; start Java without it.");
            }
        }
    }

    /** One sentence for the out-of-memory message, or nothing. */
    public static String advice() {
        return Holder.DISABLED
                ? "-XX:+DisableExplicitGC keeps jgrad from collecting unreachable tensors; start Java without it. "
                : "";
    }

    /**
     * Collects and waits until enough is free, or the cleaner has gone through everything that was found, or a deadline
     * has passed (a concurrent collection takes a while).
     *
     * @param target what {@code allocated} has to fall to
     * @param allocated bytes in use, after taking back what the cleaner has released so far
     */
    public static void run(long target, LongSupplier allocated) {
        if (Holder.DISABLED) {
            return;
        }
        AtomicBoolean processed = new AtomicBoolean();
        ReclaimQueue.whenCollected(new Object(), () -> processed.set(true));
        System.gc();
        long start = System.nanoTime();
        long progress = start;
        long use = Long.MAX_VALUE;
        for (long now = start; now - start < DEADLINE_NANOS; now = System.nanoTime()) {
            long current = allocated.getAsLong();
            if (current <= target) {
                return;
            }
            if (current < use) {
                progress = now;
            }
            use = current;
            // References of one collection reach the cleaner in no particular order: after our own, wait until no
            // further ones come.
            if (processed.get() && now - progress > SETTLE_NANOS) {
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
