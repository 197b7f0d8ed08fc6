package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.dnn.ConvolutionsCuda.Operand;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;

/**
 * Weights in the order that cuDNN wants, made again only when the weights have changed: the backward pass uses the copy of
 * the forward pass, and inference makes it once. A copy hangs on the buffer of the weights and goes with it.
 *
 * <p>What is recorded into a graph must copy the weights in every replay, and its memory belongs to the graph: no copies
 * are kept there. Weights that autocast has cast lie in cuDNN's order already.
 */
final class WeightCopies {
    private final CudaBackend backend;

    WeightCopies(CudaBackend backend) {
        this.backend = backend;
    }

    /** A copy of the elements that a layout names. */
    private static final class Copy implements CudaBuffer.Kept {
        final Layout plain;
        final Order order;
        final Operand operand;
        int generation;
        long replays;

        Copy(Layout plain, Order order, Operand operand) {
            this.plain = plain;
            this.order = order;
            this.operand = operand;
        }

        @Override
        public void release() {
            operand.buffer().release();
        }
    }

    /** The weights in an order that they are not in; to be followed by {@link #done} after the launch. */
    Operand of(CudaStream stream, DType dtype, Order order, CudaBuffer weight, Layout layout) {
        if (stream.pool() != null) {
            return copied(stream, dtype, weight, layout, fresh(dtype, order, layout));
        }
        synchronized (weight) {
            Copy copy = weight.kept() instanceof Copy c && c.order == order && c.plain.equals(layout) ? c : null;
            // Replays write without telling what.
            if (copy != null && copy.generation == weight.generation() && copy.replays == backend.replays()) {
                return copy.operand;
            }
            if (copy == null) {
                copy = new Copy(layout, order, fresh(dtype, order, layout));
                weight.keep(copy);
            }
            copy.generation = weight.generation();
            copy.replays = backend.replays();
            return copied(stream, dtype, weight, layout, copy.operand);
        }
    }

    private Operand fresh(DType dtype, Order order, Layout layout) {
        return new Operand(backend.allocate(dtype, layout.numel()), order.layout(layout.sizes()));
    }

    private Operand copied(CudaStream stream, DType dtype, CudaBuffer weight, Layout layout, Operand into) {
        backend.elementwise().copy(stream, dtype, into.buffer(), into.layout(), dtype, weight, layout);
        return into;
    }

    /** Gives a copy back that is not kept. */
    void done(CudaStream stream, CudaBuffer copy) {
        if (stream.pool() != null) {
            copy.release();
        }
    }
}
