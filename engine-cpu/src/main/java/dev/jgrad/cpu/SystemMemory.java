package dev.jgrad.cpu;

import dev.jgrad.memory.RawMemory;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Host memory by the C library's {@code malloc}, which every platform has. Blocks are aligned here (to a cache line,
 * or to a page from 1 MiB on); the word before a block remembers where malloc's begins.
 */
final class SystemMemory implements RawMemory {
    private static final long LINE = 64;
    private static final long PAGE = 4096;

    private static final MethodHandle MALLOC =
            bind("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = bind("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    @SuppressWarnings("restricted")
    private static MethodHandle bind(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public long allocate(long bytes) {
        long alignment = bytes >= 1 << 20 ? PAGE : LINE;
        try {
            long start = (long) MALLOC.invokeExact(bytes + alignment);
            if (start == 0) {
                return 0;
            }
            // malloc aligns to 16 bytes, so there is always room for the word.
            long aligned = (start + alignment) & -alignment;
            Native.ALL.set(Native.LONG, aligned - Long.BYTES, start);
            return aligned;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void free(long address, long bytes) {
        try {
            FREE.invokeExact(Native.ALL.get(Native.LONG, address - Long.BYTES));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
