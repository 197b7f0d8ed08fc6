package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.driver.NativePointer;
import dev.jgrad.data.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The factors of a result and of what was there before, where cuDNN reads them: doubles for float64, floats otherwise. */
final class Factors {
    private static final MemorySegment MEMORY = memory();
    private static final NativePointer FLOAT_ONE = new NativePointer(MEMORY.address());
    private static final NativePointer DOUBLE_ONE = new NativePointer(MEMORY.address() + 8);

    /** 0 in both. */
    static final NativePointer ZERO = new NativePointer(MEMORY.address() + 16);

    /** No memory at all. */
    static final NativePointer NULL = new NativePointer(0);

    private Factors() {}

    private static MemorySegment memory() {
        MemorySegment s = Arena.global().allocate(24, 8);
        s.set(ValueLayout.JAVA_FLOAT, 0, 1);
        s.set(ValueLayout.JAVA_DOUBLE, 8, 1);
        return s;
    }

    static NativePointer one(DType dtype) {
        return dtype == DType.FLOAT64 ? DOUBLE_ONE : FLOAT_ONE;
    }
}
