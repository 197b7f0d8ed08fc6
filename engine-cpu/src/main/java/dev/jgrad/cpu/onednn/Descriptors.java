package dev.jgrad.cpu.onednn;

import org.jspecify.annotations.Nullable;

/** Memory descriptors that are needed only while a primitive is made. */
final class Descriptors implements AutoCloseable {
    private final long[] created = new long[8];
    private int count;

    /** A descriptor of the format; 0 for none. */
    long of(@Nullable TensorFormat format) {
        return format == null ? 0 : keep(format.create());
    }

    long of(Format format) {
        return keep(format.create());
    }

    private long keep(long descriptor) {
        created[count++] = descriptor;
        return descriptor;
    }

    @Override
    public void close() {
        while (count > 0) {
            Dnnl.destroyDescriptor(created[--count]);
        }
    }
}
