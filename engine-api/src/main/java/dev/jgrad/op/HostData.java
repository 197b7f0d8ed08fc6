package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.OutOfMemoryException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.storage.Storage;
import dev.jgrad.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.function.IntFunction;

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
        return Grad.noGrad(() -> CopyOps.contiguous(t.detach()));
    }

    /** All elements as doubles. */
    public static double[] toDoubles(Tensor t) {
        double[] out = array(t, double[]::new);
        download(CastOps.convert(t.detach(), DType.FLOAT64), MemorySegment.ofArray(out));
        return out;
    }

    /** All elements as floats. */
    public static float[] toFloats(Tensor t) {
        float[] out = array(t, float[]::new);
        download(CastOps.convert(t.detach(), DType.FLOAT32), MemorySegment.ofArray(out));
        return out;
    }

    /** All elements as longs. */
    public static long[] toLongs(Tensor t) {
        long[] out = array(t, long[]::new);
        download(CastOps.convert(t.detach(), DType.INT64), MemorySegment.ofArray(out));
        return out;
    }

    /** A Java array for all elements, which the heap may lack the room for where the device has it. */
    private static <A> A array(Tensor t, IntFunction<A> make) {
        try {
            return make.apply(Math.toIntExact(t.numel()));
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw new OutOfMemoryException("a Java array has no room for the " + t.numel() + " elements of a tensor of "
                    + t.shape() + ": the heap has at most "
                    + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MiB (-Xmx), an array at most 2^31 - 1 elements; take a part of the tensor");
        }
    }

    /** A new contiguous tensor with elements from host memory of that dtype. */
    public static Tensor fromHost(Backend backend, DType dtype, MemorySegment source, long... sizes) {
        Layout layout = Layout.contiguous(sizes);
        Tensor out = Dispatcher.allocate(backend, dtype, layout);
        backend.upload(backend.stream(), dtype, TensorAccess.storage(out).buffer(), 0, source, layout.numel());
        return out;
    }
}
