package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.batch.BatchedBackend;
import dev.jgrad.batch.Refusals;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.DeviceException;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The single door between tensors and backends. Every elementwise operation runs here from check to recording; an
 * operation with structure allocates with {@link #allocate}, calls its kernel and ends in {@link #record}. Nothing else
 * makes nodes of the graph.
 */
public final class Dispatcher {
    private Dispatcher() {}

    // ---- results ---------------------------------------------------------------------------------------------

    /** A new tensor of undefined content with this layout, which is dense and starts at 0. */
    public static Tensor allocate(Backend backend, DType dtype, Layout layout) {
        return wrap(ThreadState.current(), backend, backend.allocate(dtype, layout.numel()), dtype, layout);
    }

    /** The same in another physical order (null for row-major); the tensor still shows row-major strides. */
    public static Tensor allocatePhysical(Backend backend, DType dtype, long[] sizes, @Nullable Layout physical) {
        Layout shown = Layout.contiguous(sizes);
        Buffer buffer = backend.allocate(dtype, shown.numel());
        if (physical != null && !physical.isContiguous()) {
            buffer.setPhysical(physical);
        }
        return wrap(ThreadState.current(), backend, buffer, dtype, shown);
    }

    /** A new tensor of zeros. */
    public static Tensor allocateZeroed(Backend backend, DType dtype, Layout layout) {
        return wrap(ThreadState.current(), backend, backend.allocateZeroed(dtype, layout.numel()), dtype, layout);
    }

    /** A new tensor over a buffer. */
    public static Tensor wrap(ThreadState ts, Backend backend, Buffer buffer, DType dtype, Layout layout) {
        Storage storage;
        if (ts.made != null) {
            storage = new Storage(backend, buffer);
            ts.made.add(storage);
        } else if (ts.scope != null) {
            storage = ts.scope.storage(backend, buffer);
        } else {
            storage = new Storage(backend, buffer);
        }
        Tensor t = TensorAccess.createSame(storage, layout, dtype);
        if (ts.inference) {
            TensorAccess.markInference(t);
        }
        return t;
    }

    private static Tensor like(ThreadState ts, Backend be, DType dtype, Layout layout, @Nullable Layout physical) {
        Buffer buffer = be.allocate(dtype, layout.numel());
        if (physical != null) {
            buffer.setPhysical(physical);
        }
        return wrap(ts, be, buffer, dtype, layout);
    }

    /** The backend that holds a tensor. */
    public static Backend backend(Tensor t) {
        return TensorAccess.storage(t).backend();
    }

    /** The backend that holds all of these (nulls skipped); an error names both devices otherwise. */
    public static Backend backend(String op, @Nullable Tensor... tensors) {
        Backend found = null;
        for (Tensor t : tensors) {
            if (t != null) {
                Backend b = backend(t);
                if (found == null) {
                    found = b;
                } else if (found != b) {
                    Backend both = Batching.join(found, b);
                    if (both == null) {
                        throw differentDevices(op, found, b);
                    }
                    found = both;
                }
            }
        }
        if (found == null) {
            throw new dev.jgrad.data.ArgumentException(op + ": expected at least one tensor");
        }
        return found;
    }

    private static DeviceException differentDevices(String op, Backend a, Backend b) {
        return new DeviceException("Expected all tensors to be on the same device, but found at least two devices, "
                + a.device() + " and " + b.device() + "! (in " + op + "; move one with .to(\"" + a.device() + "\"))");
    }

    // ---- unary -----------------------------------------------------------------------------------------------

    static Tensor unary(UnaryOp op, Tensor operand, double p, double q, double r) {
        ThreadState ts = ThreadState.current();
        Tensor self = ts.autocast == null ? operand : ts.autocast.operand(op.name(), operand);
        Storage storage = TensorAccess.storage(self);
        Backend be = storage.backend();
        DType dtype = computeType(op.name(), op.type(), self.dtype());
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
            out = like(ts, be, outDType, shown, physical);
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
        Node next = java.util.Objects.requireNonNull(TensorAccess.gradientNode(self));
        ElementwiseNode node = new ElementwiseNode(ts.tick(order(next)), op, false, p, q, r);
        node.edge(next, TensorAccess.outputNumber(self));
        node.output(TensorAccess.shown(out), out.dtype());
        node.save(ts, op.saves(), original == null ? self : original, null, out);
        if (ts.anomaly) {
            node.place();
        }
        if (ts.fusion != null) {
            node.fuse();
        }
        Recorder.attach(out, self, node);
    }

    static Tensor unaryInPlace(UnaryOp op, Tensor self, double p, double q, double r) {
        ThreadState ts = ThreadState.current();
        if (ts.forward != null && Tangents.any(ts, self)) {
            return Forward.inPlace(ts, op.name(), self, x -> op.call(x, p, q, r));
        }
        DType dtype = computeType(op.name(), op.type(), self.dtype());
        if (op.kind().isPredicate() ? self.dtype() != dtype : !Promotion.canCast(dtype, self.dtype())) {
            throw cannotStore(dtype, self.dtype());
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
        checkWritable(op.name(), l);
        be.elementwise().unary(be.stream(), op.kind(), dtype, b, l, b, l, p, q, r);
        TensorAccess.storage(self).bumpVersion();
        if (records) {
            recordUnary(ts, op, self, original, self, p, q, r);
        }
        Reference.reachabilityFence(self);
        return self;
    }

    // ---- binary ----------------------------------------------------------------------------------------------

    static Tensor binary(BinaryOp op, Tensor left, Tensor right, double p, double q) {
        ThreadState ts = ThreadState.current();
        Tensor a = left;
        Tensor b = right;
        if (ts.autocast != null) {
            Tensor[] cast = ts.autocast.operands(op.name(), left, right);
            a = cast[0];
            b = cast[1];
        }
        Storage sa = TensorAccess.storage(a);
        Storage sb = TensorAccess.storage(b);
        Backend be = sa.backend();
        if (be != sb.backend()) {
            return binaryAcross(op, a, b, p, q);
        }
        DType dtype = a.dtype();
        Buffer ab = Fusing.operand(ts, sa);
        Buffer bb = Fusing.operand(ts, sb);
        Layout al = TensorAccess.layoutIn(a, ab);
        Layout bl = TensorAccess.layoutIn(b, bb);
        Layout shown;
        Layout physical;
        Tensor fenceA = a;
        Tensor fenceB = b;
        if (dtype == b.dtype() && al.isContiguous() && bl.isContiguous() && al.sameSizes(bl)) {
            dtype = computeType(op.name(), op.type(), dtype);
            if (dtype != a.dtype()) {
                fenceA = CastOps.convert(a, dtype);
                fenceB = CastOps.convert(b, dtype);
                ab = TensorAccess.storage(fenceA).buffer();
                bb = TensorAccess.storage(fenceB).buffer();
                al = TensorAccess.shown(fenceA);
                bl = TensorAccess.shown(fenceB);
            }
            shown = al.dense();
            physical = null;
        } else {
            checkOperands(op, dtype, b.dtype());
            dtype = computeType(
                    op.name(), op.type(), Promotion.result(dtype, al.rank() == 0, b.dtype(), bl.rank() == 0));
            if (dtype != a.dtype()) {
                fenceA = CastOps.convert(a, dtype);
                ab = TensorAccess.storage(fenceA).buffer();
                al = TensorAccess.layoutIn(fenceA, ab);
            }
            if (dtype != b.dtype()) {
                fenceB = CastOps.convert(b, dtype);
                bb = TensorAccess.storage(fenceB).buffer();
                bl = TensorAccess.layoutIn(fenceB, bb);
            }
            long[] sizes = Broadcasting.sizes(al.sizes(), bl.sizes());
            physical = physicalOf(sizes, ab, al, bb, bl);
            shown = physical != null ? Layout.contiguous(sizes) : resultLayout(sizes, al, bl);
            al = al.expand(sizes);
            bl = bl.expand(sizes);
        }
        DType outDType = op.kind().isComparison() ? DType.BOOL : dtype;
        Tensor out = ts.fusion == null
                ? null
                : ts.fusion.later(
                        ts, be, Form.BINARY, op.kind(), dtype, outDType, shown, physical, p, q, 0, ab, al, bb, bl);
        if (out == null) {
            ab = TensorAccess.storage(fenceA).buffer();
            bb = TensorAccess.storage(fenceB).buffer();
            out = like(ts, be, outDType, shown, physical);
            be.elementwise()
                    .binary(
                            be.stream(),
                            op.kind(),
                            dtype,
                            TensorAccess.storage(out).buffer(),
                            physical == null ? shown : physical,
                            ab,
                            al,
                            bb,
                            bl,
                            p,
                            q);
        }
        if (ts.gradEnabled && op.selfRule() != null && (a.requiresGrad() || b.requiresGrad())) {
            Node na = a.requiresGrad() ? TensorAccess.gradientNode(a) : null;
            Node nb = b.requiresGrad() ? TensorAccess.gradientNode(b) : null;
            recordBinary(ts, op, a, na, b, nb, null, out, p, q);
        }
        if (ts.forward != null) {
            Forward.binary(ts, op, a, b, out, p, q);
        }
        Reference.reachabilityFence(fenceA);
        Reference.reachabilityFence(fenceB);
        return out;
    }

    /** PyTorch lets a zero-dimensional CPU tensor meet tensors of any device. */
    private static Tensor binaryAcross(BinaryOp op, Tensor a, Tensor b, double p, double q) {
        Backend both = Batching.join(backend(a), backend(b));
        if (both != null) {
            return binary(op, Batching.lift(a, both), Batching.lift(b, both), p, q);
        }
        if (b.dim() == 0 && b.device().isCpu()) {
            return binary(op, a, b.to(a.device()), p, q);
        }
        if (a.dim() == 0 && a.device().isCpu()) {
            return binary(op, a.to(b.device()), b, p, q);
        }
        throw differentDevices(op.name(), backend(a), backend(b));
    }

    private static @Nullable Layout physicalOf(long[] sizes, Buffer ab, Layout al, Buffer bb, Layout bl) {
        if (ab.physical() != null && Arrays.equals(al.sizes(), sizes)) {
            return al;
        }
        return bb.physical() != null && Arrays.equals(bl.sizes(), sizes) ? bl : null;
    }

    private static Layout resultLayout(long[] sizes, Layout al, Layout bl) {
        if (Arrays.equals(al.sizes(), sizes)) {
            if (al.isContiguous()) {
                return al.dense();
            }
            if (bl.isContiguous() && Arrays.equals(bl.sizes(), sizes)) {
                return al.isNonOverlappingAndDense() ? al.denseLike() : bl.dense();
            }
            return al.denseLike();
        }
        return Arrays.equals(bl.sizes(), sizes) ? bl.denseLike() : Layout.contiguous(sizes);
    }

    private static void recordBinary(
            ThreadState ts,
            BinaryOp op,
            Tensor a,
            @Nullable Node na,
            Tensor b,
            @Nullable Node nb,
            @Nullable Tensor originalA,
            Tensor out,
            double p,
            double q) {
        ElementwiseNode node = new ElementwiseNode(ts.tick(Math.max(order(na), order(nb))), op, false, p, q, 0);
        node.edges(na, TensorAccess.outputNumber(a), nb, TensorAccess.outputNumber(b));
        node.output(TensorAccess.shown(out), out.dtype());
        int saves = (na == null ? 0 : op.selfSaves()) | (nb == null ? 0 : op.otherSaves());
        node.save(ts, saves, originalA == null ? a : originalA, b, out);
        if (ts.anomaly) {
            node.place();
        }
        if (ts.fusion != null) {
            node.fuse();
        }
        Recorder.attach(out, a, node);
    }

    static Tensor binaryNumber(BinaryOp op, Tensor left, double value, long integer, boolean floating, double p) {
        ThreadState ts = ThreadState.current();
        Tensor a = ts.autocast == null ? left : ts.autocast.operand(op.name(), left);
        Storage sa = TensorAccess.storage(a);
        Backend be = sa.backend();
        DType dtype = numberType(op, a.dtype(), floating);
        Tensor in = dtype == a.dtype() ? a : CastOps.convert(a, dtype);
        Buffer ab = Fusing.operand(ts, TensorAccess.storage(in));
        Layout al = TensorAccess.layoutIn(in, ab);
        Layout shown = TensorAccess.shown(in).denseLike();
        Layout physical = ab.physical();
        DType outDType = op.kind().isComparison() ? DType.BOOL : dtype;
        Tensor out = ts.fusion == null
                ? null
                : ts.fusion.later(
                        ts, be, Form.NUMBER_RIGHT, op.kind(), dtype, outDType, shown, physical, value, p, 0, ab, al);
        if (out == null) {
            ab = TensorAccess.storage(in).buffer();
            out = like(ts, be, outDType, shown, physical);
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
                            false,
                            p);
        }
        if (ts.gradEnabled && op.numberRule() != null && a.requiresGrad()) {
            recordNumber(ts, op, a, null, out, value);
        }
        if (ts.forward != null) {
            Forward.number(ts, op, a, out, value);
        }
        Reference.reachabilityFence(in);
        return out;
    }

    /** {@code kind(number, tensor)}, not recorded. */
    static Tensor numberFirst(BinaryOp op, Tensor operand, double value, long integer, boolean floating) {
        ThreadState ts = ThreadState.current();
        Tensor a = ts.autocast == null ? operand : ts.autocast.operand(op.name(), operand);
        DType dtype = numberType(op, a.dtype(), floating);
        Tensor in = CastOps.convert(a, dtype);
        Buffer ab = Fusing.operand(ts, TensorAccess.storage(in));
        Layout al = TensorAccess.layoutIn(in, ab);
        Layout shown = TensorAccess.shown(in).denseLike();
        Layout physical = ab.physical();
        Backend be = backend(a);
        Tensor out = ts.fusion == null
                ? null
                : ts.fusion.later(
                        ts, be, Form.NUMBER_LEFT, op.kind(), dtype, dtype, shown, physical, value, 0, 0, ab, al);
        if (out == null) {
            ab = TensorAccess.storage(in).buffer();
            out = like(ts, be, dtype, shown, physical);
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
                            integer,
                            true,
                            0);
        }
        Reference.reachabilityFence(in);
        return out;
    }

    private static void recordNumber(
            ThreadState ts, BinaryOp op, Tensor a, @Nullable Tensor original, Tensor out, double value) {
        Node next = java.util.Objects.requireNonNull(TensorAccess.gradientNode(a));
        ElementwiseNode node = new ElementwiseNode(ts.tick(order(next)), op, true, value, 0, 0);
        if (op.numberGradFn().equals(op.gradFn())) {
            node.edges(next, TensorAccess.outputNumber(a), null, 0); // PyTorch wraps the number as a tensor
        } else {
            node.edge(next, TensorAccess.outputNumber(a));
        }
        node.output(TensorAccess.shown(out), out.dtype());
        node.save(ts, op.numberSaves(), original == null ? a : original, null, out);
        if (ts.anomaly) {
            node.place();
        }
        if (ts.fusion != null) {
            node.fuse();
        }
        Recorder.attach(out, a, node);
    }

    static Tensor binaryInPlace(BinaryOp op, Tensor self, Tensor other, double p, double q) {
        ThreadState ts = ThreadState.current();
        if (ts.forward != null && Tangents.any(ts, self, other)) {
            return Forward.inPlace(ts, op.name(), self, x -> op.call(x, other, p, q));
        }
        Backend be = TensorAccess.storage(self).backend();
        if (be != TensorAccess.storage(other).backend()) {
            Backend both = Batching.join(be, backend(other));
            if (both != null) {
                if (both != be) {
                    throw Refusals.writesIntoUnbatched();
                }
                return binaryInPlace(op, self, Batching.lift(other, be), p, q);
            }
            if (other.dim() == 0 && other.device().isCpu()) {
                return binaryInPlace(op, self, other.to(self.device()), p, q);
            }
            throw differentDevices(op.name() + "_", be, backend(other));
        }
        checkOperands(op, self.dtype(), other.dtype());
        DType dtype = computeType(
                op.name(), op.type(), Promotion.result(self.dtype(), self.dim() == 0, other.dtype(), other.dim() == 0));
        DType result = op.kind().isComparison() ? self.dtype() : dtype;
        if (!Promotion.canCast(result, self.dtype())) {
            throw cannotStore(result, self.dtype());
        }
        boolean depends = ts.gradEnabled && (self.requiresGrad() || other.requiresGrad());
        boolean records = depends && op.selfRule() != null;
        boolean forgets = depends && op.forgets() && self.dtype().isFloatingPoint();
        Recorder.checkInPlace(ts, op.name(), self, records || forgets);
        long[] sizes = TensorAccess.shown(self).sizes();
        checkBroadcastInto(op.name(), sizes, TensorAccess.shown(other).sizes());
        int saves = (self.requiresGrad() ? op.selfSaves() : 0) | (other.requiresGrad() ? op.otherSaves() : 0);
        Tensor original = records && (saves & Saves.SELF) != 0 ? Recorder.copyOf(self) : null;
        Buffer ab = TensorAccess.storage(self).buffer();
        Layout al = TensorAccess.layoutIn(self, ab);
        checkWritable(op.name(), al);
        Tensor right = dtype == other.dtype() ? other : CastOps.convert(other, dtype);
        if (TensorAccess.storage(right) == TensorAccess.storage(self)
                && !TensorAccess.shown(right).equals(TensorAccess.shown(self))) {
            right = Recorder.copyOf(right);
        }
        if (dtype != self.dtype() || op.kind().isComparison()) {
            Tensor converted = CastOps.convert(self, dtype);
            Tensor computed =
                    dev.jgrad.autograd.Grad.noGrad(() -> binary(op, converted.detach(), other.detach(), p, q));
            Buffer cb = TensorAccess.storage(computed).buffer();
            be.elementwise()
                    .copy(be.stream(), self.dtype(), ab, al, computed.dtype(), cb, TensorAccess.layoutIn(computed, cb));
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
            recordBinary(ts, op, self, edge, other, otherEdge, original, self, p, q);
        } else if (forgetting != null) {
            Recorder.become(self, forgetting);
        }
        Reference.reachabilityFence(self);
        Reference.reachabilityFence(right);
        return self;
    }

    static Tensor binaryNumberInPlace(
            BinaryOp op, Tensor self, double value, long integer, boolean floating, double p) {
        ThreadState ts = ThreadState.current();
        if (ts.forward != null && Tangents.any(ts, self)) {
            return Forward.inPlace(ts, op.name(), self, x -> binaryNumber(op, x, value, integer, floating, p));
        }
        DType dtype = numberType(op, self.dtype(), floating);
        DType result = op.kind().isComparison() ? self.dtype() : dtype;
        if (!Promotion.canCast(result, self.dtype())) {
            throw cannotStore(result, self.dtype());
        }
        boolean depends = ts.gradEnabled && self.requiresGrad();
        boolean records = depends && op.numberRule() != null;
        boolean forgets = depends && op.forgets();
        Recorder.checkInPlace(ts, op.name(), self, records || forgets);
        Tensor original = records && (op.numberSaves() & Saves.SELF) != 0 ? Recorder.copyOf(self) : null;
        Backend be = TensorAccess.storage(self).backend();
        Buffer ab = TensorAccess.storage(self).buffer();
        Layout al = TensorAccess.layoutIn(self, ab);
        checkWritable(op.name(), al);
        if (dtype != self.dtype() || op.kind().isComparison()) {
            Tensor computed =
                    dev.jgrad.autograd.Grad.noGrad(() -> binaryNumber(op, self.detach(), value, integer, floating, p));
            Buffer cb = TensorAccess.storage(computed).buffer();
            be.elementwise()
                    .copy(be.stream(), self.dtype(), ab, al, computed.dtype(), cb, TensorAccess.layoutIn(computed, cb));
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

    // ---- rules shared by all ---------------------------------------------------------------------------------

    /** The dtype to compute in, by the rule of an operation. */
    static DType computeType(String op, ResultType type, DType promoted) {
        return switch (type) {
            case PROMOTED -> promoted;
            case FLOATING -> promoted.isFloatingPoint() ? promoted : DType.FLOAT32;
            case NOT_BOOL, NO_BOOL_OPERAND -> {
                if (promoted.isBool()) {
                    throw new DTypeException(
                            op.equals("sub")
                                    ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the"
                                            + " `^` or `logical_xor()` operator instead."
                                    : op + " is not supported for bool tensors; use logicalNot() or bitwiseNot()");
                }
                yield promoted;
            }
            case INTEGER -> {
                if (!promoted.isIntegral()) {
                    throw new DTypeException("\"" + op.replaceAll("bitwise_(.).*", "$1shift") + "_cpu\" not implemented"
                            + " for '" + promoted.scalarTypeName() + "': " + op + " takes integral tensors");
                }
                yield promoted;
            }
            case INTEGRAL -> {
                if (promoted.isFloatingPoint()) {
                    throw new DTypeException("\"" + op + "_cpu\" not implemented for '" + promoted.scalarTypeName()
                            + "': " + op + " takes integral or bool tensors");
                }
                yield promoted;
            }
        };
    }

    private static void checkOperands(BinaryOp op, DType a, DType b) {
        if (op.type() == ResultType.NO_BOOL_OPERAND && a != b && (a.isBool() || b.isBool())) {
            throw new DTypeException("Subtraction, the `-` operator, with a bool tensor is not supported. If you are"
                    + " trying to invert a mask, use the `~` or `logical_not()` operator instead.");
        }
    }

    private static DType numberType(BinaryOp op, DType tensor, boolean floating) {
        checkOperands(op, tensor, floating ? DType.FLOAT32 : DType.INT64);
        DType promoted = floating ? Promotion.withFloatingNumber(tensor) : Promotion.withIntegralNumber(tensor);
        return computeType(op.name(), op.type(), promoted);
    }

    private static DTypeException cannotStore(DType result, DType target) {
        return new DTypeException("result type " + result.scalarTypeName()
                + " can't be cast to the desired output type " + target.scalarTypeName());
    }

    static void checkBroadcastInto(String op, long[] target, long[] other) {
        long[] both = Broadcasting.sizes(target, other);
        if (!Arrays.equals(both, target)) {
            throw new ShapeException("output with shape " + Arrays.toString(target)
                    + " doesn't match the broadcast shape " + Arrays.toString(both) + " (in " + op + "_)");
        }
    }

    static void checkWritable(String op, Layout layout) {
        if (layout.numel() > 1 && layout.mayOverlap()) {
            throw new ShapeException("unsupported operation: more than one element of the written-to tensor refers to a"
                    + " single memory location. Please clone() the tensor before performing the operation. (in " + op
                    + "_)");
        }
    }

    static long order(@Nullable Node node) {
        return node == null || node.sequence() == Long.MAX_VALUE ? 0 : node.sequence();
    }

    // ---- recording -------------------------------------------------------------------------------------------

    /** True when what runs now is differentiated, in reverse or forward: then it must consist of differentiable steps. */
    static boolean recording() {
        ThreadState ts = ThreadState.current();
        return ts.gradEnabled || ts.forward != null;
    }

    /** True when what an operation on these inputs needs for its rule has to be kept: the rule will run. */
    public static boolean needsRecord(@Nullable Tensor... inputs) {
        ThreadState ts = ThreadState.current();
        return needsNode(ts, inputs) || ts.forward != null && Tangents.any(ts, inputs);
    }

    private static boolean needsNode(ThreadState ts, @Nullable Tensor... inputs) {
        if (!ts.gradEnabled) {
            return false;
        }
        for (Tensor t : inputs) {
            if (t != null && t.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    /** Records an operation with one output; returns the output. See {@link #recordAll}. */
    public static Tensor record(
            String gradFn, Tensor out, @Nullable Tensor[] inputs, @Nullable Tensor[] saved, BackwardRule rule) {
        ThreadState ts = ThreadState.current();
        boolean needsNode = needsNode(ts, inputs);
        if (ts.forward != null || needsNode) {
            recordAll(ts, needsNode, gradFn, new Tensor[] {out}, inputs, saved, rule);
        }
        return out;
    }

    /**
     * Makes the node of an operation when recording is on and an input requires a gradient. Outputs that are not of a
     * floating dtype stay outside of the graph.
     *
     * @param inputs differentiable inputs in PyTorch's order, null where an optional one is absent
     * @param saved what the rule reads; may hold inputs, outputs and nulls
     */
    public static void recordAll(
            String gradFn, Tensor[] outs, @Nullable Tensor[] inputs, @Nullable Tensor[] saved, BackwardRule rule) {
        ThreadState ts = ThreadState.current();
        recordAll(ts, needsNode(ts, inputs), gradFn, outs, inputs, saved, rule);
    }

    private static void recordAll(
            ThreadState ts,
            boolean needsNode,
            String gradFn,
            Tensor[] outs,
            @Nullable Tensor[] inputs,
            @Nullable Tensor[] saved,
            BackwardRule rule) {
        if (needsNode) {
            makeNode(ts, gradFn, outs, inputs, saved, rule);
        }
        if (ts.forward != null) {
            Forward.rule(ts, gradFn, outs, inputs, saved, rule);
        }
    }

    /** The operations that change the levels of a tensor are the only ones whose inputs have others than their results. */
    private static boolean recordsLift(String gradFn) {
        return gradFn.startsWith("Batch") && gradFn.matches("Batch(Enter|Exit|Lift)Backward0");
    }

    private static void makeNode(
            ThreadState ts,
            String gradFn,
            Tensor[] outs,
            @Nullable Tensor[] inputs,
            @Nullable Tensor[] saved,
            BackwardRule rule) {
        @Nullable Node[] nodes = new Node[inputs.length];
        int[] numbers = new int[inputs.length];
        long after = 0;
        Backend first = outs.length == 0 ? null : backend(outs[0]);
        Backend under = first instanceof BatchedBackend && !recordsLift(gradFn) ? first : null;
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            if (input != null && input.requiresGrad()) {
                if (under != null && backend(input) != under) {
                    input = Batching.lift(input, under);
                }
                nodes[i] = TensorAccess.gradientNode(input);
                numbers[i] = TensorAccess.outputNumber(input);
                after = Math.max(after, order(nodes[i]));
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
        if (ts.anomaly) {
            node.place();
        }
        if (ts.fusion != null) {
            node.fuse();
        }
        for (int i = 0; i < outs.length; i++) {
            if (outs[i].dtype().isFloatingPoint()) {
                TensorAccess.setGradFn(outs[i], node, i);
            }
        }
    }

    private static int outputNumber(Tensor[] outs, Tensor saved) {
        for (int i = 0; i < outs.length; i++) {
            if (outs[i] == saved && saved.dtype().isFloatingPoint()) {
                return i;
            }
        }
        return -1;
    }

    /** A list as an array of inputs. */
    static Tensor[] inputs(List<Tensor> tensors) {
        return tensors.toArray(Tensor[]::new);
    }
}
