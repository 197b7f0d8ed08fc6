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

    ScopedStorage(Backend backend, Buffer buffer, StorageScope scope) {
        super(backend, buffer);
        this.scope = scope;
        enterScope();
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
