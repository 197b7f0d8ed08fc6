package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the user's own, with its own gradient: {@code torch.autograd.Function}. What is no tensor goes into
 * the constructor.
 *
 * <pre>{@code
 * final class Cube extends Function {
 *     @Override protected Tensor forward(Context c, Tensor... x) {
 *         c.saveForBackward(x[0]);
 *         return x[0].pow(3);
 *     }
 *     @Override protected Tensor[] backward(Context c, Tensor... g) {
 *         return new Tensor[] {g[0].mul(c.saved(0).pow(2)).mul(3)};
 *     }
 * }
 * Tensor y = new Cube().apply(x);
 * }</pre>
 *
 * <p>{@code forward} runs without recording. {@code backward} is recorded when the pass is, so a gradient written with
 * tensor operations differentiates again. The node is named after the class: {@code CubeBackward}.
 */
public abstract class Function {
    /** For subclasses. */
    protected Function() {}

    /** Computes the only output. Override {@link #forwardAll} instead for several. */
    protected Tensor forward(Context context, Tensor... inputs) {
        throw new AutogradException("You must implement the forward function for custom autograd.Function: "
                + getClass().getName());
    }

    /** Computes all outputs. */
    protected Tensor[] forwardAll(Context context, Tensor... inputs) {
        return new Tensor[] {forward(context, inputs)};
    }

    /**
     * Computes the gradients of the inputs.
     *
     * @param gradOutputs one per output; zeros where none arrived, or null after {@code setMaterializeGrads(false)}
     * @return one per input, null where there is none
     */
    protected abstract @Nullable Tensor[] backward(Context context, @Nullable Tensor... gradOutputs);

    /**
     * Computes the tangents of the outputs in forward mode. Left as it is, {@code backward} is transposed, which needs a
     * {@code backward} that is linear in its gradients and written with differentiable operations.
     *
     * @param tangents one per input, null where there is none
     * @return one per output, or null to transpose {@code backward}
     */
    protected @Nullable Tensor @Nullable [] jvp(Context context, @Nullable Tensor... tangents) {
        return null;
    }

    /** Runs the operation and returns its first output. */
    public final Tensor apply(Tensor... inputs) {
        return applyAll(inputs)[0];
    }

    /** Runs the operation. */
    public final Tensor[] applyAll(Tensor... inputs) {
        return FunctionNode.run(this, inputs);
    }

    final Tensor[] runForward(Context context, Tensor... inputs) {
        return forwardAll(context, inputs);
    }

    final @Nullable Tensor[] runBackward(Context context, @Nullable Tensor... gradOutputs) {
        return backward(context, gradOutputs);
    }

    final @Nullable Tensor @Nullable [] runJvp(Context context, @Nullable Tensor... tangents) {
        return jvp(context, tangents);
    }

    /** The name of the node. */
    protected String nodeName() {
        return getClass().getSimpleName() + "Backward";
    }
}
