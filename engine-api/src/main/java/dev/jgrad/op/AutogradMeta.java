package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.tensor.Tensor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What few tensors have and autograd needs: gradient, accumulator, hooks, the base of a view. */
public final class AutogradMeta {
    /** The accumulated gradient. */
    public @Nullable Tensor grad;

    /**
     * True while nobody outside the engine has seen {@link #grad}, whose memory is then given back as soon as another one
     * takes its place. Guarded, as is the gradient, by this object.
     */
    public boolean gradUnseen;

    /** The node that accumulates into {@link #grad} of a leaf. */
    public volatile @Nullable Node accumulator;

    /** Hooks of a leaf, in order of registration; those of other tensors sit on their node. */
    public @Nullable List<UnaryOperator<@Nullable Tensor>> hooks;

    /** Called after a leaf's gradient was accumulated. */
    public @Nullable List<Consumer<Tensor>> postAccumulateHooks;

    /** True when a tensor that is no leaf keeps its gradient. */
    public boolean retainsGrad;

    /** The tangents of a dual tensor, see {@link Tangents}; null for almost all tensors. */
    Tangents.@Nullable Entry tangent;

    /** Set on differentiable views. */
    public @Nullable ViewInfo view;

    private static final VarHandle ACCUMULATOR;

    static {
        try {
            ACCUMULATOR = MethodHandles.lookup().findVarHandle(AutogradMeta.class, "accumulator", Node.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** An empty one. */
    public AutogradMeta() {}

    /** One with an accumulator, to be published by {@link TensorAccess#metaIfAbsent}. */
    public AutogradMeta(Node accumulator) {
        ACCUMULATOR.set(this, accumulator); // nobody else sees it yet: no fence
    }
}
