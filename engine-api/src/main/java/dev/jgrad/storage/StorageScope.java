package dev.jgrad.storage;

import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The storages that a block of a thread made and that end with it. Arrays in the Java heap are not among them: there is
 * nothing to give back early.
 */
public final class StorageScope {
    private final Thread owner = Thread.currentThread();
    private final @Nullable StorageScope outer;
    private final ArrayList<ScopedStorage> members = new ArrayList<>();

    /** A scope within another one, or null for the outermost of a thread. */
    public StorageScope(@Nullable StorageScope outer) {
        this.outer = outer;
    }

    /** The scope around this one. */
    public @Nullable StorageScope outer() {
        return outer;
    }

    /** A storage over a fresh buffer, which ends with this scope if it holds native memory. */
    public Storage storage(Backend backend, Buffer buffer) {
        if (!buffer.isNative()) {
            return new Storage(backend, buffer);
        }
        ScopedStorage storage = new ScopedStorage(backend, buffer, this);
        members.add(storage);
        return storage;
    }

    /** Has a storage of this scope, or of one within it, end with the scope around this one instead. */
    public void keep(Storage storage) {
        if (storage.isScoped() && storage instanceof ScopedStorage member && isAround(member.scope)) {
            member.scope = outer;
            if (outer == null) {
                member.escape();
            } else {
                outer.members.add(member);
            }
        }
    }

    private boolean isAround(@Nullable StorageScope inner) {
        for (StorageScope s = inner; s != null; s = s.outer) {
            if (s == this) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the memory back of all that was neither kept nor handed to something that lives on. Within another scope, what a
     * graph has saved goes on until the graph lets go of it, or that scope ends.
     */
    public void close() {
        for (int i = members.size() - 1; i >= 0; i--) {
            ScopedStorage member = members.get(i);
            if (member.scope != this || !member.isScoped()) {
                continue;
            }
            if (outer != null && member.leavesFor(outer)) {
                outer.members.add(member);
            } else {
                member.close();
            }
        }
        members.clear();
    }

    boolean isOfThisThread() {
        return owner == Thread.currentThread();
    }

    String threadName() {
        return owner.getName();
    }
}
