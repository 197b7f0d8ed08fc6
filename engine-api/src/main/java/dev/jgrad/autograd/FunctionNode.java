package dev.jgrad.autograd;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.op.Batching;
import dev.jgrad.op.Forward;
import dev.jgrad.op.ForwardLevel;
import dev.jgrad.op.Histories;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/** The node of a user's {@link Function}. */
final class FunctionNode extends Node {
    private final Function function;
    private final Context context;
    private final Device device;

    private FunctionNode(long sequence, Function function, Context context, Device device) {
        super(sequence);
        this.function = function;
        this.context = context;
        this.device = device;
    }

    static Tensor[] run(Function function, Tensor... inputs) {
        ThreadState ts = ThreadState.current();
        Context context = new Context();
        boolean[] needs = new boolean[inputs.length];
        boolean records = false;
        for (int i = 0; i < inputs.length; i++) {
            needs[i] = ts.gradEnabled && inputs[i].requiresGrad();
            records |= needs[i];
        }
        context.setNeeds(needs);
        Tensor[] outs;
        ForwardLevel forward = ts.forward;
        ts.forward = null;
        try (Guard _ = Grad.disabled()) {
            outs = function.runForward(context, inputs);
        } finally {
            ts.forward = forward;
        }
        for (Tensor d : context.dirty()) {
            Histories.checkInPlace("apply", d, records);
        }
        for (int i = 0; i < outs.length; i++) {
            boolean isInput = false;
            for (Tensor input : inputs) {
                isInput |= input == outs[i];
            }
            if (isInput && !context.isDirty(outs[i])) {
                outs[i] = outs[i].detach();
            }
        }
        if (forward != null) {
            tangents(ts, function, context, inputs, outs);
        }
        if (records) {
            record(ts, function, context, Batching.lifted(inputs, outs), needs, outs);
        }
        return outs;
    }

    private static void tangents(ThreadState ts, Function function, Context context, Tensor[] inputs, Tensor[] outs) {
        Forward.custom(ts, outs, inputs, tangents -> function.runJvp(context, tangents), (u, tangents) -> {
            boolean[] needs = new boolean[inputs.length];
            for (int i = 0; i < needs.length; i++) {
                needs[i] = tangents[i] != null;
            }
            boolean[] before = context.setNeeds(needs);
            try {
                return function.runBackward(context, u);
            } finally {
                context.setNeeds(before);
            }
        });
    }

    private static void record(
            ThreadState ts, Function function, Context context, Tensor[] inputs, boolean[] needs, Tensor[] outs) {
        @Nullable Node[] nodes = new Node[inputs.length];
        int[] numbers = new int[inputs.length];
        long after = 0;
        for (int i = 0; i < inputs.length; i++) {
            if (needs[i]) {
                Node next = TensorAccess.gradientNode(inputs[i]);
                nodes[i] = next;
                numbers[i] = TensorAccess.outputNumber(inputs[i]);
                if (next != null && next.sequence() != Long.MAX_VALUE) {
                    after = Math.max(after, next.sequence());
                }
            }
        }
        FunctionNode node = new FunctionNode(ts.tick(after), function, context, outs[0].device());
        node.setEdges(nodes, numbers);
        Layout[] layouts = new Layout[outs.length];
        DType[] dtypes = new DType[outs.length];
        for (int i = 0; i < outs.length; i++) {
            layouts[i] = TensorAccess.shown(outs[i]);
            dtypes[i] = outs[i].dtype();
        }
        node.setOutputs(layouts, dtypes);
        if (ts.anomaly) {
            node.setMadeAt(new Throwable("forward call of " + node.name()));
        }
        for (int i = 0; i < outs.length; i++) {
            if (!outs[i].dtype().isFloatingPoint() || context.isNonDifferentiable(outs[i])) {
                continue;
            }
            if (context.isDirty(outs[i])) {
                Histories.rebase(outs[i], node, i);
            } else {
                TensorAccess.setGradFn(outs[i], node, i);
            }
        }
        context.seal(ts, node);
    }

    @Override
    public String name() {
        return function.nodeName();
    }

    @Override
    protected boolean ownsResults() {
        return false;
    }

    @Override
    protected @Nullable Tensor[] apply(@Nullable Tensor[] gradOutputs) {
        @Nullable Tensor[] grads = gradOutputs.clone();
        for (int i = 0; i < grads.length; i++) {
            if (grads[i] == null && context.materializesGrads()) {
                grads[i] = Tensors.zeros(new TensorOptions(outputDType(i), device), outputSizes(i));
            }
        }
        @Nullable Tensor[] results = function.runBackward(context, grads);
        if (results.length > nextCount()) {
            for (int i = nextCount(); i < results.length; i++) {
                if (results[i] != null) {
                    throw new AutogradException("function " + name()
                            + " returned an incorrect number of gradients (expected " + nextCount() + ", got "
                            + results.length + ")");
                }
            }
            return java.util.Arrays.copyOf(results, nextCount());
        }
        return results;
    }

    @Override
    protected void release() {
        context.release();
    }
}
