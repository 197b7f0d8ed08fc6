package dev.jgrad.compile;

import dev.jgrad.compile.Capture.Made;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.op.Dispatcher;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result of a trace. Its buffer is a new one in each replay, put into the arguments of the calls that name it, so that
 * a result lives on as any other tensor does.
 */
final class Slot {
    /** The buffer of the capture, until its places are found; its memory is not to be kept. */
    private @Nullable Buffer recorded;

    private final @Nullable Layout physical;
    private final @Nullable DType madeAs;
    private final long elements;

    /** The number of the buffer among those of all results; two views of one have the same. */
    private int number = -1;

    private final Layout layout;
    private final DType dtype;

    /** For a gradient that is itself an input of the trace: what it is copied from. */
    private @Nullable Buffer source;

    private @Nullable Layout sourceLayout;
    private final List<Object[]> arrays = new ArrayList<>();
    private final List<Integer> indices = new ArrayList<>();

    /** For a tensor that was computed during the capture. */
    Slot(Tensor t, Map<Buffer, Made> all) {
        Buffer buffer = TensorAccess.storage(t).buffer();
        Made made = all.get(buffer);
        recorded = buffer;
        madeAs = made == null ? null : made.dtype();
        elements = made == null ? 0 : made.elements();
        physical = buffer.physical();
        layout = TensorAccess.shown(t);
        dtype = t.dtype();
    }

    /** The buffer of the capture. */
    Buffer recorded() {
        return java.util.Objects.requireNonNull(recorded);
    }

    int number() {
        return number;
    }

    /** False when the memory is that of an input or of a parameter. */
    boolean isMade() {
        return madeAs != null;
    }

    /** Finds the arguments that name the buffer, before any buffers are exchanged, and lets go of it. */
    void find(List<KernelCall> calls, int numbered) {
        for (KernelCall call : calls) {
            find(call.arguments);
        }
        number = numbered;
        recorded = null;
    }

    private void find(Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == recorded) {
                arrays.add(arguments);
                indices.add(i);
            } else if (arguments[i] instanceof Object[] inner) {
                find(inner);
            }
        }
    }

    /** Has the value copied from a buffer of the trace, after the calls. */
    void copyFrom(Buffer buffer, Layout at) {
        source = buffer;
        sourceLayout = at;
        recorded = null;
    }

    boolean isCopy() {
        return source != null;
    }

    /** A copy of what {@link #copyFrom} named. */
    Tensor copy(ThreadState ts, Backend backend) {
        Buffer from = java.util.Objects.requireNonNull(source);
        Layout at = java.util.Objects.requireNonNull(sourceLayout);
        Layout dense = Layout.contiguous(layout.sizes());
        Tensor t = Dispatcher.wrap(ts, backend, backend.allocate(dtype, dense.numel()), dtype, dense);
        backend.elementwise()
                .copy(backend.stream(), dtype, TensorAccess.storage(t).buffer(), dense, dtype, from, at);
        return t;
    }

    /** New memory for the coming replay. */
    Storage prepare(ThreadState ts, Backend backend) {
        DType as = java.util.Objects.requireNonNull(madeAs);
        Buffer fresh = backend.allocate(as, elements);
        fresh.setPhysical(physical);
        for (int i = 0; i < arrays.size(); i++) {
            arrays.get(i)[indices.get(i)] = fresh;
        }
        return TensorAccess.storage(Dispatcher.wrap(ts, backend, fresh, as, Layout.contiguous(elements)));
    }

    /** The result over memory that {@link #prepare} made. */
    Tensor tensor(ThreadState ts, Storage storage) {
        Tensor t = TensorAccess.create(storage, layout, dtype);
        if (ts.inference) {
            TensorAccess.markInference(t);
        }
        return t;
    }
}
