package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.batch.BatchedBackend;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The node of an operation with structure: any number of inputs and outputs, and a rule that computes all gradients. */
final class RuleNode extends Node {
    private static final Object[] RELEASED = new Object[0];
    private static final Object[] NOTHING = new Object[0];
    private static final int[] NO_VERSIONS = new int[0];

    private String name;
    private final BackwardRule rule;
    private @Nullable Object[] saved;
    private final int[] versions;

    RuleNode(
            long sequence,
            String name,
            BackwardRule rule,
            @Nullable Node[] nodes,
            int[] outputs,
            @Nullable Object[] saved,
            int[] versions) {
        super(sequence);
        this.name = name;
        this.rule = rule;
        this.saved = saved;
        this.versions = versions;
        setEdges(nodes, outputs);
    }

    /** The node of an operation of one input that saves nothing. */
    private RuleNode(long sequence, String name, BackwardRule rule, @Nullable Node next, int output) {
        super(sequence);
        this.name = name;
        this.rule = rule;
        this.saved = NOTHING;
        this.versions = NO_VERSIONS;
        setEdge(next, output);
    }

    /** Makes the node of an operation of one input that saves nothing, and links its output to it. */
    static void make(ThreadState ts, String gradFn, Tensor out, Tensor input, BackwardRule rule) {
        if (Dispatcher.backend(out) != Dispatcher.backend(input)) {
            make(ts, gradFn, new Tensor[] {out}, new Tensor[] {input}, new Tensor[0], rule);
            return;
        }
        Node next = TensorAccess.gradientNode(input);
        RuleNode node =
                new RuleNode(ts.tick(Dispatcher.order(next)), gradFn, rule, next, TensorAccess.outputNumber(input));
        node.setOutput(TensorAccess.shown(out), out.dtype());
        node.note(ts);
        if (out.dtype().isFloatingPoint()) {
            TensorAccess.setGradFn(out, node, 0);
        }
    }

    /** Makes the node of an operation and links its outputs to it; see {@link Dispatcher#recordAll}. */
    static void make(
            ThreadState ts,
            String gradFn,
            Tensor[] outs,
            @Nullable Tensor[] inputs,
            @Nullable Tensor[] saved,
            BackwardRule rule) {
        @Nullable Node[] nodes = new Node[inputs.length];
        int[] numbers = new int[inputs.length];
        long after = 0;
        Backend first = outs.length == 0 ? null : Dispatcher.backend(outs[0]);
        Backend under = first instanceof BatchedBackend && !recordsLift(gradFn) ? first : null;
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            if (input != null && input.requiresGrad()) {
                if (under != null && Dispatcher.backend(input) != under) {
                    input = Batching.lift(input, under);
                }
                nodes[i] = TensorAccess.gradientNode(input);
                numbers[i] = TensorAccess.outputNumber(input);
                after = Math.max(after, Dispatcher.order(nodes[i]));
            }
        }
        @Nullable Object[] packed = new Object[saved.length];
        int[] versions = new int[saved.length];
        for (int i = 0; i < saved.length; i++) {
            Tensor s = saved[i];
            if (s != null) {
                int output = outputNumber(outs, s);
                packed[i] = output < 0 ? SavedTensor.pack(ts, s) : SavedTensor.packOutput(ts, s, output);
                versions[i] = SavedTensor.version(s);
            }
        }
        RuleNode node = new RuleNode(ts.tick(after), gradFn, rule, nodes, numbers, packed, versions);
        node.outputs(outs);
        node.note(ts);
        for (int i = 0; i < outs.length; i++) {
            if (outs[i].dtype().isFloatingPoint()) {
                TensorAccess.setGradFn(outs[i], node, i);
            }
        }
    }

    /** The operations that change the levels of a tensor are the only ones whose inputs have others than their results. */
    private static boolean recordsLift(String gradFn) {
        return gradFn.startsWith("Batch") && gradFn.matches("Batch(Enter|Exit|Lift)Backward0");
    }

    private static int outputNumber(Tensor[] outs, Tensor saved) {
        for (int i = 0; i < outs.length; i++) {
            if (outs[i] == saved && saved.dtype().isFloatingPoint()) {
                return i;
            }
        }
        return -1;
    }

    void writtenInPlace() {
        name = InPlaceNames.of(name);
    }

    void outputs(Tensor[] outs) {
        if (outs.length == 1) {
            setOutput(TensorAccess.shown(outs[0]), outs[0].dtype());
            return;
        }
        Layout[] layouts = new Layout[outs.length];
        DType[] dtypes = new DType[outs.length];
        for (int i = 0; i < outs.length; i++) {
            layouts[i] = TensorAccess.shown(outs[i]);
            dtypes[i] = outs[i].dtype();
        }
        setOutputs(layouts, dtypes);
    }

    private void note(ThreadState ts) {
        if (ts.anomaly) {
            setMadeAt(new Throwable("forward call of " + name));
        }
        if (ts.fusion != null) {
            setFused();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    protected @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs) {
        if (saved == RELEASED && versions.length > 0) {
            throw new AutogradException(SavedTensor.FREED);
        }
        return rule.apply(new BackwardContext(this, gradOutputs));
    }

    boolean needs(int input) {
        return needsInput(input);
    }

    Tensor saved(int i) {
        if (saved == RELEASED) {
            throw new AutogradException(SavedTensor.FREED);
        }
        return SavedTensor.unpack(saved[i], versions[i], this);
    }

    boolean savesBatched() {
        for (Object s : saved) {
            if (s instanceof Tensor t && Batching.isBatched(t)) {
                return true;
            }
        }
        return false;
    }

    boolean hasSaved(int i) {
        return saved != RELEASED && saved[i] != null;
    }

    @Override
    protected void release() {
        for (Object s : saved) {
            SavedTensor.release(s);
        }
        saved = RELEASED;
    }
}
