package dev.jgrad.op;

import dev.jgrad.storage.Storage;

/** Told of every storage that the dispatcher makes while a memory scope is open. */
public interface MemoryTracker {
    /** A storage was made. */
    void made(Storage storage);
}
