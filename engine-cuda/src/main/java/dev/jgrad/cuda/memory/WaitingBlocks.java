package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.EventHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Blocks that were given back while streams other than their own may still work on them: each waits for marks on those.
 * Under the lock of {@link CudaMemory}.
 */
final class WaitingBlocks {
    private final CudaDriver driver;
    private final Consumer<CudaBlock> recycle;
    private final Deque<CudaBlock> waiting = new ArrayDeque<>();
    private final Deque<EventHandle> idleEvents = new ArrayDeque<>();

    /**
     * None yet.
     *
     * @param recycle takes a block that waits no more
     */
    WaitingBlocks(CudaDriver driver, Consumer<CudaBlock> recycle) {
        this.driver = driver;
        this.recycle = recycle;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Has a block wait for the streams that have used it.
     *
     * @param mark false while a graph is captured, when nothing can be marked
     */
    void add(CudaBlock block, List<CudaStream> users, boolean mark) {
        List<EventHandle> events = new ArrayList<>(users.size());
        block.waiting = events;
        waiting.add(block);
        if (mark) {
            mark(block, users);
        } else {
            users.forEach(block::usedOn);
        }
    }

    private void mark(CudaBlock block, List<CudaStream> users) {
        for (CudaStream user : users) {
            EventHandle event = idleEvents.isEmpty() ? driver.createEvent() : idleEvents.pop();
            Objects.requireNonNull(block.waiting).add(event);
            driver.record(event, user.handle());
        }
    }

    /** Recycles blocks whose marks have been passed, from the first one on until one is found that is not; or waits for all. */
    void poll(boolean wait) {
        boolean passed = true;
        for (Iterator<CudaBlock> i = waiting.iterator(); passed && i.hasNext(); ) {
            CudaBlock block = i.next();
            // Freed while a graph was captured.
            mark(block, block.takeUsers());
            List<EventHandle> events = Objects.requireNonNull(block.waiting);
            while (!events.isEmpty()) {
                EventHandle event = events.getLast();
                if (wait) {
                    driver.synchronize(event);
                } else if (!driver.isDone(event)) {
                    passed = false;
                    break;
                }
                idleEvents.push(event);
                events.removeLast();
            }
            if (passed) {
                i.remove();
                block.waiting = null;
                recycle.accept(block);
            }
        }
    }

    void destroyIdleEvents() {
        while (!idleEvents.isEmpty()) {
            driver.destroyEvent(idleEvents.pop());
        }
    }
}
