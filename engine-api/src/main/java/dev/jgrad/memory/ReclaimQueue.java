package dev.jgrad.memory;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way back for blocks whose owner was closed or collected: any thread adds, the next allocation drains. So the
 * cleaner thread never touches a device.
 */
final class ReclaimQueue {
    // One cleaner thread serves all devices of the process.
    private static final Cleaner CLEANER = Cleaner.create();

    private final AtomicReference<@Nullable Block> head = new AtomicReference<>();

    /** The action captures queue and block only: were the owner captured too, it would never be collected. */
    Cleaner.Cleanable watch(Object owner, Block block) {
        return CLEANER.register(owner, () -> add(block));
    }

    /** Runs an action once an object was found unreachable: tells when a collection has been processed. */
    static void whenCollected(Object sentinel, Runnable action) {
        CLEANER.register(sentinel, action);
    }

    private void add(Block block) {
        Block first;
        do {
            first = head.get();
            block.next = first;
        } while (!head.compareAndSet(first, block));
    }

    /** Takes everything that waits, linked by {@code next}. */
    @Nullable
    Block takeAll() {
        return head.get() == null ? null : head.getAndSet(null);
    }
}
