package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.tensor.Tensor;

/** Lets user-defined functions write in place under the same checks as operations. */
public final class Histories {
    private Histories() {}

    /** Fails where an in-place write is refused. */
    public static void checkInPlace(String op, Tensor self, boolean records) {
        Recorder.checkInPlace(ThreadState.current(), op, self, records);
    }

    /** Makes a node the history of a tensor that was written to. */
    public static void rebase(Tensor self, Node node, int output) {
        if (output == 0) {
            Recorder.rebase(self, node);
        } else {
            TensorAccess.setGradFn(self, node, output);
        }
    }
}
