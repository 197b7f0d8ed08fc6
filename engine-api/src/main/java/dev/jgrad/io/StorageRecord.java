package dev.jgrad.io;

import dev.jgrad.data.DType;

/**
 * A storage that a pickle names; its bytes lie elsewhere in the file. Equal only to itself: tensors that name the same
 * storage share memory.
 */
final class StorageRecord {
    private final String key;
    private final DType dtype;
    private final long elements;

    StorageRecord(String key, DType dtype, long elements) {
        this.key = key;
        this.dtype = dtype;
        this.elements = elements;
    }

    String key() {
        return key;
    }

    DType dtype() {
        return dtype;
    }

    long elements() {
        return elements;
    }

    long byteSize() {
        return elements * dtype.byteSize();
    }

    @Override
    public String toString() {
        return "storage '" + key + "'";
    }
}
