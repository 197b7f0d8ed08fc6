package dev.jgrad.op;

import dev.jgrad.data.Layout;
import dev.jgrad.tensor.Tensor;

/** Operands of kernels that want them contiguous from the first element of their buffer on. */
final class Vectors {
    private Vectors() {}

    /** The tensor itself, or a copy (not recorded) that is contiguous at offset 0. */
    static Tensor plain(Tensor t) {
        Layout layout = TensorAccess.plainLayout(t);
        if (layout.isContiguous() && layout.offset() == 0) {
            return t;
        }
        Tensor copy = Dispatcher.allocate(Dispatcher.backend(t), t.dtype(), Layout.contiguous(layout.sizes()));
        Recorder.overwrite(copy, t);
        return copy;
    }
}
