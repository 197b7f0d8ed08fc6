package dev.jgrad.op;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dual number's epsilon. Levels nest: the tangents of an inner level are ordinary tensors, with tangents of their own at
 * the outer levels.
 */
public final class ForwardLevel {
    private final @Nullable ForwardLevel parent;
    private final List<ForwardLevel> path;

    /** A level inside of another one, or outermost. */
    public ForwardLevel(@Nullable ForwardLevel parent) {
        this.parent = parent;
        if (parent == null) {
            path = List.of(this);
        } else {
            List<ForwardLevel> all = new ArrayList<>(parent.path);
            all.add(this);
            path = List.copyOf(all);
        }
    }

    /**
     * The levels that a thread is in, outermost first. Tangents of a result are computed in this order, because a rule may
     * read the result, with its tangents at the outer levels.
     */
    static List<ForwardLevel> open(ThreadState ts) {
        return ts.forward == null ? List.of() : ts.forward.path;
    }

    /** The level around this one, or null. */
    public @Nullable ForwardLevel parent() {
        return parent;
    }
}
