package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.op.CreationOps;
import dev.jgrad.op.HostData;
import dev.jgrad.op.TensorAccess;
import dev.jgrad.spi.Backend;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Tensors of given values and of one value among {@link Tensors}, which is the name to use. */
public abstract sealed class CreationFunctions extends CountingFunctions permits RangeFunctions {
    CreationFunctions() {}

    static Backend backend(TensorOptions o) {
        Device device = o.device();
        return Devices.backend(device != null ? device : Devices.current());
    }

    static DType floating(TensorOptions o) {
        return DTypes.named(o.dtype());
    }

    static Tensor finish(Tensor t, TensorOptions o) {
        if (o.requiresGrad()) {
            if (!t.dtype().isFloatingPoint()) {
                throw new AutogradException("Only Tensors of floating point and complex dtype can require gradients");
            }
            if (t.isInference() || !t.isLeaf() || TensorAccess.metaOrNull(t) != null) {
                return t.requiresGrad_();
            }
            TensorAccess.newLeaf(t);
        }
        return t;
    }

    // ---- from Java -------------------------------------------------------------------------------------------

    /** A float32 vector, whatever the default dtype: the values are of that type, as NumPy's are. */
    public static Tensor tensor(float... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** A vector of the default dtype from double literals, as Python's floats become float32. */
    public static Tensor tensor(double... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** An int64 vector. */
    public static Tensor tensor(long... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** An int64 vector. */
    public static Tensor tensor(int... values) {
        return tensor(Arrays.stream(values).asLongStream().toArray());
    }

    /** A bool vector. */
    public static Tensor tensor(boolean... values) {
        return tensor(TensorOptions.DEFAULT, values, values.length);
    }

    /** A matrix of the default dtype. */
    public static Tensor tensor(double[]... rows) {
        return fromRows(rows);
    }

    private static Tensor fromRows(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] flat = HeapArrays.doubles((long) rows.length * columns);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ShapeException(
                        "expected sequence of length " + columns + " at dim 1 (got " + rows[i].length + ")");
            }
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return tensor(TensorOptions.DEFAULT, flat, rows.length, columns);
    }

    /** A zero-dimensional tensor of the default dtype. */
    public static Tensor scalar(double value) {
        return full(TensorOptions.DEFAULT, value);
    }

    /** A zero-dimensional int64 tensor. */
    public static Tensor scalar(long value) {
        return tensor(TensorOptions.DEFAULT, new long[] {value});
    }

    /** A zero-dimensional bool tensor. */
    public static Tensor scalar(boolean value) {
        return tensor(TensorOptions.DEFAULT, new boolean[] {value});
    }

    /** Values in row-major order; float32 where the options name no dtype. No sizes give a zero-dimensional tensor. */
    public static Tensor tensor(TensorOptions o, float[] values, long... sizes) {
        checkCount(values.length, sizes);
        Tensor t = HostData.fromHost(backend(o), DType.FLOAT32, MemorySegment.ofArray(values), sizes);
        DType dtype = o.dtype();
        return finish(dtype == null ? t : t.to(dtype), o);
    }

    /** Values in row-major order; the default dtype where the options name none. */
    public static Tensor tensor(TensorOptions o, double[] values, long... sizes) {
        checkCount(values.length, sizes);
        Tensor t = HostData.fromHost(backend(o), DType.FLOAT64, MemorySegment.ofArray(values), sizes);
        return finish(t.to(floating(o)), o);
    }

    /** Values in row-major order; int64 where the options name no dtype. */
    public static Tensor tensor(TensorOptions o, long[] values, long... sizes) {
        checkCount(values.length, sizes);
        Tensor t = HostData.fromHost(backend(o), DType.INT64, MemorySegment.ofArray(values), sizes);
        DType dtype = o.dtype();
        return finish(dtype == null ? t : t.to(dtype), o);
    }

    /** Values in row-major order; bool where the options name no dtype. */
    public static Tensor tensor(TensorOptions o, boolean[] values, long... sizes) {
        checkCount(values.length, sizes);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        Tensor t = HostData.fromHost(backend(o), DType.BOOL, MemorySegment.ofArray(bytes), sizes);
        DType dtype = o.dtype();
        return finish(dtype == null ? t : t.to(dtype), o);
    }

    /**
     * Copies elements of a dtype from memory in native byte order.
     *
     * @throws ArgumentException when the segment is too short
     */
    public static Tensor fromSegment(MemorySegment segment, DType dtype, long... sizes) {
        return fromSegment(TensorOptions.DEFAULT, segment, dtype, sizes);
    }

    /** The same on the device of the options. */
    public static Tensor fromSegment(TensorOptions o, MemorySegment segment, DType dtype, long... sizes) {
        long bytes = Dims.numel(sizes) * dtype.byteSize();
        if (segment.byteSize() < bytes) {
            throw new ArgumentException("a tensor of shape " + Arrays.toString(sizes) + " and dtype " + dtype
                    + " needs " + bytes + " bytes, the segment has " + segment.byteSize());
        }
        return finish(HostData.fromHost(backend(o), dtype, segment, sizes), o);
    }

    /** uint8 values 0 to 255 in row-major order. */
    public static Tensor fromBytes(byte[] values, long... sizes) {
        checkCount(values.length, sizes);
        return fromSegment(MemorySegment.ofArray(values), DType.UINT8, sizes);
    }

    private static void checkCount(int count, long[] sizes) {
        long n = Dims.numel(sizes);
        if (n != count) {
            throw new ShapeException("shape '" + Arrays.toString(sizes) + "' is invalid for input of size " + count);
        }
    }

    // ---- constant --------------------------------------------------------------------------------------------

    /** Zeros. */
    public static Tensor zeros(long... sizes) {
        return zeros(TensorOptions.DEFAULT, sizes);
    }

    /** Zeros. */
    public static Tensor zeros(TensorOptions o, long... sizes) {
        return finish(CreationOps.full(backend(o), floating(o), 0, 0, sizes), o);
    }

    /** Ones. */
    public static Tensor ones(long... sizes) {
        return ones(TensorOptions.DEFAULT, sizes);
    }

    /** Ones. */
    public static Tensor ones(TensorOptions o, long... sizes) {
        return finish(CreationOps.full(backend(o), floating(o), 1, 1, sizes), o);
    }

    /** One floating value everywhere. */
    public static Tensor full(TensorOptions o, double value, long... sizes) {
        return finish(CreationOps.full(backend(o), floating(o), value, (long) value, sizes), o);
    }

    /** One integral value everywhere; int64 where the options name no dtype. */
    public static Tensor full(TensorOptions o, long value, long... sizes) {
        DType dtype = o.dtype();
        return finish(CreationOps.full(backend(o), dtype == null ? DType.INT64 : dtype, value, value, sizes), o);
    }

    /** One floating value everywhere, of the default dtype. */
    public static Tensor full(long[] sizes, double value) {
        return full(TensorOptions.DEFAULT, value, sizes);
    }

    /** One integral value everywhere, int64. */
    public static Tensor full(long[] sizes, long value) {
        return full(TensorOptions.DEFAULT, value, sizes);
    }

    /** A zero-dimensional tensor, of the default dtype where the options name none: {@code torch.scalar_tensor}. */
    public static Tensor scalarTensor(double s, TensorOptions o) {
        return full(o, s);
    }

    /** The same of an integer, which becomes the default dtype too where the options name none. */
    public static Tensor scalarTensor(long s, TensorOptions o) {
        return full(o.withDType(floating(o)), s);
    }

    /** Undefined content. */
    public static Tensor empty(long... sizes) {
        return empty(TensorOptions.DEFAULT, sizes);
    }

    /** Undefined content. */
    public static Tensor empty(TensorOptions o, long... sizes) {
        return finish(CreationOps.empty(backend(o), floating(o), sizes), o);
    }

    static TensorOptions like(Tensor t) {
        return new TensorOptions(t.dtype(), t.device());
    }

    /** What the options leave open is as in the tensor. */
    static TensorOptions like(Tensor t, TensorOptions o) {
        return new TensorOptions(
                o.dtype() == null ? t.dtype() : o.dtype(),
                o.device() == null ? t.device() : o.device(),
                o.requiresGrad());
    }

    /** Zeros with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor zerosLike(Tensor t, TensorOptions o) {
        return zeros(like(t, o), t.shape().toArray());
    }

    /** Ones with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor onesLike(Tensor t, TensorOptions o) {
        return ones(like(t, o), t.shape().toArray());
    }

    /** One value with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor fullLike(Tensor t, double value, TensorOptions o) {
        return full(like(t, o), value, t.shape().toArray());
    }

    /** One integral value with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor fullLike(Tensor t, long value, TensorOptions o) {
        return full(like(t, o), value, t.shape().toArray());
    }

    /** One integral value with shape, dtype and device of another tensor. */
    public static Tensor fullLike(Tensor t, long value) {
        return full(like(t), value, t.shape().toArray());
    }

    /** Undefined content with the shape of another tensor, and its dtype and device where the options name none. */
    public static Tensor emptyLike(Tensor t, TensorOptions o) {
        return empty(like(t, o), t.shape().toArray());
    }

    /** Zeros with shape, dtype and device of another tensor. */
    public static Tensor zerosLike(Tensor t) {
        return zeros(like(t), t.shape().toArray());
    }

    /** Ones with shape, dtype and device of another tensor. */
    public static Tensor onesLike(Tensor t) {
        return CreationOps.onesLike(t);
    }

    /** One value with shape, dtype and device of another tensor. */
    public static Tensor fullLike(Tensor t, double value) {
        return full(like(t), value, t.shape().toArray());
    }

    /** Undefined content with shape, dtype and device of another tensor. */
    public static Tensor emptyLike(Tensor t) {
        return empty(like(t), t.shape().toArray());
    }

    /** A zero-dimensional tensor with dtype and device of another one. */
    public static Tensor scalarLike(Tensor t, double value) {
        return full(like(t), value);
    }

    /** The same; {@code integer} serves integral dtypes. */
    public static Tensor scalarLike(Tensor t, double value, long integer) {
        return CreationOps.full(Devices.backend(t.device()), t.dtype(), value, integer);
    }
}
