package dev.jgrad.autograd;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.op.Batching;
import dev.jgrad.op.ForwardTensors;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function whose gradients are wanted: its graph, from fresh leaves to the results. The gradients themselves are
 * recorded only when something outside of the call depends on them, which the graph tells.
 */
final class Pullback {
    private final List<Tensor> leaves;
    private final List<Tensor> outputs;
    private final List<Tensor> values;
    private final boolean differentiable;

    private Pullback(List<Tensor> leaves, List<Tensor> outputs, boolean differentiable) {
        this.leaves = leaves;
        this.outputs = outputs;
        this.differentiable = differentiable;
        this.values =
                differentiable ? outputs : outputs.stream().map(Pullback::value).toList();
    }

    private static Tensor value(Tensor t) {
        return Grad.noGrad(() -> ForwardTensors.plain(t));
    }

    static Pullback of(UnaryOperator<List<Tensor>> f, List<Tensor> inputs, int[] argnums) {
        boolean outside = Grad.isEnabled();
        List<Tensor> arguments = new ArrayList<>(inputs);
        List<Tensor> leaves = new ArrayList<>();
        Set<Node> own = new HashSet<>();
        List<Tensor> outputs;
        try (Guard _ = Grad.enabled()) {
            for (int k : argnums) {
                if (k < -inputs.size() || k >= inputs.size()) {
                    throw new ArgumentException(
                            "grad: Got argnums=" + k + ", but only " + inputs.size() + " positional inputs");
                }
                int i = k < 0 ? k + inputs.size() : k;
                Tensor leaf = leaf(inputs.get(i), outside);
                if (leaf.isLeaf()) {
                    own.add(TensorAccess.gradientNode(leaf));
                }
                leaves.add(leaf);
                arguments.set(i, leaf);
            }
            outputs = f.apply(arguments);
        }
        return new Pullback(leaves, outputs, outside && reachesOther(outputs, own));
    }

    /** A tensor of its own, connected to the graph outside where there is one; under vmap one with examples. */
    private static Tensor leaf(Tensor input, boolean outside) {
        Tensor t = Batching.lift(input, Batching.live(Batching.backend(input)));
        return outside && t.requiresGrad()
                ? ForwardTensors.plain(t)
                : Grad.noGrad(() -> ForwardTensors.plain(t)).requiresGrad_();
    }

    private static boolean reachesOther(List<Tensor> outputs, Set<Node> own) {
        Set<Node> seen = new HashSet<>();
        ArrayDeque<Node> stack = new ArrayDeque<>();
        for (Tensor t : outputs) {
            Node node = t.requiresGrad() ? TensorAccess.gradientNode(t) : null;
            if (node != null && seen.add(node)) {
                stack.push(node);
            }
        }
        while (!stack.isEmpty()) {
            Node node = stack.pop();
            if (node instanceof AccumulateGrad && !own.contains(node)) {
                return true;
            }
            for (int i = 0; i < node.nextCount(); i++) {
                Node next = node.next(i);
                if (next != null && seen.add(next)) {
                    stack.push(next);
                }
            }
        }
        return false;
    }

    /** The results with their graph. */
    List<Tensor> outputs() {
        return outputs;
    }

    /** The results as the caller sees them. */
    List<Tensor> values() {
        return values;
    }

    /** The gradients of the inputs; zeros where the results do not depend on one. */
    List<Tensor> gradients(List<Tensor> cotangents, boolean again) {
        List<Tensor> roots = new ArrayList<>();
        List<Tensor> vectors = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).requiresGrad()) {
                roots.add(outputs.get(i));
                vectors.add(cotangents.get(i));
            }
        }
        boolean record = differentiable && Grad.isEnabled() || vectors.stream().anyMatch(Tensor::requiresGrad);
        List<@Nullable Tensor> found = roots.isEmpty()
                ? new ArrayList<>(java.util.Collections.nCopies(leaves.size(), null))
                : Autograd.grad(roots, leaves, vectors, new Autograd.Options(again || record, record, true, false));
        List<Tensor> grads = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            Tensor g = found.get(i);
            grads.add(g == null ? Tensors.zerosLike(leaves.get(i)) : g);
        }
        return grads;
    }
}
