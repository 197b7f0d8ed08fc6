package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A memory descriptor of oneDNN as a value: dimensions, data type, and an order of elements that need not be expressible
 * by strides. Equal formats hold the same elements at the same places.
 */
public final class Format {
    private final byte[] blob;
    private final long byteSize;
    private final int hash;

    private Format(byte[] blob, long byteSize) {
        this.blob = blob;
        this.byteSize = byteSize;
        this.hash = Arrays.hashCode(blob);
    }

    /** The value of a native descriptor, which stays with its owner. */
    static Format of(long descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_LONG);
            Dnnl.check(Dnnl.descriptorBlob(0, size.address(), descriptor), "dnnl_memory_desc_get_blob");
            MemorySegment bytes = arena.allocate(size.get(JAVA_LONG, 0), 8);
            Dnnl.check(Dnnl.descriptorBlob(bytes.address(), size.address(), descriptor), "dnnl_memory_desc_get_blob");
            return new Format(bytes.toArray(JAVA_BYTE), Dnnl.descriptorSize(descriptor));
        }
    }

    /** A native descriptor of this format, to be destroyed by the caller. */
    long create() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(blob.length, 8);
            MemorySegment.copy(blob, 0, bytes, JAVA_BYTE, 0, blob.length);
            return Dnnl.createDescriptor(bytes.address());
        }
    }

    /** The bytes that data in this format takes. */
    public long byteSize() {
        return byteSize;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Format f && hash == f.hash && Arrays.equals(blob, f.blob);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
