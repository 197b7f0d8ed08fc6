package dev.jgrad.io;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Makes tensors of bytes that come from a file. */
final class HostTensors {
    private HostTensors() {}

    /** A dense tensor with a copy of these bytes, which are little-endian. */
    static Tensor copyOf(MemorySegment bytes, DType dtype, Device device, long... sizes) {
        MemorySegment clean = dtype.isBool() ? truthValues(bytes) : bytes;
        return Tensors.fromSegment(TensorOptions.device(device), clean, dtype, sizes);
    }

    /** Kernels rely on 0 and 1; a file may hold anything. */
    private static MemorySegment truthValues(MemorySegment bytes) {
        byte[] values = bytes.toArray(ValueLayout.JAVA_BYTE);
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (values[i] == 0 ? 0 : 1);
        }
        return MemorySegment.ofArray(values);
    }
}
