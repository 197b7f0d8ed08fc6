package dev.jgrad.autograd;

import dev.jgrad.op.ThreadState;

/**
 * Finds the operation behind a failing backward pass: nodes remember where in the program they were made, and the
 * exception of a failing node carries that place as a suppressed exception. {@code torch.autograd.detect_anomaly}.
 */
public final class AnomalyMode {
    private AnomalyMode() {}

    /** Switches anomaly mode on for the calling thread, looking for NaN in every gradient. */
    public static Guard enabled() {
        return enabled(true);
    }

    /**
     * Switches anomaly mode on for the calling thread.
     *
     * @param checkNan also fail when a rule returns NaN
     */
    public static Guard enabled(boolean checkNan) {
        ThreadState state = ThreadState.current();
        boolean before = state.anomaly;
        boolean nanBefore = state.anomalyChecksNan;
        int entered = state.enter();
        state.anomaly = true;
        state.anomalyChecksNan = checkNan;
        return new Guard(() -> {
            state.leave(entered);
            state.anomaly = before;
            state.anomalyChecksNan = nanBefore;
        });
    }
}
