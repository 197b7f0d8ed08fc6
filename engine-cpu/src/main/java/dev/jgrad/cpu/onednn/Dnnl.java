package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.natives.NativeLibraries;
import dev.jgrad.data.JgradException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls of {@code dnnl.h} that all operations share. Pointers are {@code long}: the same in the machine's calling
 * convention, without an object per call. Each wrapper turns a status that is not success into an exception.
 */
final class Dnnl {
    static final int F16 = 1;
    static final int BF16 = 2;
    static final int F32 = 3;

    static final int FORWARD_TRAINING = 64;
    static final int FORWARD_INFERENCE = 96;
    static final int BACKWARD = 128;
    static final int BACKWARD_DATA = 160;

    static final int ARG_SRC = 1;
    static final int ARG_DST = 17;
    static final int ARG_WEIGHTS = 33;
    static final int ARG_BIAS = 41;
    static final int ARG_MEAN = 49;
    static final int ARG_VARIANCE = 50;
    static final int ARG_SCALE = 51;
    static final int ARG_SHIFT = 52;
    static final int ARG_SCRATCHPAD = 80;
    static final int ARG_DIFF_SRC = 129;
    static final int ARG_DIFF_DST = 145;
    static final int ARG_DIFF_WEIGHTS = 161;
    static final int ARG_DIFF_SCALE = 255;
    static final int ARG_DIFF_SHIFT = 256;

    /** Native objects created and not yet destroyed: descriptors, primitives, memories, streams. */
    static final LongAdder LIVE = new LongAdder();

    private static final int QUERY_IMPLEMENTATION = 8;
    private static final int CPU_ENGINE = 1;
    private static final int FORMAT_ANY = 1;
    private static final int SCRATCHPAD_USER = 1;

    private static final MethodHandle VERSION = handleOf("dnnl_version", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle ENGINE_CREATE = handle("dnnl_engine_create", JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle STREAM_CREATE = handle("dnnl_stream_create", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle STREAM_DESTROY = handle("dnnl_stream_destroy", JAVA_LONG);
    private static final MethodHandle DESC_CREATE =
            handle("dnnl_memory_desc_create_with_strides", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle DESC_CREATE_TAG =
            handle("dnnl_memory_desc_create_with_tag", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle DESC_CREATE_BLOB =
            handle("dnnl_memory_desc_create_with_blob", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DESC_BLOB = handle("dnnl_memory_desc_get_blob", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DESC_DESTROY = handle("dnnl_memory_desc_destroy", JAVA_LONG);
    private static final MethodHandle DESC_SIZE =
            handleOf("dnnl_memory_desc_get_size", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle QUERY_DESC =
            handleOf("dnnl_primitive_desc_query_md", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle QUERY =
            handle("dnnl_primitive_desc_query", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle PRIMITIVE_DESC_DESTROY = handle("dnnl_primitive_desc_destroy", JAVA_LONG);
    private static final MethodHandle PRIMITIVE_CREATE = handle("dnnl_primitive_create", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PRIMITIVE_DESTROY = handle("dnnl_primitive_destroy", JAVA_LONG);
    private static final MethodHandle EXECUTE =
            handle("dnnl_primitive_execute", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MEMORY_CREATE =
            handle("dnnl_memory_create", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MEMORY_SET = handle("dnnl_memory_set_data_handle", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MEMORY_DESTROY = handle("dnnl_memory_destroy", JAVA_LONG);
    private static final MethodHandle ATTR_CREATE = handle("dnnl_primitive_attr_create", JAVA_LONG);
    private static final MethodHandle ATTR_DESTROY = handle("dnnl_primitive_attr_destroy", JAVA_LONG);
    private static final MethodHandle ATTR_SCRATCHPAD =
            handle("dnnl_primitive_attr_set_scratchpad_mode", JAVA_LONG, JAVA_INT);

    private static final long ENGINE = createEngine();

    private Dnnl() {}

    /** A function that returns a status. */
    static MethodHandle handle(String name, MemoryLayout... parameters) {
        return handleOf(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handleOf(String name, FunctionDescriptor type) {
        SymbolLookup lookup = NativeLibraries.oneDnn().lookup();
        MemorySegment address = lookup == null ? MemorySegment.NULL : lookup.findOrThrow(name);
        return Linker.nativeLinker().downcallHandle(address, type);
    }

    private static long createEngine() {
        return create(out -> (int) ENGINE_CREATE.invokeExact(out, CPU_ENGINE, 0L), "dnnl_engine_create");
    }

    /** Major, minor and patch number. */
    static String version() {
        try {
            // dnnl_version_t begins with three ints.
            long numbers = (long) VERSION.invokeExact();
            return Native.ALL.get(Native.INT, numbers) + "." + Native.ALL.get(Native.INT, numbers + 4) + "."
                    + Native.ALL.get(Native.INT, numbers + 8);
        } catch (Throwable e) {
            throw new JgradException("dnnl_version", e);
        }
    }

    /** The CPU engine, which lives as long as the process. */
    static long engine() {
        return ENGINE;
    }

    /** A call that stores a new pointer at an address and returns a status. */
    interface Creation {
        int into(long out) throws Throwable;
    }

    /** A call that returns a status. */
    interface Call {
        int status() throws Throwable;
    }

    /** Runs a creation and returns the pointer; 0 stands for "not implemented". */
    static long createOrZero(Creation creation, String what) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            int status = status(() -> creation.into(out.address()));
            if (status == 3) {
                return 0;
            }
            check(status, what);
            return out.get(JAVA_LONG, 0);
        }
    }

    static long create(Creation creation, String what) {
        long pointer = createOrZero(creation, what);
        check(pointer == 0 ? 3 : 0, what);
        return pointer;
    }

    static int status(Call call) {
        try {
            return call.status();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new JgradException("call of oneDNN failed", e);
        }
    }

    static void check(int status, Object what) {
        if (status != 0) {
            String text = switch (status) {
                case 1 -> "out of memory";
                case 2 -> "invalid arguments";
                case 3 -> "not implemented";
                case 5 -> "runtime error";
                default -> "status " + status;
            };
            throw new JgradException("oneDNN: " + text + " in " + what
                    + ". Run with -Djgrad.cpu.natives=off to use the Java kernels, and please report this");
        }
    }

    static long createStream() {
        LIVE.increment();
        return create(out -> (int) STREAM_CREATE.invokeExact(out, ENGINE, 1), "dnnl_stream_create");
    }

    static void destroyStream(long stream) {
        LIVE.decrement();
        check(status(() -> (int) STREAM_DESTROY.invokeExact(stream)), "dnnl_stream_destroy");
    }

    /** A descriptor with given strides, or with the layout left to the library where {@code strides} is 0. */
    static long createDescriptor(int rank, long dims, int dataType, long strides, String what) {
        LIVE.increment();
        return create(
                out -> strides == 0
                        ? (int) DESC_CREATE_TAG.invokeExact(out, rank, dims, dataType, FORMAT_ANY)
                        : (int) DESC_CREATE.invokeExact(out, rank, dims, dataType, strides),
                what);
    }

    static long createDescriptor(long blob) {
        LIVE.increment();
        return create(out -> (int) DESC_CREATE_BLOB.invokeExact(out, blob), "dnnl_memory_desc_create_with_blob");
    }

    static int descriptorBlob(long blob, long size, long descriptor) {
        return status(() -> (int) DESC_BLOB.invokeExact(blob, size, descriptor));
    }

    static void destroyDescriptor(long descriptor) {
        LIVE.decrement();
        check(status(() -> (int) DESC_DESTROY.invokeExact(descriptor)), "dnnl_memory_desc_destroy");
    }

    static long descriptorSize(long descriptor) {
        try {
            return (long) DESC_SIZE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new JgradException("dnnl_memory_desc_get_size", e);
        }
    }

    /** A descriptor that belongs to the primitive descriptor; 0 when there is none. */
    static long queryDescriptor(long primitiveDescriptor, int query, int index) {
        try {
            return (long) QUERY_DESC.invokeExact(primitiveDescriptor, query, index);
        } catch (Throwable e) {
            throw new JgradException("dnnl_primitive_desc_query_md", e);
        }
    }

    /** The name of the implementation the library chose. */
    static String implementation(long primitiveDescriptor) {
        long name = create(
                out -> (int) QUERY.invokeExact(primitiveDescriptor, QUERY_IMPLEMENTATION, 0, out),
                "dnnl_primitive_desc_query");
        return Native.ALL.getString(name);
    }

    static void destroyPrimitiveDescriptor(long primitiveDescriptor) {
        LIVE.decrement();
        check(
                status(() -> (int) PRIMITIVE_DESC_DESTROY.invokeExact(primitiveDescriptor)),
                "dnnl_primitive_desc_destroy");
    }

    static long createPrimitive(long primitiveDescriptor, Object what) {
        LIVE.increment();
        return create(out -> (int) PRIMITIVE_CREATE.invokeExact(out, primitiveDescriptor), what.toString());
    }

    static void destroyPrimitive(long primitive) {
        LIVE.decrement();
        check(status(() -> (int) PRIMITIVE_DESTROY.invokeExact(primitive)), "dnnl_primitive_destroy");
    }

    static int execute(long primitive, long stream, int count, long arguments) {
        try {
            return (int) EXECUTE.invokeExact(primitive, stream, count, arguments);
        } catch (Throwable e) {
            throw new JgradException("dnnl_primitive_execute", e);
        }
    }

    static long createMemory(long descriptor, Object what) {
        LIVE.increment();
        return create(out -> (int) MEMORY_CREATE.invokeExact(out, descriptor, ENGINE, 0L), what.toString());
    }

    static int setMemory(long memory, long address) {
        try {
            return (int) MEMORY_SET.invokeExact(memory, address);
        } catch (Throwable e) {
            throw new JgradException("dnnl_memory_set_data_handle", e);
        }
    }

    static void destroyMemory(long memory) {
        LIVE.decrement();
        check(status(() -> (int) MEMORY_DESTROY.invokeExact(memory)), "dnnl_memory_destroy");
    }

    /** Attributes with the scratchpad supplied by us. */
    static long createAttributes() {
        LIVE.increment();
        long attributes = create(out -> (int) ATTR_CREATE.invokeExact(out), "dnnl_primitive_attr_create");
        check(
                status(() -> (int) ATTR_SCRATCHPAD.invokeExact(attributes, SCRATCHPAD_USER)),
                "dnnl_primitive_attr_set_scratchpad_mode");
        return attributes;
    }

    static void destroyAttributes(long attributes) {
        LIVE.decrement();
        check(status(() -> (int) ATTR_DESTROY.invokeExact(attributes)), "dnnl_primitive_attr_destroy");
    }
}
