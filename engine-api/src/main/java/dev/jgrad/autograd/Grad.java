package dev.jgrad.autograd;

import dev.jgrad.op.ThreadState;
import java.util.function.Supplier;

/**
 * Switches recording for the calling thread. The guards are the twins of Python's {@code with torch.no_grad():}
 *
 * <pre>{@code
 * try (var _ = Grad.disabled()) {
 *     y = model.forward(x);
 * }
 * }</pre>
 */
public final class Grad {
    private Grad() {}

    /** True when operations are recorded in this thread. */
    public static boolean isEnabled() {
        return ThreadState.current().gradEnabled;
    }

    /** True inside {@link #inferenceMode()}. */
    public static boolean isInferenceMode() {
        return ThreadState.current().inference;
    }

    /** Stops recording until the guard is closed: {@code torch.no_grad}. */
    public static Guard disabled() {
        return with(false);
    }

    /** Records again until the guard is closed: {@code torch.enable_grad}. */
    public static Guard enabled() {
        return with(true);
    }

    /** Records or not until the guard is closed: {@code torch.set_grad_enabled} as a context. */
    public static Guard with(boolean enabled) {
        ThreadState state = ThreadState.current();
        boolean gradBefore = state.gradEnabled;
        int entered = state.enter();
        state.gradEnabled = enabled;
        return new Guard(() -> {
            state.leave(entered);
            state.gradEnabled = gradBefore;
        });
    }

    /** Switches recording for the rest of the thread, without a guard: {@code torch.set_grad_enabled} as a call. */
    public static void setEnabled(boolean enabled) {
        ThreadState.current().gradEnabled = enabled;
    }

    /**
     * Stops recording, and marks results as inference tensors that recorded operations refuse to save: {@code
     * torch.inference_mode}.
     */
    public static Guard inferenceMode() {
        ThreadState state = ThreadState.current();
        boolean gradBefore = state.gradEnabled;
        boolean inferenceBefore = state.inference;
        int entered = state.enter();
        state.gradEnabled = false;
        state.inference = true;
        return new Guard(() -> {
            state.leave(entered);
            state.gradEnabled = gradBefore;
            state.inference = inferenceBefore;
        });
    }

    /** Computes a value without recording. */
    public static <T> T noGrad(Supplier<T> body) {
        try (Guard _ = disabled()) {
            return body.get();
        }
    }

    /** Runs a block without recording. */
    public static void noGrad(Runnable body) {
        try (Guard _ = disabled()) {
            body.run();
        }
    }
}
