package dev.jgrad.storage;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.BinaryKind;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwiseKernels;
import dev.jgrad.spi.FusedKernels;
import dev.jgrad.spi.FusedProgram;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.spi.TernaryKind;
import dev.jgrad.spi.UnaryKind;
import dev.jgrad.storage.LazyBuffer.Operand;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The computation of one value and of all it waits for: collects the operations, makes a program of them and runs it. */
final class LazyLoop {
    private final LazyBuffer root;
    private final List<Operand> leaves = new ArrayList<>(4);
    private final List<LazyBuffer> steps = new ArrayList<>(8);

    /** For each step the numbers of its operands: steps counted from 0, leaves as -1, -2 and so on. */
    private final List<int[]> wiring = new ArrayList<>(8);

    LazyLoop(LazyBuffer root) {
        this.root = root;
    }

    /** Runs it; the caller holds the lock of the root. */
    void run() {
        do {
            leaves.clear();
            steps.clear();
            wiring.clear();
            visit(root);
            for (Operand leaf : leaves) {
                leaf.buffer().addReader(root.self());
            }
            // Who writes to a leaf has what waits for it computed first. If that happened to a part of this before
            // the root was noted as a reader, the leaf may be changing now.
        } while (!stillPending());
        leaves.forEach(LazyBuffer::checkUnchanged);
        if (steps.size() == 1) {
            alone();
        } else {
            together();
        }
        for (Operand leaf : leaves) {
            Reference.reachabilityFence(leaf.buffer());
        }
    }

    private boolean stillPending() {
        for (LazyBuffer step : steps) {
            if (step.isFinished()) {
                return false;
            }
        }
        return true;
    }

    private int visit(LazyBuffer node) {
        int known = indexOf(node);
        if (known >= 0) {
            return known;
        }
        Operand[] operands;
        synchronized (node) {
            operands = node.operands.clone();
            if (node.done() != null) {
                return -1;
            }
        }
        int[] numbers = new int[3];
        for (int i = 0; i < operands.length; i++) {
            numbers[i] = number(operands[i]);
        }
        steps.add(node);
        wiring.add(numbers);
        return steps.size() - 1;
    }

    private int number(Operand o) {
        LazyBuffer lazy = o.lazy();
        if (lazy == null) {
            return leaf(o);
        }
        int step = lazy.done() == null ? visit(lazy) : -1;
        if (step >= 0) {
            return step;
        }
        Buffer value = Objects.requireNonNull(lazy.done());
        return leaf(new Operand(value, lazy.layout, lazy.stored, value.generation()));
    }

    private int leaf(Operand o) {
        for (int i = 0; i < leaves.size(); i++) {
            Operand known = leaves.get(i);
            if (known.buffer() == o.buffer()
                    && known.stored() == o.stored()
                    && (known.layout() == o.layout() || known.layout().equals(o.layout()))) {
                return -1 - i;
            }
        }
        leaves.add(o);
        return -leaves.size();
    }

    private int indexOf(LazyBuffer node) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) == node) {
                return i;
            }
        }
        return -1;
    }

    private void together() {
        List<LazyBuffer> outputs = new ArrayList<>(2);
        outputs.add(root);
        for (LazyBuffer step : steps) {
            if (step != root && step.writesOut()) {
                outputs.add(step);
            }
        }
        FusedProgram program = program(outputs);
        int count = outputs.size() + leaves.size();
        Buffer[] buffers = new Buffer[count];
        Layout[] layouts = new Layout[count];
        for (int i = 0; i < outputs.size(); i++) {
            LazyBuffer out = outputs.get(i);
            buffers[i] = room(out);
            layouts[i] = out.layout;
        }
        for (int i = 0; i < leaves.size(); i++) {
            buffers[outputs.size() + i] = leaves.get(i).buffer();
            layouts[outputs.size() + i] = leaves.get(i).layout();
        }
        Backend be = root.backend;
        FusedKernels kernels = Objects.requireNonNull(be.fused());
        kernels.run(be.stream(), program, buffers, layouts, numbers());
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).complete(buffers[i]);
        }
    }

    private double[] numbers() {
        double[] numbers = new double[3 * steps.size()];
        for (int i = 0; i < steps.size(); i++) {
            LazyBuffer s = steps.get(i);
            numbers[3 * i] = s.p;
            numbers[3 * i + 1] = s.q;
            numbers[3 * i + 2] = s.r;
        }
        return numbers;
    }

    private FusedProgram program(List<LazyBuffer> outputs) {
        int inputs = leaves.size();
        var builder = new FusedProgram.Builder(root.dtype, inputs, steps.size(), outputs.size());
        for (Operand leaf : leaves) {
            builder.input(leaf.stored());
        }
        for (int i = 0; i < steps.size(); i++) {
            LazyBuffer s = steps.get(i);
            int[] n = wiring.get(i);
            builder.step(s.form, s.kind, value(n[0], inputs), value(n[1], inputs), value(n[2], inputs));
        }
        for (LazyBuffer out : outputs) {
            builder.output(inputs + indexOf(out), out.stored);
        }
        return builder.build();
    }

    private static int value(int number, int inputs) {
        return number < 0 ? -1 - number : inputs + number;
    }

    private static Buffer room(LazyBuffer out) {
        Buffer buffer = out.backend.allocate(out.stored, out.layout.numel());
        @Nullable Layout physical = out.physical();
        if (physical != null) {
            buffer.setPhysical(physical);
        }
        return buffer;
    }

    /** A single operation needs no class of its own. */
    private void alone() {
        Buffer out = room(root);
        Backend be = root.backend;
        ElementwiseKernels k = be.elementwise();
        Operand a = leaves.get(-1 - wiring.getFirst()[0]);
        DType dtype = root.dtype;
        switch (root.form) {
            case UNARY ->
                k.unary(
                        be.stream(),
                        (UnaryKind) root.kind,
                        dtype,
                        out,
                        root.layout,
                        a.buffer(),
                        a.layout(),
                        root.p,
                        root.q,
                        root.r);
            case BINARY -> {
                Operand b = leaves.get(-1 - wiring.getFirst()[1]);
                k.binary(
                        be.stream(),
                        (BinaryKind) root.kind,
                        dtype,
                        out,
                        root.layout,
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        root.p,
                        root.q);
            }
            case NUMBER_LEFT, NUMBER_RIGHT ->
                k.binaryScalar(
                        be.stream(),
                        (BinaryKind) root.kind,
                        dtype,
                        out,
                        root.layout,
                        a.buffer(),
                        a.layout(),
                        root.p,
                        (long) root.p,
                        root.form == Form.NUMBER_LEFT,
                        root.q);
            case TERNARY -> {
                Operand b = leaves.get(-1 - wiring.getFirst()[1]);
                Operand c = leaves.get(-1 - wiring.getFirst()[2]);
                k.ternary(
                        be.stream(),
                        (TernaryKind) root.kind,
                        dtype,
                        out,
                        root.layout,
                        a.buffer(),
                        a.layout(),
                        b.buffer(),
                        b.layout(),
                        c.buffer(),
                        c.layout(),
                        root.p);
            }
        }
        root.complete(out);
    }
}
