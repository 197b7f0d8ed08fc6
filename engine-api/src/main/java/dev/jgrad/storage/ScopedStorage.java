package dev.jgrad.storage;

import dev.jgrad.data.JgradException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A storage that was made in a {@link StorageScope}. While the scope may still end it, only the scope's thread may use it:
 * another one could be reading the memory when it is given back.
 */
final class ScopedStorage extends Storage {
    /** The scope it ends with; null when it was let go by all. */
    @Nullable
    StorageScope scope;

    /** How many tensors with this storage the nodes of graphs keep. */
    private int saved;

    /** Set when its scope has ended and it goes on for graphs alone. */
    private boolean left;

    ScopedStorage(Backend backend, Buffer buffer, StorageScope scope) {
        super(backend, buffer);
        this.scope = scope;
        enterScope();
    }

    @Override
    public void saved() {
        saved++;
    }

    @Override
    public void unsaved() {
        if (--saved == 0 && left && isScoped()) {
            close();
        }
    }

    /** Leaves an inner scope for the one around it when a graph needs it; false when none does. */
    boolean leavesFor(StorageScope outer) {
        if (saved == 0) {
            return false;
        }
        left = true;
        scope = outer;
        return true;
    }

    void checkThread() {
        StorageScope in = scope;
        if (in != null && !in.isOfThisThread()) {
            throw new JgradException("a tensor that was made in a scope of thread \""
                    + in.threadName() + "\" is used in thread \""
                    + Thread.currentThread().getName()
                    + "\"; hand it over with Scope.exempt(tensor), or make it outside of the scope");
        }
    }
}
