package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.autograd.SeparableNode;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The node of an elementwise operation: one class for all of them, with what is saved as plain fields, because most
 * graphs consist of it and every byte and indirection counts.
 */
final class ElementwiseNode extends SeparableNode implements Saved {
    private final Record op;
    private final boolean number;
    private final double p;
    private final double @Nullable [] qr;
    private @Nullable Object self;
    private @Nullable Object other;
    private @Nullable Object result;
    private boolean inPlace;
    private int selfVersion;
    private int otherVersion;
    private int resultVersion;

    /**
     * A node of a {@link UnaryOp} or {@link BinaryOp}.
     *
     * @param number true when the second operand is the number p
     */
    ElementwiseNode(long sequence, Record op, boolean number, double p, double q, double r) {
        super(sequence);
        this.op = op;
        this.number = number;
        this.p = p;
        this.qr = q == 0 && r == 0 ? null : new double[] {q, r};
    }

    void writtenInPlace() {
        inPlace = true;
    }

    void edge(@Nullable Node a, int outputA) {
        setEdge(a, outputA);
    }

    void edges(@Nullable Node a, int outputA, @Nullable Node b, int outputB) {
        setEdges(a, outputA, b, outputB);
    }

    void save(ThreadState ts, int saves, Tensor a, @Nullable Tensor b, Tensor out) {
        if ((saves & Saves.SELF) != 0) {
            self = SavedTensor.pack(ts, a);
            selfVersion = SavedTensor.version(a);
            Fusing.keep(ts, a);
        }
        if ((saves & Saves.OTHER) != 0 && b != null) {
            other = SavedTensor.pack(ts, b);
            // In place, what was read was there before the write that was counted last.
            boolean overwritten = TensorAccess.storage(b) == TensorAccess.storage(out);
            otherVersion = SavedTensor.version(b) - (overwritten ? 1 : 0);
            Fusing.keep(ts, b);
        }
        if ((saves & Saves.RESULT) != 0) {
            result = SavedTensor.packOutput(ts, out, 0);
            resultVersion = SavedTensor.version(out);
            Fusing.keep(ts, out);
        }
    }

    /** Links a result, which is the operand itself after an in-place operation, to this complete node. */
    void attach(ThreadState ts, Tensor out, Tensor operand) {
        setOutput(TensorAccess.shown(out), out.dtype());
        if (ts.anomaly) {
            setMadeAt(new Throwable("forward call of " + name()));
        }
        if (ts.fusion != null) {
            setFused();
        }
        Recorder.attach(out, operand, this);
    }

    @Override
    public String name() {
        String name = op instanceof BinaryOp b ? number ? b.numberGradFn() : b.gradFn() : ((UnaryOp) op).gradFn();
        return inPlace ? InPlaceNames.of(name) : name;
    }

    @Override
    protected @Nullable Tensor gradient(int i, Tensor grad) {
        GradientRule rule;
        if (op instanceof BinaryOp b) {
            rule = i == 0 ? number ? b.numberRule() : b.selfRule() : number ? null : b.otherRule();
        } else {
            rule = ((UnaryOp) op).rule();
        }
        return rule == null ? null : rule.apply(grad, this);
    }

    @Override
    protected void release() {
        SavedTensor.release(self);
        SavedTensor.release(other);
        SavedTensor.release(result);
        self = null;
        other = null;
        result = null;
    }

    @Override
    public Tensor self() {
        return SavedTensor.unpack(self, selfVersion, this);
    }

    @Override
    public Tensor other() {
        return SavedTensor.unpack(other, otherVersion, this);
    }

    @Override
    public Tensor result() {
        return SavedTensor.unpack(result, resultVersion, this);
    }

    @Override
    public double p() {
        return p;
    }

    @Override
    public double q() {
        return qr == null ? 0 : qr[0];
    }

    @Override
    public double r() {
        return qr == null ? 0 : qr[1];
    }
}
