package dev.jgrad.compile;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;

/** The fixed place that an input, or the gradient of a result, is copied to before a replay. */
final class InputPlace {
    private final Backend backend;
    private final Buffer buffer;
    private final Layout layout;
    private final DType dtype;

    /** For a tensor that was used during the capture. */
    InputPlace(Backend backend, Tensor t) {
        this.backend = backend;
        Buffer recorded = TensorAccess.storage(t).buffer();
        layout = TensorAccess.layoutIn(t, recorded);
        dtype = t.dtype();
        buffer = backend.allocate(dtype, recorded.byteSize() / dtype.byteSize());
        buffer.setPhysical(recorded.physical());
    }

    Buffer buffer() {
        return buffer;
    }

    void fill(Tensor t) {
        Buffer from = TensorAccess.storage(t).buffer();
        backend.elementwise()
                .copy(backend.stream(), dtype, buffer, layout, dtype, from, TensorAccess.layoutIn(t, from));
        buffer.written();
        Reference.reachabilityFence(t);
    }

    void fillWithZeros() {
        backend.elementwise().fill(backend.stream(), dtype, buffer, layout, 0, 0);
        buffer.written();
    }
}
