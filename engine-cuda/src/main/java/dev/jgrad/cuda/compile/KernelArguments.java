package dev.jgrad.cuda.compile;

import dev.jgrad.cuda.driver.NativePointer;
import dev.jgrad.data.ArgumentException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The arguments of one launch, in a block of host memory that belongs to the thread and is filled anew each time: no
 * object per argument. Values are appended in the order and with the types of the kernel's parameters.
 *
 * <p>A struct passed by value is written field by field between {@link #beginStruct} and {@link #endStruct}; fields are
 * aligned as C does.
 */
public final class KernelArguments {
    /** CUDA's bound for the sum of all parameters. */
    private static final int MAX_BYTES = 4096;

    private static final int MAX_ARGUMENTS = 64;

    // Lives as long as the thread: the arena is collected with this object.
    private final MemorySegment block = Arena.ofAuto().allocate(MAX_BYTES + 8L * MAX_ARGUMENTS, 64);
    private final MemorySegment table = block.asSlice(MAX_BYTES);
    private final long base = block.address();
    private final NativePointer pointer = new NativePointer(table.address());

    private int position;
    private int count;
    private boolean inStruct;

    /** An empty block; use {@link KernelFunction#arguments()}, which gives the thread's. */
    public KernelArguments() {}

    /** Forgets all arguments. */
    public KernelArguments clear() {
        position = 0;
        count = 0;
        inStruct = false;
        return this;
    }

    private int next(int size, int alignment) {
        int at = (position + alignment - 1) & -alignment;
        if (at + size > MAX_BYTES || count >= MAX_ARGUMENTS) {
            throw new ArgumentException("kernel arguments of more than " + MAX_BYTES + " bytes or " + MAX_ARGUMENTS
                    + " values: put them into device memory");
        }
        if (!inStruct) {
            table.set(ValueLayout.JAVA_LONG, 8L * count++, base + at);
        }
        position = at + size;
        return at;
    }

    /** A device address (any pointer type), 0 for null. */
    public KernelArguments address(long value) {
        return int64(value);
    }

    /** {@code long long}, {@code size_t}. */
    public KernelArguments int64(long value) {
        block.set(ValueLayout.JAVA_LONG, next(8, 8), value);
        return this;
    }

    /** {@code float}. */
    public KernelArguments float32(double value) {
        block.set(ValueLayout.JAVA_FLOAT, next(4, 4), (float) value);
        return this;
    }

    /** {@code double}. */
    public KernelArguments float64(double value) {
        block.set(ValueLayout.JAVA_DOUBLE, next(8, 8), value);
        return this;
    }

    /**
     * Begins a struct passed by value. What is appended until {@link #endStruct} are its fields (arrays: element by
     * element).
     *
     * @param alignment the struct's alignment in C: that of its widest field
     */
    public KernelArguments beginStruct(int alignment) {
        next(0, alignment);
        inStruct = true;
        return this;
    }

    /** Leaves room for fields that need not be set, such as the rest of an array. */
    public KernelArguments skip(int bytes) {
        next(bytes, 1);
        return this;
    }

    /** Ends a struct. */
    public KernelArguments endStruct() {
        inStruct = false;
        return this;
    }

    /** The {@code void*[]} of {@code cuLaunchKernel}. */
    NativePointer pointer() {
        return pointer;
    }
}
