package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;

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

    /**
     * Adds a gradient to another one of the same dtype and sizes that nobody but the engine knows: a write in place without
     * what the user's writes need, for there is no history.
     */
    public static void addUnseen(Tensor sum, Tensor grad) {
        Storage storage = TensorAccess.storage(sum);
        Backend be = storage.backend();
        if (be != Dispatcher.backend(grad)) {
            sum.add_(grad);
            return;
        }
        storage.beforeWrite();
        Buffer a = storage.buffer();
        Layout layout = TensorAccess.layoutIn(sum, a);
        Buffer b = TensorAccess.storage(grad).buffer();
        Layout other = TensorAccess.layoutIn(grad, b).expand(layout.sizes());
        be.elementwise().binary(be.stream(), BinaryKind.ADD, sum.dtype(), a, layout, a, layout, b, other, 0, 0);
        storage.bumpVersion();
        Reference.reachabilityFence(sum);
        Reference.reachabilityFence(grad);
    }
}
