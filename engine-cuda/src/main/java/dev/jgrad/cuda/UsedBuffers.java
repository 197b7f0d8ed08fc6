package dev.jgrad.cuda;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernels of a graph read and write. A kernel that is launched waits for what other threads have done with its
 * operands, and is waited for; a replay launches kernels without asking their operands, so it does that for all of them.
 */
public final class UsedBuffers {
    /** Held weakly: a tensor of the step that nobody has any more is nobody's to wait for. */
    private record Use(WeakReference<CudaBuffer> buffer, boolean writes) {}

    private final Map<CudaBuffer, Boolean> noted = new IdentityHashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private volatile boolean moved;

    /** None yet. */
    public UsedBuffers() {}

    /** Notes a buffer while the graph is recorded. */
    void note(CudaBuffer buffer, boolean writes) {
        noted.merge(buffer, writes, Boolean::logicalOr);
    }

    /** Ends the recording. */
    public void complete() {
        noted.forEach((buffer, writes) -> {
            uses.add(new Use(new WeakReference<>(buffer), writes));
            buffer.isKnownTo(this);
        });
        noted.clear();
    }

    /** To be called when the graph has ended: tensors that live on forget it. */
    public void close() {
        for (Use use : uses) {
            CudaBuffer buffer = use.buffer.get();
            if (buffer != null) {
                buffer.isUnknownTo(this);
            }
        }
        uses.clear();
    }

    /** Notes that elements of a tensor lie elsewhere now than the graph knows. */
    void noteMoved() {
        moved = true;
    }

    /** True when a replay would read or write where a tensor no longer is. */
    public boolean haveMoved() {
        return moved;
    }

    /** To be called before the graph is launched again. */
    public void join(CudaStream stream) {
        for (int i = uses.size() - 1; i >= 0; i--) {
            Use use = uses.get(i);
            CudaBuffer buffer = use.buffer.get();
            if (buffer == null || !buffer.join(stream, use.writes)) {
                uses.set(i, uses.getLast());
                uses.removeLast();
            }
        }
    }
}
