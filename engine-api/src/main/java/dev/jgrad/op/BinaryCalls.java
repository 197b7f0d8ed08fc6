package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.Broadcasting;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.Promotion;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.FusedProgram.Form;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What happens when a {@link BinaryOp} is called with two tensors: promotion, broadcasting, kernel, record. */
final class BinaryCalls {
    private BinaryCalls() {}

    /** The result as a new tensor. */
    static Tensor call(BinaryOp op, Tensor left, Tensor right, double p, double q) {
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
            return callAcross(op, a, b, p, q);
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
            dtype = ComputeTypes.of(op.name(), op.type(), dtype);
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
            ComputeTypes.checkOperands(op, dtype, b.dtype());
            dtype = ComputeTypes.of(
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
            out = Dispatcher.like(ts, be, outDType, shown, physical);
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
    private static Tensor callAcross(BinaryOp op, Tensor a, Tensor b, double p, double q) {
        Backend both = Batching.join(Dispatcher.backend(a), Dispatcher.backend(b));
        if (both != null) {
            return call(op, Batching.lift(a, both), Batching.lift(b, both), p, q);
        }
        if (b.dim() == 0 && b.device().isCpu()) {
            return call(op, a, b.to(a.device()), p, q);
        }
        if (a.dim() == 0 && a.device().isCpu()) {
            return call(op, a.to(b.device()), b, p, q);
        }
        throw Dispatcher.differentDevices(op.name(), Dispatcher.backend(a), Dispatcher.backend(b));
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

    /** Makes the node of a result; of an in-place operation with what the first operand was before, if the rule reads it. */
    static void recordBinary(
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
        ElementwiseNode node =
                new ElementwiseNode(ts.tick(Math.max(Dispatcher.order(na), Dispatcher.order(nb))), op, false, p, q, 0);
        node.edges(na, TensorAccess.outputNumber(a), nb, TensorAccess.outputNumber(b));
        int saves = (na == null ? 0 : op.selfSaves()) | (nb == null ? 0 : op.otherSaves());
        node.save(ts, saves, originalA == null ? a : originalA, b, out);
        node.attach(ts, out, a);
    }
}
