package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Backward passes over several tensors: {@code torch.autograd.backward} and {@code torch.autograd.grad}. */
public final class Autograd {
    private Autograd() {}

    /**
     * What a pass should do.
     *
     * @param retainGraph keep what nodes saved, so that another pass can follow
     * @param createGraph record the pass itself, for higher derivatives; implies {@code retainGraph}
     * @param allowUnused in {@link #grad}: an input that the outputs do not depend on gives null instead of an error
     * @param materializeGrads in {@link #grad}: zeros instead of null
     */
    public record Options(boolean retainGraph, boolean createGraph, boolean allowUnused, boolean materializeGrads) {
        /** Everything off. */
        public static final Options DEFAULT = new Options(false, false, false, false);

        /** A copy with {@code retainGraph} on. */
        public Options withRetainGraph() {
            return new Options(true, createGraph, allowUnused, materializeGrads);
        }

        /** A copy with {@code createGraph} on. */
        public Options withCreateGraph() {
            return new Options(true, true, allowUnused, materializeGrads);
        }

        /** A copy with {@code allowUnused} on. */
        public Options withAllowUnused() {
            return new Options(retainGraph, createGraph, true, materializeGrads);
        }

        /** A copy with {@code materializeGrads} on. */
        public Options withMaterializeGrads() {
            return new Options(retainGraph, createGraph, true, true);
        }
    }

    /**
     * Accumulates the gradients of one output with respect to leaves into their {@code grad}; see {@link Tensor#backward()}.
     *
     * @param gradient of the output's shape, or null for the implicit one of a single element
     */
    public static void backward(Tensor output, @Nullable Tensor gradient, boolean retainGraph, boolean createGraph) {
        ThreadState ts = ThreadState.current();
        checkOutsideOfTransforms(ts);
        Node[] root = {root(output, 0)};
        int[] number = {TensorAccess.outputNumber(output)};
        Tensor[] grad = {gradient(output, gradient, 0)};
        new BackwardEngine(ts, retainGraph || createGraph, createGraph, null, number).run(root, number, grad, false);
    }

    private static void checkOutsideOfTransforms(ThreadState ts) {
        if (!ts.batches.isEmpty()) {
            throw new AutogradException(
                    "backward() called inside a functorch transform. This is not supported, please use"
                            + " Func.grad or Func.vjp instead or call backward() outside of vmap.");
        }
    }

    /**
     * Accumulates the gradients of outputs with respect to leaves into their {@code grad}.
     *
     * @param gradients one per output or null for the implicit one of a single element; the list may be null
     * @param inputs leaves or other tensors to which accumulation is restricted, or null for all leaves
     */
    public static void backward(
            List<Tensor> outputs,
            @Nullable List<? extends @Nullable Tensor> gradients,
            Options options,
            @Nullable List<Tensor> inputs) {
        checkOutsideOfTransforms(ThreadState.current());
        Roots roots = roots(outputs, gradients);
        if (inputs == null) {
            engine(options, null, new int[0]).run(roots.nodes, roots.numbers, roots.gradients, false);
            return;
        }
        if (inputs.isEmpty()) {
            throw new AutogradException("`inputs` argument to `backward` cannot be empty.");
        }
        @Nullable Node[] targets = new Node[inputs.size()];
        int[] numbers = new int[inputs.size()];
        for (int i = 0; i < targets.length; i++) {
            Tensor input = inputs.get(i);
            if (!input.requiresGrad()) {
                throw new AutogradException("One of the differentiated Tensors does not require grad");
            }
            targets[i] = TensorAccess.gradientNode(input);
            numbers[i] = TensorAccess.outputNumber(input);
        }
        @Nullable
        Tensor[] captured = engine(options, targets, numbers).run(roots.nodes, roots.numbers, roots.gradients, true);
        for (int i = 0; i < targets.length; i++) {
            Tensor grad = captured[i];
            if (grad != null) {
                inputs.get(i).accumulateRetainedGrad(grad);
            }
        }
    }

    /** The gradient of one output with respect to one input, leaving every {@code grad} alone. */
    public static Tensor grad(Tensor output, Tensor input) {
        return java.util.Objects.requireNonNull(
                grad(List.of(output), List.of(input), null, Options.DEFAULT).getFirst());
    }

    /** The gradient of one output with respect to one input, itself differentiable. */
    public static Tensor gradWithGraph(Tensor output, Tensor input) {
        return java.util.Objects.requireNonNull(
                grad(List.of(output), List.of(input), null, Options.DEFAULT.withCreateGraph())
                        .getFirst());
    }

    /**
     * The gradients of the sum of outputs with respect to inputs, leaving every {@code grad} alone.
     *
     * @param gradients one per output or null for the implicit one of a single element; the list may be null
     * @return one per input; null only with {@code allowUnused}
     */
    public static List<@Nullable Tensor> grad(
            List<Tensor> outputs,
            List<Tensor> inputs,
            @Nullable List<? extends @Nullable Tensor> gradients,
            Options options) {
        Roots roots = roots(outputs, gradients);
        @Nullable Node[] targets = new Node[inputs.size()];
        int[] numbers = new int[inputs.size()];
        for (int i = 0; i < targets.length; i++) {
            Tensor input = inputs.get(i);
            if (!input.requiresGrad()) {
                throw new AutogradException("One of the differentiated Tensors does not require grad");
            }
            targets[i] = TensorAccess.gradientNode(input);
            numbers[i] = TensorAccess.outputNumber(input);
        }
        @Nullable
        Tensor[] captured = engine(options, targets, numbers).run(roots.nodes, roots.numbers, roots.gradients, false);
        for (int i = 0; i < captured.length; i++) {
            if (captured[i] == null && options.materializeGrads) {
                captured[i] = Tensors.zerosLike(inputs.get(i));
            }
            if (captured[i] == null && !options.allowUnused) {
                throw new AutogradException("The differentiated Tensor at index " + i + " appears to not have been"
                        + " used in the graph. Set allow_unused=True (Autograd.Options.withAllowUnused()) if this is"
                        + " the desired behavior.");
            }
        }
        return Arrays.asList(captured);
    }

    private static BackwardEngine engine(Options o, @Nullable Node @Nullable [] targets, int[] numbers) {
        return new BackwardEngine(
                ThreadState.current(), o.retainGraph || o.createGraph, o.createGraph, targets, numbers);
    }

    private record Roots(Node[] nodes, int[] numbers, Tensor[] gradients) {}

    private static Roots roots(List<Tensor> outputs, @Nullable List<? extends @Nullable Tensor> gradients) {
        int n = outputs.size();
        if (gradients != null && gradients.size() != n) {
            throw new AutogradException("got " + n + " tensors and " + gradients.size() + " gradients");
        }
        Node[] nodes = new Node[n];
        int[] numbers = new int[n];
        Tensor[] grads = new Tensor[n];
        for (int i = 0; i < n; i++) {
            Tensor output = outputs.get(i);
            nodes[i] = root(output, i);
            numbers[i] = TensorAccess.outputNumber(output);
            Tensor gradient = gradient(output, gradients == null ? null : gradients.get(i), i);
            grads[i] = asMade(gradient, nodes[i].outputLayout(numbers[i]), i);
        }
        return new Roots(nodes, numbers, grads);
    }

    /** In the sizes that the node has noted: those of a tensor may have been changed in place, unrecorded. */
    private static Tensor asMade(Tensor gradient, Layout made, int i) {
        long[] sizes = TensorAccess.shown(gradient).sizes();
        if (Arrays.equals(sizes, made.sizes())) {
            return gradient;
        }
        if (!Broadcasting.expandsTo(made.sizes(), sizes)) {
            throw new AutogradException("invalid gradient at index " + i + " - got " + Arrays.toString(sizes)
                    + " but expected shape compatible with " + Arrays.toString(made.sizes())
                    + ": the tensor had this shape when it was computed");
        }
        return gradient.sumToSize(made.sizes());
    }

    private static Node root(Tensor output, int i) {
        Node node = output.requiresGrad() ? TensorAccess.gradientNode(output) : null;
        if (node == null) {
            throw new AutogradException(
                    "element " + i + " of tensors does not require grad and does not have a grad_fn");
        }
        return node;
    }

    private static Tensor gradient(Tensor output, @Nullable Tensor given, int i) {
        if (given == null) {
            if (output.numel() != 1) {
                throw new AutogradException(
                        "grad can be implicitly created only for scalar outputs; this one has shape " + output.shape()
                                + ": pass a gradient of that shape, or reduce it with sum() or mean()");
            }
            return Tensors.onesLike(output);
        }
        if (!given.shape().equals(output.shape())) {
            throw new ShapeException("Mismatch in shape: grad_output[" + i + "] has a shape of " + given.shape()
                    + " and output[" + i + "] has a shape of " + output.shape() + ".");
        }
        if (given.dtype().isFloatingPoint() != output.dtype().isFloatingPoint()) {
            throw new DTypeException("grad_output[" + i + "] has dtype " + given.dtype() + " and output[" + i
                    + "] has dtype " + output.dtype());
        }
        return given.dtype() == output.dtype() ? given : given.to(output.dtype());
    }
}
