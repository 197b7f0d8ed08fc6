package dev.jgrad.op;

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

/** What happens when a {@link UnaryOp} is called: check, cast, kernel, record. */
final class UnaryCalls {
    private UnaryCalls() {}

    /** The result as a new tensor. */
    static Tensor call(UnaryOp op, Tensor operand, double p, double q, double r) {
        ThreadState ts = ThreadState.current();
        Tensor self = ts.autocast == null ? operand : ts.autocast.operand(op.name(), operand);
        Storage storage = TensorAccess.storage(self);
        Backend be = storage.backend();
        DType dtype = ComputeTypes.of(op.name(), op.type(), self.dtype());
        Tensor in = dtype == self.dtype() ? self : CastOps.convert(self, dtype);
        Buffer ab = Fusing.operand(ts, TensorAccess.storage(in));
        Layout al = TensorAccess.layoutIn(in, ab);
        Layout shown = TensorAccess.shown(in).denseLike();
        Layout physical = ab.physical();
        Layout ol = physical == null ? shown : physical;
        DType outDType = op.kind().isPredicate() ? DType.BOOL : dtype;
        Tensor out = ts.fusion == null
                ? null
                : ts.fusion.later(ts, be, Form.UNARY, op.kind(), dtype, outDType, shown, physical, p, q, r, ab, al);
        if (out == null) {
            ab = TensorAccess.storage(in).buffer();
            out = Dispatcher.like(ts, be, outDType, shown, physical);
            be.elementwise()
                    .unary(
                            be.stream(),
                            op.kind(),
                            dtype,
                            TensorAccess.storage(out).buffer(),
                            ol,
                            ab,
                            al,
                            p,
                            q,
                            r);
        }
        if (ts.gradEnabled && self.requiresGrad() && op.rule() != null) {
            recordUnary(ts, op, self, null, out, p, q, r);
        }
        if (ts.forward != null) {
            Forward.unary(ts, op, self, out, p, q, r);
        }
        Reference.reachabilityFence(in);
        return out;
    }

    private static void recordUnary(
            ThreadState ts,
            UnaryOp op,
            Tensor self,
            @Nullable Tensor original,
            Tensor out,
            double p,
            double q,
            double r) {
        Node next = Objects.requireNonNull(TensorAccess.gradientNode(self));
        ElementwiseNode node = new ElementwiseNode(ts.tick(Dispatcher.order(next)), op, false, p, q, r);
        node.edge(next, TensorAccess.outputNumber(self));
        node.save(ts, op.saves(), original == null ? self : original, null, out);
        node.attach(ts, out, self);
    }

    /** Overwrites the operand with the result and returns it. */
    static Tensor callInPlace(UnaryOp op, Tensor self, double p, double q, double r) {
        ThreadState ts = ThreadState.current();
        if (ts.forward != null && Tangents.any(ts, self)) {
            return Forward.inPlace(ts, op.name(), self, x -> op.call(x, p, q, r));
        }
        DType dtype = ComputeTypes.of(op.name(), op.type(), self.dtype());
        if (op.kind().isPredicate() ? self.dtype() != dtype : !Promotion.canCast(dtype, self.dtype())) {
            throw ComputeTypes.cannotStore(dtype, self.dtype());
        }
        boolean records = ts.gradEnabled && self.requiresGrad() && op.rule() != null;
        Recorder.checkInPlace(ts, op.name(), self, records);
        Tensor original = records && (op.saves() & Saves.SELF) != 0 ? Recorder.copyOf(self) : null;
        if (op.kind().isPredicate() || dtype != self.dtype()) {
            return CopyOps.copyInto(self, op.call(self, p, q, r));
        }
        Backend be = TensorAccess.storage(self).backend();
        Buffer b = TensorAccess.storage(self).buffer();
        Layout l = TensorAccess.layoutIn(self, b);
        WriteChecks.checkWritable(op.name(), l);
        be.elementwise().unary(be.stream(), op.kind(), dtype, b, l, b, l, p, q, r);
        TensorAccess.storage(self).bumpVersion();
        if (records) {
            recordUnary(ts, op, self, original, self, p, q, r);
        }
        Reference.reachabilityFence(self);
        return self;
    }
}
