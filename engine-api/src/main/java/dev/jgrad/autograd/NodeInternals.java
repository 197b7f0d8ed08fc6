package dev.jgrad.autograd;

import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Lets a node that contains another one run it; for nodes only. */
public abstract class NodeInternals extends Node {
    /** See {@link Node}. */
    protected NodeInternals(long sequence) {
        super(sequence);
    }

    /** Runs the rule of another node. */
    protected static @Nullable Tensor[] applyOf(Node node, Tensor grad) {
        return node.apply(new Tensor[] {grad});
    }

    /** Releases what another node saved. */
    protected static void releaseOf(Node node) {
        node.release();
    }
}
