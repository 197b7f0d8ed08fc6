package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The single door between tensors and backends. Elementwise operations run from check to recording in its rooms, {@link
 * UnaryCalls}, {@link BinaryCalls}, {@link BinaryWrites} and {@link NumberCalls}; an operation with structure allocates
 * with {@link #allocate}, calls its kernel and ends in {@link #record}. Nothing else makes nodes of the graph.
 */
public final class Dispatcher {
    private Dispatcher() {}

    // ---- results ---------------------------------------------------------------------------------------------

    /** A new tensor of undefined content with this layout, which is dense and starts at 0. */
    public static Tensor allocate(Backend backend, DType dtype, Layout layout) {
        return wrap(ThreadState.current(), backend, backend.allocate(dtype, layout.numel()), dtype, layout);
    }

    /** The same in another physical order (null for row-major); the tensor still shows row-major strides. */
    public static Tensor allocatePhysical(Backend backend, DType dtype, long[] sizes, @Nullable Layout physical) {
        Layout shown = Layout.contiguous(sizes);
        Buffer buffer = backend.allocate(dtype, shown.numel());
        if (physical != null && !physical.isContiguous()) {
            buffer.setPhysical(physical);
        }
        return wrap(ThreadState.current(), backend, buffer, dtype, shown);
    }

    /** A new tensor of zeros. */
    public static Tensor allocateZeroed(Backend backend, DType dtype, Layout layout) {
        return wrap(ThreadState.current(), backend, backend.allocateZeroed(dtype, layout.numel()), dtype, layout);
    }

    /** A new tensor over a buffer. */
    public static Tensor wrap(ThreadState ts, Backend backend, Buffer buffer, DType dtype, Layout layout) {
        Storage storage;
        if (ts.made != null) {
            storage = new Storage(backend, buffer);
            ts.made.add(storage);
        } else if (ts.scope != null) {
            storage = ts.scope.storage(backend, buffer);
        } else {
            storage = new Storage(backend, buffer);
        }
        Tensor t = TensorAccess.createSame(storage, layout, dtype);
        if (ts.inference) {
            TensorAccess.markInference(t);
        }
        return t;
    }

    /** A tensor for a result in this layout, or in a physical order beside it. */
    static Tensor like(ThreadState ts, Backend be, DType dtype, Layout layout, @Nullable Layout physical) {
        Buffer buffer = be.allocate(dtype, layout.numel());
        if (physical != null) {
            buffer.setPhysical(physical);
        }
        return wrap(ts, be, buffer, dtype, layout);
    }

    /** The backend that holds a tensor. */
    public static Backend backend(Tensor t) {
        return TensorAccess.storage(t).backend();
    }

    /** The backend that holds all of these (nulls skipped); an error names both devices otherwise. */
    public static Backend backend(String op, @Nullable Tensor... tensors) {
        Backend found = null;
        for (Tensor t : tensors) {
            if (t != null) {
                Backend b = backend(t);
                if (found == null) {
                    found = b;
                } else if (found != b) {
                    Backend both = Batching.join(found, b);
                    if (both == null) {
                        throw differentDevices(op, found, b);
                    }
                    found = both;
                }
            }
        }
        if (found == null) {
            throw new ArgumentException(op + ": expected at least one tensor");
        }
        return found;
    }

    /** Two devices in one operation. */
    static DeviceException differentDevices(String op, Backend a, Backend b) {
        return new DeviceException("Expected all tensors to be on the same device, but found at least two devices, "
                + a.device() + " and " + b.device() + "! (in " + op + "; move one with .to(\"" + a.device() + "\"))");
    }

    static long order(@Nullable Node node) {
        return node == null || node.sequence() == Long.MAX_VALUE ? 0 : node.sequence();
    }

    // ---- recording -------------------------------------------------------------------------------------------

    /** True when what runs now is differentiated, in reverse or forward: then it must consist of differentiable steps. */
    static boolean recording() {
        ThreadState ts = ThreadState.current();
        return ts.gradEnabled || ts.forward != null;
    }

    /** True when what an operation on these inputs needs for its rule has to be kept: the rule will run. */
    public static boolean needsRecord(@Nullable Tensor... inputs) {
        ThreadState ts = ThreadState.current();
        return needsNode(ts, inputs) || ts.forward != null && Tangents.any(ts, inputs);
    }

    private static boolean needsNode(ThreadState ts, @Nullable Tensor... inputs) {
        if (!ts.gradEnabled) {
            return false;
        }
        for (Tensor t : inputs) {
            if (t != null && t.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    /** Records an operation with one output; returns the output. See {@link #recordAll}. */
    public static Tensor record(
            String gradFn, Tensor out, @Nullable Tensor[] inputs, @Nullable Tensor[] saved, BackwardRule rule) {
        ThreadState ts = ThreadState.current();
        boolean needsNode = needsNode(ts, inputs);
        if (ts.forward != null || needsNode) {
            recordAll(ts, needsNode, gradFn, new Tensor[] {out}, inputs, saved, rule);
        }
        return out;
    }

    /** The same for an operation of one input that saves nothing. */
    static Tensor record(ThreadState ts, String gradFn, Tensor out, Tensor input, BackwardRule rule) {
        boolean needsNode = ts.gradEnabled && input.requiresGrad();
        if (ts.forward != null) {
            recordAll(ts, needsNode, gradFn, new Tensor[] {out}, new Tensor[] {input}, new Tensor[0], rule);
        } else if (needsNode) {
            RuleNode.make(ts, gradFn, out, input, rule);
        }
        return out;
    }

    /**
     * Makes the node of an operation when recording is on and an input requires a gradient. Outputs that are not of a
     * floating dtype stay outside of the graph.
     *
     * @param inputs differentiable inputs in PyTorch's order, null where an optional one is absent
     * @param saved what the rule reads; may hold inputs, outputs and nulls
     */
    public static void recordAll(
            String gradFn, Tensor[] outs, @Nullable Tensor[] inputs, @Nullable Tensor[] saved, BackwardRule rule) {
        ThreadState ts = ThreadState.current();
        recordAll(ts, needsNode(ts, inputs), gradFn, outs, inputs, saved, rule);
    }

    private static void recordAll(
            ThreadState ts,
            boolean needsNode,
            String gradFn,
            Tensor[] outs,
            @Nullable Tensor[] inputs,
            @Nullable Tensor[] saved,
            BackwardRule rule) {
        if (outs.length == 0) {
            return; // a tensor of no elements, split into no parts
        }
        if (needsNode) {
            RuleNode.make(ts, gradFn, outs, inputs, saved, rule);
        }
        if (ts.forward != null) {
            Forward.rule(ts, gradFn, outs, inputs, saved, rule);
        }
    }
}
