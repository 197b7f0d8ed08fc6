package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.Node;
import dev.jgrad.batch.Refusals;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;

/** What happens when a {@link BinaryOp} overwrites its first operand: the checks, the kernel, the new history. */
final class BinaryWrites {
    private BinaryWrites() {}

    /** Overwrites the first operand with the result and returns it. */
    static Tensor callInPlace(BinaryOp op, Tensor self, Tensor other, double p, double q) {
        ThreadState ts = ThreadState.current();
        if (ts.forward != null && Tangents.any(ts, self, other)) {
            return Forward.inPlace(ts, op.name(), self, x -> op.call(x, other, p, q));
        }
        Backend be = TensorAccess.storage(self).backend();
        if (be != TensorAccess.storage(other).backend()) {
            Backend both = Batching.join(be, Dispatcher.backend(other));
            if (both != null) {
                if (both != be) {
                    throw Refusals.writesIntoUnbatched();
                }
                return callInPlace(op, self, Batching.lift(other, be), p, q);
            }
            if (other.dim() == 0 && other.device().isCpu()) {
                return callInPlace(op, self, other.to(self.device()), p, q);
            }
            throw Dispatcher.differentDevices(op.name() + "_", be, Dispatcher.backend(other));
        }
        ComputeTypes.checkOperands(op, self.dtype(), other.dtype());
        DType dtype = ComputeTypes.of(
                op.name(), op.type(), Promotion.result(self.dtype(), self.dim() == 0, other.dtype(), other.dim() == 0));
        DType result = op.kind().isComparison() ? self.dtype() : dtype;
        if (!Promotion.canCast(result, self.dtype())) {
            throw ComputeTypes.cannotStore(result, self.dtype());
        }
        boolean depends = ts.gradEnabled && (self.requiresGrad() || other.requiresGrad());
        boolean records = depends && op.selfRule() != null;
        boolean forgets = depends && op.forgets() && self.dtype().isFloatingPoint();
        Recorder.checkInPlace(ts, op.name(), self, records || forgets);
        long[] sizes = TensorAccess.shown(self).sizes();
        WriteChecks.checkBroadcastInto(
                op.name(), sizes, TensorAccess.shown(other).sizes());
        int saves = (self.requiresGrad() ? op.selfSaves() : 0) | (other.requiresGrad() ? op.otherSaves() : 0);
        Tensor original = records && (saves & Saves.SELF) != 0 ? Recorder.copyOf(self) : null;
        Buffer ab = TensorAccess.storage(self).buffer();
        Layout al = TensorAccess.layoutIn(self, ab);
        WriteChecks.checkWritable(op.name(), al);
        Tensor right = dtype == other.dtype() ? other : CastOps.convert(other, dtype);
        if (TensorAccess.storage(right) == TensorAccess.storage(self)
                && !TensorAccess.shown(right).equals(TensorAccess.shown(self))) {
            right = Recorder.copyOf(right);
        }
        if (dtype != self.dtype() || op.kind().isComparison()) {
            Tensor converted = CastOps.convert(self, dtype);
            Tensor computed = Grad.noGrad(() -> BinaryCalls.call(op, converted.detach(), other.detach(), p, q));
            store(be, self, ab, al, computed);
        } else {
            Buffer bb = TensorAccess.storage(right).buffer();
            Layout bl = TensorAccess.layoutIn(right, bb).expand(sizes);
            be.elementwise().binary(be.stream(), op.kind(), dtype, ab, al, ab, al, bb, bl, p, q);
        }
        // Before the write is counted: a view of what is written would have its node made anew.
        Node edge = records ? Recorder.edgeOf(self) : null;
        Node otherEdge = records ? Recorder.edgeOf(other) : null;
        RuleNode forgetting = forgets ? Recorder.forgetting(ts, op.forgetName(false), self, other) : null;
        TensorAccess.storage(self).bumpVersion();
        if (records) {
            BinaryCalls.recordBinary(ts, op, self, edge, other, otherEdge, original, self, p, q);
        } else if (forgetting != null) {
            Recorder.become(self, forgetting);
        }
        Reference.reachabilityFence(self);
        Reference.reachabilityFence(right);
        return self;
    }

    /** Writes values of another dtype into the buffer of an operand. */
    static void store(Backend be, Tensor self, Buffer into, Layout layout, Tensor values) {
        Buffer from = TensorAccess.storage(values).buffer();
        be.elementwise()
                .copy(
                        be.stream(),
                        self.dtype(),
                        into,
                        layout,
                        values.dtype(),
                        from,
                        TensorAccess.layoutIn(values, from));
    }
}
