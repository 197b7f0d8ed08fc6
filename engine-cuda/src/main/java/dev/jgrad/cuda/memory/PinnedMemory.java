package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.EventHandle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Page-locked host memory for copies, kept for the next one: locking pages is slow. A host that is far ahead of the device
 * waits when it has this much underway.
 */
public final class PinnedMemory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final int SMALLEST_SHIFT = 12;
    private static final long MOST_IN_FLIGHT = 256L << 20;

    /** Memory for one copy. */
    public static final class Lease {
        private final long address;
        private final long size;
        // Made when it is first in flight, and kept.
        private @Nullable EventHandle done;

        Lease(long address, long size) {
            this.address = address;
            this.size = size;
        }

        /** Where it starts. */
        public long address() {
            return address;
        }

        /** The same as a segment. */
        public MemorySegment segment() {
            return ALL.asSlice(address, size);
        }
    }

    private final CudaDriver driver;

    // All guarded by this.
    private final Deque<Lease> idle = new ArrayDeque<>();
    // Each stream's in its order.
    private final Map<CudaStream, Deque<Lease>> inFlight = new LinkedHashMap<>();
    private long bytesInFlight;

    /** Page-locked memory of a driver. */
    public PinnedMemory(CudaDriver driver) {
        this.driver = driver;
    }

    /** Memory of at least this size. */
    public synchronized Lease take(long bytes) {
        Lease found = idle(bytes);
        if (found == null) {
            // The device is asked about copies only when their memory is wanted.
            collect();
            found = idle(bytes);
        }
        while (found == null && bytesInFlight >= MOST_IN_FLIGHT) {
            awaitSome();
            found = idle(bytes);
        }
        if (found != null) {
            return found;
        }
        int shift = Math.max(SMALLEST_SHIFT, 64 - Long.numberOfLeadingZeros(bytes - 1));
        return new Lease(driver.allocatePinned(1L << shift), 1L << shift);
    }

    private @Nullable Lease idle(long bytes) {
        for (Iterator<Lease> i = idle.iterator(); i.hasNext(); ) {
            Lease lease = i.next();
            if (lease.size >= bytes) {
                i.remove();
                return lease;
            }
        }
        return null;
    }

    /** Gives memory back that no copy uses any more. */
    public synchronized void giveBack(Lease lease) {
        idle.addFirst(lease);
    }

    /** Gives memory back that copies submitted to the stream so far may still use. */
    public synchronized void giveBackAfter(Lease lease, CudaStream stream) {
        EventHandle event = lease.done;
        if (event == null) {
            event = driver.createEvent();
            lease.done = event;
        }
        driver.record(event, stream.handle());
        inFlight.computeIfAbsent(stream, s -> new ArrayDeque<>()).add(lease);
        bytesInFlight += lease.size;
    }

    /** Gives everything back to the driver; what is in flight is waited for. */
    public synchronized void close() {
        for (Deque<Lease> leases : inFlight.values()) {
            while (!leases.isEmpty()) {
                await(leases);
            }
        }
        inFlight.clear();
        for (Lease lease : idle) {
            if (lease.done != null) {
                driver.destroyEvent(lease.done);
            }
            driver.freePinned(lease.address);
        }
        idle.clear();
    }

    /** Takes back what copies have passed; of each stream the first that has not ends the search. */
    private void collect() {
        for (Deque<Lease> leases : inFlight.values()) {
            Lease first = leases.peek();
            while (first != null && first.done != null && driver.isDone(first.done)) {
                reclaim(leases);
                first = leases.peek();
            }
        }
    }

    /** Waits for the first half of the longest row. */
    private void awaitSome() {
        Deque<Lease> longest = Collections.max(inFlight.values(), Comparator.comparingInt(Deque::size));
        for (int n = (longest.size() + 1) / 2; n > 0; n--) {
            await(longest);
        }
    }

    private void await(Deque<Lease> leases) {
        EventHandle event = leases.element().done;
        if (event != null) {
            driver.synchronize(event);
        }
        reclaim(leases);
    }

    private void reclaim(Deque<Lease> leases) {
        Lease lease = leases.remove();
        bytesInFlight -= lease.size;
        idle.addFirst(lease);
    }
}
