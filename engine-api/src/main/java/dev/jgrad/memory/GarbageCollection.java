package dev.jgrad.memory;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Runs the Java collector on behalf of an allocator, and waits for the cleaner. */
final class GarbageCollection {
    private static final long DEADLINE_NANOS = 2_000_000_000L;
    private static final long SETTLE_NANOS = 5_000_000L;

    private GarbageCollection() {}

    private static final class Holder {
        static final boolean DISABLED =
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch("-XX:+DisableExplicitGC"::equals);

        static {
            if (DISABLED) {
                System.getLogger("dev.jgrad.memory")
                        .log(System.Logger.Level.WARNING, "-XX:+DisableExplicitGC is set, so jgrad cannot free the"
                                + " memory of unreachable tensors in time; start Java without it.");
            }
        }
    }

    /** One sentence for the out-of-memory message, or nothing. */
    static String advice() {
        return Holder.DISABLED
                ? "-XX:+DisableExplicitGC keeps jgrad from collecting unreachable tensors; start Java without it. "
                : "";
    }

    /**
     * Collects and waits until the condition holds, or the cleaner has gone through everything that was found, or a
     * deadline has passed (a concurrent collection takes a while).
     */
    static void run(BooleanSupplier enough) {
        if (Holder.DISABLED) {
            return;
        }
        AtomicBoolean processed = new AtomicBoolean();
        ReclaimQueue.whenCollected(new Object(), () -> processed.set(true));
        System.gc();
        long start = System.nanoTime();
        long seen = 0;
        while (!enough.getAsBoolean()) {
            long now = System.nanoTime();
            if (processed.get() && seen == 0) {
                seen = now;
            }
            // References of one collection reach the cleaner in no particular order: after ours, give the rest a moment.
            if (now - start > DEADLINE_NANOS || (seen != 0 && now - seen > SETTLE_NANOS)) {
                return;
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
