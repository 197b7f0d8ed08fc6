package dev.jgrad.cuda;

import dev.jgrad.cuda.graph.CudaRecording;
import dev.jgrad.cuda.memory.PinnedMemory;
import dev.jgrad.data.DType;
import dev.jgrad.spi.OperandChecks;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Moves elements between device and host through page-locked memory: an upload returns as soon as the caller's memory
 * was copied, a download waits for the stream.
 */
public final class HostTransfers {
    /** Bytes moved at a time. */
    private static final long CHUNK = 4 << 20;

    private final CudaBackend backend;
    private final PinnedMemory pinned;

    HostTransfers(CudaBackend backend) {
        this.backend = backend;
        this.pinned = new PinnedMemory(backend.driver());
    }

    void upload(CudaStream stream, DType dtype, CudaBuffer target, long at, MemorySegment source, long elements) {
        OperandChecks.range(dtype, target, at, elements);
        CudaRecording recording = stream.recording();
        if (recording != null) {
            recording.giveUp("data of the host were copied to " + backend.device() + " while a CUDA graph is"
                    + " being captured; replays would see the data of this moment again and again: make constants before,"
                    + " and copy each batch into the same input tensor before replay()");
        }
        backend.stream();
        long bytes = elements * dtype.byteSize();
        long address = target.output(stream) + at * dtype.byteSize();
        for (long done = 0; done < bytes; done += CHUNK) {
            long size = Math.min(CHUNK, bytes - done);
            PinnedMemory.Lease lease = pinned.take(size);
            boolean submitted = false;
            try {
                MemorySegment.copy(source, done, lease.segment(), 0, size);
                backend.driver().copyToDevice(address + done, lease.address(), size, stream.handle());
                submitted = true;
            } finally {
                if (submitted) {
                    pinned.giveBackAfter(lease, stream);
                } else {
                    pinned.giveBack(lease);
                }
            }
        }
        Reference.reachabilityFence(target);
    }

    void download(CudaStream stream, DType dtype, CudaBuffer source, long at, MemorySegment target, long elements) {
        OperandChecks.range(dtype, source, at, elements);
        endRecording(stream);
        backend.stream();
        long bytes = elements * dtype.byteSize();
        long address = source.input(stream) + at * dtype.byteSize();
        for (long done = 0; done < bytes; done += CHUNK) {
            long size = Math.min(CHUNK, bytes - done);
            PinnedMemory.Lease lease = pinned.take(size);
            try {
                backend.driver().copyToHost(lease.address(), address + done, size, stream.handle());
                backend.driver().synchronize(stream.handle());
                stream.checkFailure();
                MemorySegment.copy(lease.segment(), 0, target, done, size);
            } finally {
                pinned.giveBack(lease);
            }
        }
        Reference.reachabilityFence(source);
    }

    void close() {
        pinned.close();
    }

    /** To be called before the host waits for a stream. */
    static void endRecording(CudaStream stream) {
        CudaRecording recording = stream.recording();
        if (recording != null) {
            recording.giveUp("a value was read from " + stream.backend().device() + " (item(), toString(),"
                    + " a condition on a tensor, a size that depends on values) while a CUDA graph is being captured;"
                    + " a graph cannot wait for the host: read values after replay()");
        }
    }

    private MemorySegment one(CudaStream stream, DType dtype, CudaBuffer buffer, long element) {
        MemorySegment value = MemorySegment.ofArray(new long[1]);
        download(stream, dtype, buffer, element, value, 1);
        return value;
    }

    double getDouble(CudaStream stream, DType dtype, CudaBuffer buffer, long element) {
        MemorySegment value = one(stream, dtype, buffer, element);
        return switch (dtype) {
            case FLOAT32 -> value.get(ValueLayout.JAVA_FLOAT, 0);
            case FLOAT64 -> value.get(ValueLayout.JAVA_DOUBLE, 0);
            case FLOAT16 -> Float.float16ToFloat(value.get(ValueLayout.JAVA_SHORT, 0));
            case BFLOAT16 -> Float.intBitsToFloat(value.get(ValueLayout.JAVA_SHORT, 0) << 16);
            default -> integral(dtype, value);
        };
    }

    long getLong(CudaStream stream, DType dtype, CudaBuffer buffer, long element) {
        return dtype.isFloatingPoint()
                ? (long) getDouble(stream, dtype, buffer, element)
                : integral(dtype, one(stream, dtype, buffer, element));
    }

    private static long integral(DType dtype, MemorySegment value) {
        return switch (dtype) {
            case INT64 -> value.get(ValueLayout.JAVA_LONG, 0);
            case INT32 -> value.get(ValueLayout.JAVA_INT, 0);
            case INT16 -> value.get(ValueLayout.JAVA_SHORT, 0);
            case INT8 -> value.get(ValueLayout.JAVA_BYTE, 0);
            case UINT8 -> value.get(ValueLayout.JAVA_BYTE, 0) & 0xff;
            case BOOL -> value.get(ValueLayout.JAVA_BYTE, 0) != 0 ? 1 : 0;
            default -> throw new AssertionError(dtype);
        };
    }
}
