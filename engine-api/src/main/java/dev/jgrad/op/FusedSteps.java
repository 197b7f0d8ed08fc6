package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Optimizer steps in one pass over memory, as operations in place. */
public final class FusedSteps {
    /** Learning rate, momentum, dampening, weight decay. */
    static final int SGD_NUMBERS = 4;

    /** The number of the step, learning rate, both betas, eps, weight decay. */
    static final int ADAM_NUMBERS = 6;

    private FusedSteps() {}

    /** One step of SGD by {@link #SGD_NUMBERS}; false when the tensors are not of a kind the kernel takes, and then nothing was changed. */
    public static boolean sgd(
            Tensor parameter,
            Tensor gradient,
            @Nullable Tensor momentumBuffer,
            boolean firstStep,
            StepNumbers numbers,
            boolean nesterov,
            boolean maximize) {
        Tensor grad = check("sgd", parameter, gradient, momentumBuffer);
        if (grad == null) {
            return false;
        }
        Backend be = Dispatcher.backend(parameter);
        StepBatch batch = ThreadState.current().steps;
        if (batch != null && be.optimizers().takesLists()) {
            batch.add(
                    new StepBatch.Sgd(
                            be, parameter.dtype(), momentumBuffer != null, firstStep, numbers, nesterov, maximize),
                    parameter,
                    grad,
                    momentumBuffer);
            written(parameter, momentumBuffer);
            return true;
        }
        numbers.announce(SGD_NUMBERS);
        be.optimizers()
                .sgd(
                        be.stream(),
                        parameter.dtype(),
                        parameter.numel(),
                        TensorAccess.storage(parameter).buffer(),
                        TensorAccess.storage(grad).buffer(),
                        buffer(momentumBuffer),
                        firstStep,
                        numbers.value(0),
                        numbers.value(1),
                        numbers.value(2),
                        numbers.value(3),
                        nesterov,
                        maximize);
        written(parameter, momentumBuffer);
        Reference.reachabilityFence(grad);
        return true;
    }

    /** One step of Adam or AdamW by {@link #ADAM_NUMBERS}; false as for {@link #sgd}. */
    public static boolean adam(
            Tensor parameter,
            Tensor gradient,
            Tensor expAvg,
            Tensor expAvgSq,
            @Nullable Tensor maxExpAvgSq,
            StepNumbers numbers,
            boolean decoupled,
            boolean maximize) {
        Tensor grad = check("adam", parameter, gradient, expAvg, expAvgSq, maxExpAvgSq);
        if (grad == null) {
            return false;
        }
        Backend be = Dispatcher.backend(parameter);
        StepBatch batch = ThreadState.current().steps;
        if (batch != null && be.optimizers().takesLists()) {
            batch.add(
                    new StepBatch.Adam(be, parameter.dtype(), maxExpAvgSq != null, numbers, decoupled, maximize),
                    parameter,
                    grad,
                    expAvg,
                    expAvgSq,
                    maxExpAvgSq);
            written(parameter, expAvg, expAvgSq, maxExpAvgSq);
            return true;
        }
        numbers.announce(ADAM_NUMBERS);
        be.optimizers()
                .adam(
                        be.stream(),
                        parameter.dtype(),
                        parameter.numel(),
                        TensorAccess.storage(parameter).buffer(),
                        TensorAccess.storage(grad).buffer(),
                        TensorAccess.storage(expAvg).buffer(),
                        TensorAccess.storage(expAvgSq).buffer(),
                        buffer(maxExpAvgSq),
                        (long) numbers.value(0),
                        numbers.value(1),
                        numbers.value(2),
                        numbers.value(3),
                        numbers.value(4),
                        numbers.value(5),
                        decoupled,
                        maximize);
        written(parameter, expAvg, expAvgSq, maxExpAvgSq);
        Reference.reachabilityFence(grad);
        return true;
    }

    /** The gradient in the order of the parameter, or null when the kernel cannot be used. */
    private static @Nullable Tensor check(String op, Tensor parameter, Tensor gradient, @Nullable Tensor... state) {
        ThreadState ts = ThreadState.current();
        Recorder.checkInPlace(ts, op, parameter, ts.gradEnabled && parameter.requiresGrad());
        Dispatcher.backend(op, parameter, gradient);
        Dispatcher.backend(op, state.length == 0 || state[0] == null ? parameter : state[0], parameter);
        if (!parameter.shape().equals(gradient.shape())) {
            throw new ShapeException(op + ": parameter of shape " + parameter.shape() + " and gradient of shape "
                    + gradient.shape() + " do not match");
        }
        DType dtype = parameter.dtype();
        if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64 || gradient.dtype() != dtype) {
            return null;
        }
        for (Tensor s : state) {
            if (s == null) {
                continue;
            }
            TensorAccess.storage(s).beforeWrite();
            if (!s.shape().equals(parameter.shape())) {
                throw new ShapeException(op + ": parameter of shape " + parameter.shape() + " and state of shape "
                        + s.shape() + " do not match");
            }
            if (s.dtype() != dtype) {
                return null;
            }
        }
        Layout layout = commonOrder(parameter, state);
        if (layout == null || layout.offset() != 0 || !layout.isNonOverlappingAndDense()) {
            return null;
        }
        return sameOrder(layout, gradient) ? gradient : inOrder(layout, gradient);
    }

    /**
     * The order in which the parameter and all of its state lie, null when there is none. A parameter may lie in another order
     * than it shows; its state then follows, or, where somebody holds a view of that, both come back to the one they show.
     */
    private static @Nullable Layout commonOrder(Tensor parameter, @Nullable Tensor[] state) {
        Layout layout = layout(parameter);
        boolean hidden = isHidden(parameter);
        boolean same = true;
        for (Tensor s : state) {
            if (s != null && !sameOrder(layout, s)) {
                hidden |= isHidden(s);
                same &= isHidden(parameter) && TensorAccess.storage(s).arrange(s.dtype(), layout);
            }
        }
        if (same || !hidden) {
            return same ? layout : null;
        }
        TensorAccess.storage(parameter).noteView();
        layout = TensorAccess.plainLayout(parameter);
        for (Tensor s : state) {
            if (s != null) {
                TensorAccess.plainLayout(s);
                if (!sameOrder(layout, s)) {
                    return null;
                }
            }
        }
        return layout;
    }

    private static boolean isHidden(Tensor t) {
        return TensorAccess.storage(t).buffer().physical() != null;
    }

    private static Layout layout(Tensor t) {
        return TensorAccess.layoutIn(t, TensorAccess.storage(t).buffer());
    }

    private static boolean sameOrder(Layout layout, Tensor t) {
        Layout other = layout(t);
        return other.offset() == 0 && layout.sameStrides(other);
    }

    private static Tensor inOrder(Layout layout, Tensor t) {
        Backend be = Dispatcher.backend(t);
        Tensor out = Dispatcher.allocate(be, t.dtype(), layout);
        Buffer in = TensorAccess.storage(t).buffer();
        be.elementwise()
                .copy(
                        be.stream(),
                        t.dtype(),
                        TensorAccess.storage(out).buffer(),
                        layout,
                        t.dtype(),
                        in,
                        TensorAccess.layoutIn(t, in));
        Reference.reachabilityFence(t);
        return out;
    }

    private static @Nullable Buffer buffer(@Nullable Tensor t) {
        return t == null ? null : TensorAccess.storage(t).buffer();
    }

    private static void written(@Nullable Tensor... tensors) {
        for (Tensor t : tensors) {
            if (t != null) {
                TensorAccess.storage(t).bumpVersion();
            }
        }
    }
}
