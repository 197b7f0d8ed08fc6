package dev.jgrad.cuda.memory;

import dev.jgrad.cuda.CudaStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of device memory in use. It knows nothing of the buffer it serves, so that a cleaner may hold it. */
public final class CudaBlock {
    final long address;
    final long byteSize;
    final CudaStream stream;

    // Streams other than its own that have used it; guarded by this.
    private @Nullable List<CudaStream> users;

    // Links the blocks that wait to be taken back.
    @Nullable
    CudaBlock nextFreed;

    CudaBlock(long address, long byteSize, CudaStream stream) {
        this.address = address;
        this.byteSize = byteSize;
        this.stream = stream;
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

    synchronized List<CudaStream> users() {
        return users == null ? List.of() : List.copyOf(users);
    }
}
