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
        collect();
        for (Iterator<Lease> i = idle.iterator(); i.hasNext(); ) {
            Lease lease = i.next();
            if (lease.size >= bytes) {
                i.remove();
                return lease;
            }
        }
        int shift = Math.max(SMALLEST_SHIFT, 64 - Long.numberOfLeadingZeros(bytes - 1));
        return new Lease(driver.allocatePinned(1L << shift), 1L << shift);
    }

    /** Gives memory back that no copy uses any more. */
    public synchronized void giveBack(Lease lease) {
        idle.addFirst(lease);
    }

    /** Gives memory back that copies submitted to the stream so far may still use. */
    public synchronized void giveBackAfter(Lease lease, CudaStream stream) {
        EventHandle event = driver.createEvent();
        driver.record(event, stream.handle());
        lease.done = event;
        inFlight.add(lease);
    }

    /** Gives everything back to the driver; what is in flight is waited for. */
    public synchronized void close() {
        for (Lease lease : inFlight) {
            EventHandle event = lease.done;
            if (event != null) {
                driver.synchronize(event);
                driver.destroyEvent(event);
            }
            idle.add(lease);
        }
        inFlight.clear();
        for (Lease lease : idle) {
            driver.freePinned(lease.address);
        }
        idle.clear();
    }

    private void collect() {
        for (Iterator<Lease> i = inFlight.iterator(); i.hasNext(); ) {
            Lease lease = i.next();
            EventHandle event = lease.done;
            if (event != null && driver.isDone(event)) {
                driver.destroyEvent(event);
                lease.done = null;
                i.remove();
                idle.addFirst(lease);
            }
        }
    }
}
