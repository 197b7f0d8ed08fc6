package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.op.CastOps;
import dev.jgrad.op.HostData;
import java.lang.foreign.MemorySegment;

/** Other dtypes and devices, and the way back to Java arrays. */
public sealed interface ConversionMethods permits Tensor {
    /** The same values in another dtype; this tensor itself when it has that dtype. */
    default Tensor to(DType dtype) {
        return CastOps.to((Tensor) this, dtype);
    }

    /** The same values on another device; this tensor itself when it is there. */
    default Tensor to(Device device) {
        return CastOps.to((Tensor) this, device);
    }

    /** The same values on a device named as text. */
    default Tensor to(String device) {
        return to(Device.of(device));
    }

    /** The same values on the CPU. */
    default Tensor cpu() {
        return to(Device.CPU);
    }

    /** The same values on the first GPU. */
    default Tensor cuda() {
        return to(Device.cuda(0));
    }

    /** The same values in float32. */
    default Tensor toFloat() {
        return to(DType.FLOAT32);
    }

    /** The same values in float64. */
    default Tensor toDouble() {
        return to(DType.FLOAT64);
    }

    /** The same values in float16. */
    default Tensor toHalf() {
        return to(DType.FLOAT16);
    }

    /** The same values in bfloat16. */
    default Tensor toBfloat16() {
        return to(DType.BFLOAT16);
    }

    /** The same values in int64. */
    default Tensor toLong() {
        return to(DType.INT64);
    }

    /** The same values in int32. */
    default Tensor toInt() {
        return to(DType.INT32);
    }

    /** The same values in bool. */
    default Tensor toBool() {
        return to(DType.BOOL);
    }

    /** The dtype of another tensor. */
    default Tensor typeAs(Tensor other) {
        return to(other.dtype());
    }

    /** All elements in row-major order. */
    default float[] toFloatArray() {
        return HostData.toFloats((Tensor) this);
    }

    /** All elements in row-major order. */
    default double[] toDoubleArray() {
        return HostData.toDoubles((Tensor) this);
    }

    /** All elements in row-major order. */
    default long[] toLongArray() {
        return HostData.toLongs((Tensor) this);
    }

    /** Copies all elements in row-major order, in this tensor's dtype and native byte order. */
    default void copyTo(MemorySegment target) {
        Tensor self = (Tensor) this;
        if (target.byteSize() < self.numel() * self.dtype().byteSize()) {
            throw new ArgumentException("the segment has " + target.byteSize() + " bytes, the tensor needs "
                    + self.numel() * self.dtype().byteSize());
        }
        HostData.download(self, target);
    }

    /** Zeros with this shape, dtype and device. */
    default Tensor zerosLike() {
        return Tensors.zerosLike((Tensor) this);
    }

    /** Zeros with this dtype and device. */
    default Tensor newZeros(long... sizes) {
        return Tensors.zeros(new TensorOptions(((Tensor) this).dtype(), ((Tensor) this).device()), sizes);
    }

    /** Ones with this dtype and device. */
    default Tensor newOnes(long... sizes) {
        return Tensors.ones(new TensorOptions(((Tensor) this).dtype(), ((Tensor) this).device()), sizes);
    }

    /** One value with this dtype and device. */
    default Tensor newFull(long[] sizes, double value) {
        return Tensors.full(new TensorOptions(((Tensor) this).dtype(), ((Tensor) this).device()), value, sizes);
    }

    /** Zeros, with this dtype and device where the options name none. */
    default Tensor newZeros(TensorOptions o, long... sizes) {
        return Tensors.zeros(Tensors.like((Tensor) this, o), sizes);
    }

    /** Ones, with this dtype and device where the options name none. */
    default Tensor newOnes(TensorOptions o, long... sizes) {
        return Tensors.ones(Tensors.like((Tensor) this, o), sizes);
    }

    /** One value, with this dtype and device where the options name none. */
    default Tensor newFull(TensorOptions o, long[] sizes, double value) {
        return Tensors.full(Tensors.like((Tensor) this, o), value, sizes);
    }

    /** One integral value, with this dtype and device where the options name none. */
    default Tensor newFull(TensorOptions o, long[] sizes, long value) {
        return Tensors.full(Tensors.like((Tensor) this, o), value, sizes);
    }

    /** Undefined content, with this dtype and device where the options name none. */
    default Tensor newEmpty(TensorOptions o, long... sizes) {
        return Tensors.empty(Tensors.like((Tensor) this, o), sizes);
    }

    /** The values in the dtype of another tensor, on its device. */
    default Tensor to(Tensor other) {
        return to(other.device()).to(other.dtype());
    }
}
