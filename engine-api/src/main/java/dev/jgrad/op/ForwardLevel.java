package dev.jgrad.op;

import org.jspecify.annotations.Nullable;

/**
 * One dual number's epsilon. Levels nest: the tangents of an inner level are ordinary tensors, with tangents of their own at
 * the outer levels.
 */
public final class ForwardLevel {
    private final @Nullable ForwardLevel parent;

    /** A level inside of another one, or outermost. */
    public ForwardLevel(@Nullable ForwardLevel parent) {
        this.parent = parent;
    }

    /** The level around this one, or null. */
    public @Nullable ForwardLevel parent() {
        return parent;
    }
}
