package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.driver.EventHandle;
import dev.jgrad.data.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a segment of device memory, in use or free. It knows nothing of the buffer it serves, so that a cleaner may
 * hold it.
 */
public final class CudaBlock {
    final long address;
    final CudaStream stream;
    final BlockPool pool;
    final boolean small;

    // Everything below is guarded by the memory it belongs to, but for users and nextFreed.
    long byteSize;
    boolean inUse;

    // Neighbours in the segment.
    @Nullable
    CudaBlock before;

    @Nullable
    CudaBlock after;

    // What it holds, for the table of an out-of-memory error.
    @Nullable
    DType dtype;

    long elements;

    // Marks on other streams that have to be passed before it is free.
    @Nullable
    List<EventHandle> waiting;

    // Streams other than its own that have used it; guarded by this.
    private @Nullable List<CudaStream> users;

    // Links the blocks that wait to be taken back.
    @Nullable
    CudaBlock nextFreed;

    CudaBlock(long address, long byteSize, CudaStream stream, BlockPool pool, boolean small) {
        this.address = address;
        this.byteSize = byteSize;
        this.stream = stream;
        this.pool = pool;
        this.small = small;
    }

    /** Where the memory starts. */
    public long address() {
        return address;
    }

    /** The usable size, at least what was asked for. */
    public long byteSize() {
        return byteSize;
    }

    /** Notes that another stream uses it: it is not handed out again before that stream has come this far. */
    public synchronized void usedOn(CudaStream other) {
        if (other == stream) {
            return;
        }
        if (users == null) {
            users = new ArrayList<>(2);
        }
        if (!users.contains(other)) {
            users.add(other);
        }
    }

    /** The other streams that have used it, which are forgotten here. */
    synchronized List<CudaStream> takeUsers() {
        List<CudaStream> taken = users;
        users = null;
        return taken == null ? List.of() : taken;
    }

    /** True when it is a whole segment and may go back to the driver. */
    boolean isWholeSegment() {
        return before == null && after == null;
    }
}
