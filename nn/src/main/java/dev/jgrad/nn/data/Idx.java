package dev.jgrad.nn.data;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads IDX files, the format of MNIST and its relatives, gzip'd or not. */
public final class Idx {
    private Idx() {}

    /**
     * The content of an IDX file: most often uint8, {@code [count, rows, columns]} for pictures and {@code [count]} for
     * labels.
     *
     * @throws DataException when the file is missing, no IDX file, or too short or long for its header
     */
    public static Tensor read(Path file) {
        return parse(InputFile.read(file), file.toString());
    }

    /** The same from memory; the name is for error messages. */
    public static Tensor parse(byte[] packed, String name) {
        byte[] bytes = InputFile.unpack(packed, name);
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length < 4 || in.getShort(0) != 0) {
            throw new DataException(name + " is not an IDX file: it does not begin with two zero bytes");
        }
        DType dtype = dtype(in.get(2), name);
        int rank = in.get(3) & 0xFF;
        int header = 4 + 4 * rank;
        if (rank == 0 || bytes.length < header) {
            throw new DataException(
                    name + " is not a whole IDX file: its header of " + rank + " dimensions is cut off");
        }
        long[] sizes = new long[rank];
        long expected = dtype.byteSize();
        for (int i = 0; i < rank; i++) {
            sizes[i] = Integer.toUnsignedLong(in.getInt(4 + 4 * i));
            // Sizes come from a file: one that overflows is as wrong as one that is too large.
            if (sizes[i] != 0 && expected > Long.MAX_VALUE / sizes[i]) {
                throw new DataException(name + " claims the impossible sizes " + Arrays.toString(sizes));
            }
            expected *= sizes[i];
        }
        if (bytes.length - header != expected) {
            throw new DataException(name + " should hold " + expected + " bytes for the sizes "
                    + Arrays.toString(sizes) + " and holds " + (bytes.length - header)
                    + (bytes.length - header < expected ? "; was it cut off in a download?" : ""));
        }
        byte[] content = nativeOrder(Arrays.copyOfRange(bytes, header, bytes.length), dtype.byteSize());
        return Tensors.fromSegment(TensorOptions.device(Device.CPU), MemorySegment.ofArray(content), dtype, sizes);
    }

    private static DType dtype(byte code, String name) {
        return switch (code) {
            case 0x08 -> DType.UINT8;
            case 0x09 -> DType.INT8;
            case 0x0B -> DType.INT16;
            case 0x0C -> DType.INT32;
            case 0x0D -> DType.FLOAT32;
            case 0x0E -> DType.FLOAT64;
            default ->
                throw new DataException(
                        name + " is not an IDX file: " + String.format("0x%02X", code) + " names no type of values");
        };
    }

    /** IDX is big-endian, most machines are not. */
    private static byte[] nativeOrder(byte[] bytes, int width) {
        if (width == 1 || java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.BIG_ENDIAN) {
            return bytes;
        }
        for (int i = 0; i < bytes.length; i += width) {
            for (int a = i, b = i + width - 1; a < b; a++, b--) {
                byte t = bytes[a];
                bytes[a] = bytes[b];
                bytes[b] = t;
            }
        }
        return bytes;
    }
}
