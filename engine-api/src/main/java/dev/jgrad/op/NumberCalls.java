package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happens when a {@link BinaryOp} is called with a tensor and a number. */
final class NumberCalls {
    private NumberCalls() {}

    /** {@code kind(tensor, number)} as a new tensor. */
    static Tensor call(BinaryOp op, Tensor left, double value, long integer, boolean floating, double p) {
        ThreadState ts = ThreadState.current();
        Tensor a = ts.autocast == null ? left : ts.autocast.operand(op.name(), left);
        DType dtype = ComputeTypes.withNumber(op, a.dtype(), floating);
        DType outDType = op.kind().isComparison() ? DType.BOOL : dtype;
        Tensor out = compute(ts, op, Form.NUMBER_RIGHT, a, dtype, outDType, value, integer, p);
        if (ts.gradEnabled && op.numberRule() != null && a.requiresGrad()) {
            recordNumber(ts, op, a, null, out, value);
        }
        if (ts.forward != null) {
            Forward.number(ts, op, a, out, value);
        }
        return out;
    }

    /** {@code kind(number, tensor)}, not recorded. */
    static Tensor callFirst(BinaryOp op, Tensor operand, double value, long integer, boolean floating) {
        ThreadState ts = ThreadState.current();
        Tensor a = ts.autocast == null ? operand : ts.autocast.operand(op.name(), operand);
        DType dtype = ComputeTypes.withNumber(op, a.dtype(), floating);
        return compute(ts, op, Form.NUMBER_LEFT, a, dtype, dtype, value, integer, 0);
    }

    /** Left for later in a region that fuses, else computed now. */
    private static Tensor compute(
            ThreadState ts,
            BinaryOp op,
            Form form,
            Tensor a,
            DType dtype,
            DType outDType,
            double value,
            long integer,
            double p) {
        Tensor in = dtype == a.dtype() ? a : CastOps.convert(a, dtype);
        Storage storage = TensorAccess.storage(in);
        Backend be = storage.backend();
        Buffer ab = Fusing.operand(ts, storage);
        Layout al = TensorAccess.layoutIn(in, ab);
        Layout shown = TensorAccess.shown(in).denseLike();
        Layout physical = ab.physical();
        Tensor out = ts.fusion == null
                ? null
                : ts.fusion.later(ts, be, form, op.kind(), dtype, outDType, shown, physical, value, p, 0, ab, al);
        if (out == null) {
            ab = storage.buffer();
            out = Dispatcher.like(ts, be, outDType, shown, physical);
            be.elementwise()
                    .binaryScalar(
                            be.stream(),
                            op.kind(),
                            dtype,
                            TensorAccess.storage(out).buffer(),
                            physical == null ? shown : physical,
                            ab,
                            al,
                            value,
                            dtype.isBool() && integer != 0 ? 1 : integer,
                            form == Form.NUMBER_LEFT,
                            p);
        }
        Reference.reachabilityFence(in);
        return out;
    }

    private static void recordNumber(
            ThreadState ts, BinaryOp op, Tensor a, @Nullable Tensor original, Tensor out, double value) {
        Node next = Objects.requireNonNull(TensorAccess.gradientNode(a));
        ElementwiseNode node = new ElementwiseNode(ts.tick(Dispatcher.order(next)), op, true, value, 0, 0);
        if (op.numberGradFn().equals(op.gradFn())) {
            node.edges(next, TensorAccess.outputNumber(a), null, 0); // PyTorch wraps the number as a tensor
        } else {
            node.edge(next, TensorAccess.outputNumber(a));
        }
        node.save(ts, op.numberSaves(), original == null ? a : original, null, out);
        node.attach(ts, out, a);
    }

    /** Overwrites the tensor with {@code kind(tensor, number)} and returns it. */
    static Tensor callInPlace(BinaryOp op, Tensor self, double value, long integer, boolean floating, double p) {
        ThreadState ts = ThreadState.current();
        if (ts.forward != null && Tangents.any(ts, self)) {
            return Forward.inPlace(ts, op.name(), self, x -> call(op, x, value, integer, floating, p));
        }
        DType dtype = ComputeTypes.withNumber(op, self.dtype(), floating);
        DType result = op.kind().isComparison() ? self.dtype() : dtype;
        if (!Promotion.canCast(result, self.dtype())) {
            throw ComputeTypes.cannotStore(result, self.dtype());
        }
        boolean depends = ts.gradEnabled && self.requiresGrad();
        boolean records = depends && op.numberRule() != null;
        boolean forgets = depends && op.forgets();
        Recorder.checkInPlace(ts, op.name(), self, records || forgets);
        Tensor original = records && (op.numberSaves() & Saves.SELF) != 0 ? Recorder.copyOf(self) : null;
        Backend be = TensorAccess.storage(self).backend();
        Buffer ab = TensorAccess.storage(self).buffer();
        Layout al = TensorAccess.layoutIn(self, ab);
        WriteChecks.checkWritable(op.name(), al);
        if (dtype != self.dtype() || op.kind().isComparison()) {
            Tensor computed = Grad.noGrad(() -> call(op, self.detach(), value, integer, floating, p));
            BinaryWrites.store(be, self, ab, al, computed);
        } else {
            long exact = dtype.isBool() && integer != 0 ? 1 : integer;
            be.elementwise().binaryScalar(be.stream(), op.kind(), dtype, ab, al, ab, al, value, exact, false, p);
        }
        RuleNode forgetting = forgets ? Recorder.forgetting(ts, op.forgetName(true), self) : null;
        TensorAccess.storage(self).bumpVersion();
        if (records) {
            recordNumber(ts, op, self, original, self, value);
        } else if (forgetting != null) {
            Recorder.become(self, forgetting);
        }
        Reference.reachabilityFence(self);
        return self;
    }
}
