package dev.jgrad.op;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** Values between tensors and the Java heap. */
public final class HostData {
    private HostData() {}

    /** The only element. */
    public static double itemDouble(Tensor t) {
        Storage s = TensorAccess.storage(t);
        Buffer b = s.buffer();
        double v = s.backend()
                .getDouble(
                        s.backend().stream(),
                        t.dtype(),
                        b,
                        TensorAccess.layoutIn(t, b).offset());
        Reference.reachabilityFence(t);
        return v;
    }

    /** The only element. */
    public static long itemLong(Tensor t) {
        Storage s = TensorAccess.storage(t);
        Buffer b = s.buffer();
        long v = s.backend()
                .getLong(
                        s.backend().stream(),
                        t.dtype(),
                        b,
                        TensorAccess.layoutIn(t, b).offset());
        Reference.reachabilityFence(t);
        return v;
    }

    /** Copies all elements in row-major order into host memory of the tensor's dtype. */
    public static void download(Tensor t, MemorySegment target) {
        if (t.numel() == 0) {
            return; // a view of nothing may start behind its storage
        }
        Tensor dense = dense(t);
        Storage s = TensorAccess.storage(dense);
        Layout layout = TensorAccess.plainLayout(dense);
        s.backend().download(s.backend().stream(), t.dtype(), s.buffer(), layout.offset(), target, t.numel());
        Reference.reachabilityFence(dense);
    }

    private static Tensor dense(Tensor t) {
        return dev.jgrad.autograd.Grad.noGrad(() -> CopyOps.contiguous(t.detach()));
    }

    /** All elements as doubles. */
    public static double[] toDoubles(Tensor t) {
        double[] out = new double[Math.toIntExact(t.numel())];
        download(CastOps.convert(t.detach(), DType.FLOAT64), MemorySegment.ofArray(out));
        return out;
    }

    /** All elements as floats. */
    public static float[] toFloats(Tensor t) {
        float[] out = new float[Math.toIntExact(t.numel())];
        download(CastOps.convert(t.detach(), DType.FLOAT32), MemorySegment.ofArray(out));
        return out;
    }

    /** All elements as longs. */
    public static long[] toLongs(Tensor t) {
        long[] out = new long[Math.toIntExact(t.numel())];
        download(CastOps.convert(t.detach(), DType.INT64), MemorySegment.ofArray(out));
        return out;
    }

    /** A new contiguous tensor with elements from host memory of that dtype. */
    public static Tensor fromHost(Backend backend, DType dtype, MemorySegment source, long... sizes) {
        Layout layout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(backend, dtype, layout);
        backend.upload(backend.stream(), dtype, TensorAccess.storage(out).buffer(), 0, source, layout.numel());
        return out;
    }
}
