package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.graph.CudaRecording;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.OperandChecks;
import org.jspecify.annotations.Nullable;

/** Addresses of operands, checked to lie within their buffers, and the names of their types in kernels. */
final class Operands {
    private Operands() {}

    /** Where an operand that is only read has its first element. */
    static long input(CudaStream stream, DType dtype, Buffer buffer, Layout layout) {
        OperandChecks.layout(dtype, buffer, layout);
        return ((CudaBuffer) buffer).input(stream) + layout.offset() * dtype.byteSize();
    }

    /** Where an operand that is written has its first element. */
    static long output(CudaStream stream, DType dtype, Buffer buffer, Layout layout) {
        OperandChecks.layout(dtype, buffer, layout);
        return ((CudaBuffer) buffer).output(stream) + layout.offset() * dtype.byteSize();
    }

    /** A vector of n elements that is only read; 0 for null. */
    static long inputVector(CudaStream stream, DType dtype, @Nullable Buffer buffer, long n) {
        if (buffer == null) {
            return 0;
        }
        OperandChecks.vector(dtype, buffer, n);
        return ((CudaBuffer) buffer).input(stream);
    }

    /** A vector of n elements that is written; 0 for null. */
    static long outputVector(CudaStream stream, DType dtype, @Nullable Buffer buffer, long n) {
        if (buffer == null) {
            return 0;
        }
        OperandChecks.vector(dtype, buffer, n);
        return ((CudaBuffer) buffer).output(stream);
    }

    /** The type's name in {@code types.cuh}. */
    static String type(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "f32";
            case FLOAT64 -> "f64";
            case FLOAT16 -> "f16";
            case BFLOAT16 -> "bf16";
            case INT64 -> "i64";
            case INT32 -> "i32";
            case INT16 -> "i16";
            case INT8 -> "i8";
            case UINT8 -> "u8";
            case BOOL -> "b8";
        };
    }

    /** An integral dtype of the same width, for kernels that move raw bits. */
    static DType bits(DType dtype) {
        return switch (dtype.byteSize()) {
            case 8 -> DType.INT64;
            case 4 -> DType.INT32;
            case 2 -> DType.INT16;
            default -> DType.INT8;
        };
    }

    /** What elements of a floating dtype are computed in. */
    static DType computed(DType dtype) {
        return dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }

    /** The least power of 2 that is not below n. */
    static int powerOfTwo(long n) {
        return n <= 1 ? 1 : (int) Math.min(1 << 30, Long.highestOneBit(n - 1) << 1);
    }

    /**
     * Where a kernel reads numbers that a replayed graph changes; 0 where they stay what they are.
     *
     * @param given what they are now
     */
    static long live(CudaStream stream, DType dtype, double... given) {
        CudaRecording recording = stream.recording();
        return recording == null || !dtype.isFloatingPoint() ? 0 : recording.numbers(given);
    }
}
