package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Conversion of dtype and device: {@code Tensor.to}. */
public final class CastOps {
    private CastOps() {}

    /** The same values in another dtype, without recording; the tensor itself when it has that dtype. */
    static Tensor convert(Tensor self, DType dtype) {
        if (self.dtype() == dtype) {
            return self;
        }
        Buffer in = TensorAccess.storage(self).buffer();
        return converted(self, dtype, in.physical() == null ? null : TensorAccess.layoutIn(self, in), false);
    }

    /**
     * The same values in another dtype and physical order.
     *
     * @param order null for the order that the tensor shows
     * @param rowMajor in row-major order where {@code order} is null
     */
    private static Tensor converted(Tensor self, DType dtype, @Nullable Layout order, boolean rowMajor) {
        Storage storage = TensorAccess.storage(self);
        Backend be = storage.backend();
        Buffer in = storage.buffer();
        Layout layout = TensorAccess.layoutIn(self, in);
        Tensor out = order != null || rowMajor
                ? Dispatcher.allocatePhysical(be, dtype, layout.sizes(), order)
                : Dispatcher.allocate(be, dtype, layout.denseLike());
        Buffer target = TensorAccess.storage(out).buffer();
        be.elementwise().copy(be.stream(), dtype, target, TensorAccess.layoutIn(out, target), self.dtype(), in, layout);
        Reference.reachabilityFence(self);
        return out;
    }

    /** Another dtype, recorded as PyTorch's {@code _to_copy}. */
    public static Tensor to(Tensor self, DType dtype) {
        if (self.dtype() == dtype) {
            return self;
        }
        return to(self, dtype, null);
    }

    /** The same in a physical order of choice; the gradient comes back in the order of {@code self}. */
    static Tensor to(Tensor self, DType dtype, @Nullable Layout order) {
        DType from = self.dtype();
        Tensor out = order == null ? convert(self, dtype) : converted(self, dtype, order, false);
        return Dispatcher.record(
                "ToCopyBackward0", out, new Tensor[] {self}, new Tensor[0], c -> new Tensor[] {
                    order == null || c.recording() ? c.grad().to(from) : converted(c.grad(), from, null, true)
                });
    }

    /** The physical order in which a convolution takes an input or a weight once it has this dtype; null where it keeps its own. */
    static @Nullable Layout orderOfOperand(Tensor operand, DType dtype) {
        Buffer buffer = TensorAccess.storage(operand).buffer();
        Layout layout = TensorAccess.layoutIn(operand, buffer);
        return operand.dtype() == dtype || buffer.physical() != null || !layout.isContiguous()
                ? null
                : TensorAccess.storage(operand).backend().convolutions().preferredOperand(dtype, layout.sizes());
    }

    /** Another device, recorded; the tensor itself when it is there. */
    public static Tensor to(Tensor self, Device device) {
        if (self.device().equals(device)) {
            return self;
        }
        Device from = self.device();
        return Dispatcher.record(
                "ToCopyBackward0", transfer(self, Devices.backend(device)), new Tensor[] {self}, new Tensor[0], c ->
                        new Tensor[] {c.grad().to(from)});
    }

    private static Tensor transfer(Tensor self, Backend target) {
        Tensor dense = self.detach().contiguous();
        Layout layout = TensorAccess.plainLayout(dense);
        Storage storage = TensorAccess.storage(dense);
        Backend source = storage.backend();
        Tensor out = Dispatcher.allocate(target, self.dtype(), layout.dense());
        long n = layout.numel();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(Math.max(1, n * self.dtype().byteSize()), 64);
            source.download(source.stream(), self.dtype(), storage.buffer(), layout.offset(), host, n);
            target.upload(
                    target.stream(), self.dtype(), TensorAccess.storage(out).buffer(), 0, host, n);
        }
        Reference.reachabilityFence(dense);
        return out;
    }
}
