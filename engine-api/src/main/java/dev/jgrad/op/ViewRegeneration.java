package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;

/** Makes the node of a view anew after its base was written to in place. */
public final class ViewRegeneration {
    private ViewRegeneration() {}

    /** See {@link ViewInfo}. */
    public static void regenerate(Tensor view, ViewInfo info) {
        Recorder.regenerate(view, info);
    }
}
