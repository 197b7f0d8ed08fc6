package dev.jgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identity of a running backward pass, and what is to be done when it ends. */
public final class BackwardPass {
    private @Nullable List<Runnable> atEnd;

    BackwardPass() {}

    /** Runs something when the pass has ended, whether it failed or not. */
    void atEnd(Runnable action) {
        if (atEnd == null) {
            atEnd = new ArrayList<>();
        }
        atEnd.add(action);
    }

    void end() {
        if (atEnd != null) {
            atEnd.forEach(Runnable::run);
        }
    }
}
