package dev.jgrad.cuda.dnn;

import dev.jgrad.cuda.driver.NativePointer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBackendAttributeType;
import jcuda.jcudnn.cudnnBackendDescriptor;

/** A descriptor of cuDNN's graph API: attributes are set, then it is finished and read only. */
final class GraphDescriptor extends cudnnBackendDescriptor implements AutoCloseable {
    private GraphDescriptor() {}

    /** An empty one of this {@code cudnnBackendDescriptorType}. */
    static GraphDescriptor of(int type) {
        GraphDescriptor made = new GraphDescriptor();
        Cudnn.check(JCudnn.cudnnBackendCreateDescriptor(type, made), "cudnnBackendCreateDescriptor");
        return made;
    }

    /** What cuDNN knows it by. */
    private long raw() {
        return getNativePointer();
    }

    /** Sets an attribute from memory. */
    GraphDescriptor set(int attribute, int type, long count, NativePointer values) {
        Cudnn.check(JCudnn.cudnnBackendSetAttribute(this, attribute, type, count, values), "cudnnBackendSetAttribute");
        return this;
    }

    private GraphDescriptor set(int attribute, int type, long count, MemorySegment values) {
        return set(attribute, type, count, new NativePointer(values.address()));
    }

    GraphDescriptor numbers(int attribute, long... values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment m = arena.allocateFrom(ValueLayout.JAVA_LONG, values);
            return set(attribute, cudnnBackendAttributeType.CUDNN_TYPE_INT64, values.length, m);
        }
    }

    /** A value of one of cuDNN's enums. */
    GraphDescriptor choice(int attribute, int type, int value) {
        try (Arena arena = Arena.ofConfined()) {
            return set(attribute, type, 1, arena.allocateFrom(ValueLayout.JAVA_INT, value));
        }
    }

    GraphDescriptor factor(int attribute, boolean wide, double value) {
        try (Arena arena = Arena.ofConfined()) {
            return wide
                    ? set(
                            attribute,
                            cudnnBackendAttributeType.CUDNN_TYPE_DOUBLE,
                            1,
                            arena.allocateFrom(ValueLayout.JAVA_DOUBLE, value))
                    : set(
                            attribute,
                            cudnnBackendAttributeType.CUDNN_TYPE_FLOAT,
                            1,
                            arena.allocateFrom(ValueLayout.JAVA_FLOAT, (float) value));
        }
    }

    GraphDescriptor descriptor(int attribute, GraphDescriptor value) {
        return pointer(attribute, cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR, value.raw());
    }

    GraphDescriptor pointer(int attribute, int type, long value) {
        try (Arena arena = Arena.ofConfined()) {
            return set(attribute, type, 1, arena.allocateFrom(ValueLayout.JAVA_LONG, value));
        }
    }

    /** Finishes it; false when cuDNN does not do what it describes. */
    boolean finish(String what) {
        return Cudnn.grants(JCudnn.cudnnBackendFinalize(this), "cudnnBackendFinalize of " + what);
    }

    /** One number of it. */
    long number(int attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(8, 8);
            get(attribute, cudnnBackendAttributeType.CUDNN_TYPE_INT64, 1, value);
            return value.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Values of an enum, 4 bytes each, as a set of bits. */
    int choices(int attribute, int type, int most) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(4L * most, 8);
            int bits = 0;
            long n = get(attribute, type, most, values);
            for (int i = 0; i < n; i++) {
                bits |= 1 << values.getAtIndex(ValueLayout.JAVA_INT, i);
            }
            return bits;
        }
    }

    /** Fills descriptors made for that from an attribute; says how many. */
    int fill(int attribute, GraphDescriptor... into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(8L * into.length, 8);
            for (int i = 0; i < into.length; i++) {
                values.setAtIndex(ValueLayout.JAVA_LONG, i, into[i].raw());
            }
            return (int) get(attribute, cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR, into.length, values);
        }
    }

    private long get(int attribute, int type, int most, MemorySegment into) {
        long[] count = new long[1];
        int status =
                JCudnn.cudnnBackendGetAttribute(this, attribute, type, most, count, new NativePointer(into.address()));
        Cudnn.check(status, "cudnnBackendGetAttribute");
        return Math.min(most, count[0]);
    }

    @Override
    public void close() {
        Cudnn.check(JCudnn.cudnnBackendDestroyDescriptor(this), "cudnnBackendDestroyDescriptor");
    }
}
