package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.cuda.driver.EventHandle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Page-locked host memory for copies, kept for the next one: locking pages is slow. */
public final class PinnedMemory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final int SMALLEST_SHIFT = 12;

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
    private final Deque<Lease> inFlight = new ArrayDeque<>();

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
        inFlight.add(lease);
    }

    /** Gives everything back to the driver; what is in flight is waited for. */
    public synchronized void close() {
        for (Lease lease : inFlight) {
            if (lease.done != null) {
                driver.synchronize(lease.done);
            }
            idle.add(lease);
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

    private void collect() {
        for (Iterator<Lease> i = inFlight.iterator(); i.hasNext(); ) {
            Lease lease = i.next();
            EventHandle event = lease.done;
            if (event != null && driver.isDone(event)) {
                i.remove();
                idle.addFirst(lease);
            }
        }
    }
}
