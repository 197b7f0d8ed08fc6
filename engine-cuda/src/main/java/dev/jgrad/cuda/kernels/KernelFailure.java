package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.IndexException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where kernels of one stream note bad input: {@code struct Failure} of {@code types.cuh} in page-locked host memory, so
 * that looking at it costs nothing. Only the first note is kept; it becomes an exception when somebody next waits for the
 * stream.
 */
public final class KernelFailure {
    private static final long BYTES = 32;
    private static final long VALUE = 8;
    private static final long DIM = 16;
    private static final long SIZE = 24;

    static final int INDEX = 1;
    static final int SELECTION = 2;
    static final int DIVISION = 3;
    static final int TARGET = 4;

    private final long address;
    private final MemorySegment note;

    /** An empty note, which lives as long as the process. */
    @SuppressWarnings("restricted")
    public KernelFailure(CudaDriver driver) {
        address = driver.allocatePinned(BYTES);
        note = MemorySegment.ofAddress(address).reinterpret(BYTES);
        note.fill((byte) 0);
    }

    /** For kernels. */
    long address() {
        return address;
    }

    /**
     * To be called after the stream was waited for.
     *
     * @throws IndexException when a kernel met an index out of range
     * @throws ArgumentException when a kernel met an integer division by zero
     */
    public void check() {
        int code = note.get(ValueLayout.JAVA_INT, 0);
        if (code == 0) {
            return;
        }
        long value = note.get(ValueLayout.JAVA_LONG, VALUE);
        long dim = note.get(ValueLayout.JAVA_LONG, DIM);
        long size = note.get(ValueLayout.JAVA_LONG, SIZE);
        note.fill((byte) 0);
        throw switch (code) {
            case INDEX ->
                new IndexException("index " + value + " is out of bounds for dimension " + dim + " with size " + size);
            case SELECTION ->
                new IndexException(
                        "index out of range in self: index " + value + " in dimension " + dim + " with size " + size);
            case TARGET -> new IndexException("Target " + value + " is out of bounds.");
            default -> new ArgumentException("ZeroDivisionError");
        };
    }
}
