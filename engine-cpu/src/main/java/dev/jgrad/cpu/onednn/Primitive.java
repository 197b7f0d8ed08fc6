package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A primitive with its argument list, of one thread: set the addresses, then run. Its native objects are destroyed when
 * the thread's workspace drops it or is collected itself.
 */
final class Primitive implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int QUERY_ARGUMENT = 255;

    private final PrimitiveKey key;
    private final Handles handles;
    private final Cleaner.Cleanable cleanable;
    private final long[] addresses;
    private final MemorySegment arguments;
    private final Format[] formats;
    private final long scratchSize;

    /** What must be destroyed; refers to nothing that refers to the primitive. */
    private record Handles(long descriptor, long primitive, long[] memories) implements Runnable {
        @Override
        public void run() {
            for (long memory : memories) {
                Dnnl.destroyMemory(memory);
            }
            Dnnl.destroyPrimitive(primitive);
            Dnnl.destroyPrimitiveDescriptor(descriptor);
        }
    }

    private Primitive(PrimitiveKey key, Handles handles, MemorySegment arguments, Format[] formats, long scratchSize) {
        this.key = key;
        this.handles = handles;
        this.arguments = arguments;
        this.formats = formats;
        this.scratchSize = scratchSize;
        this.addresses = new long[handles.memories.length];
        this.cleanable = CLEANER.register(this, handles);
    }

    /** Creates the descriptor of a primitive with the given attributes; 0 when the library does not implement it. */
    interface Recipe {
        long descriptor(long attributes);
    }

    /**
     * Makes a primitive.
     *
     * @param arguments the ids of its arguments; their addresses are set in this order
     * @return null when the library does not implement it, or only as reference code
     */
    static @Nullable Primitive create(PrimitiveKey key, Recipe recipe, int... arguments) {
        return create(key, false, recipe, arguments);
    }

    /** Makes a primitive even where there is only reference code for it. */
    static @Nullable Primitive createAtAnyPrice(PrimitiveKey key, Recipe recipe, int... arguments) {
        return create(key, true, recipe, arguments);
    }

    private static @Nullable Primitive create(PrimitiveKey key, boolean atAnyPrice, Recipe recipe, int... arguments) {
        long attributes = Dnnl.createAttributes();
        long descriptor;
        try {
            descriptor = recipe.descriptor(attributes);
        } finally {
            Dnnl.destroyAttributes(attributes);
        }
        if (descriptor == 0) {
            return null;
        }
        Dnnl.LIVE.increment();
        if (!atAnyPrice && Dnnl.implementation(descriptor).startsWith("ref")) {
            Dnnl.destroyPrimitiveDescriptor(descriptor);
            return null;
        }
        Format[] formats = new Format[arguments.length];
        long[] memories = new long[arguments.length + 1];
        MemorySegment list = Arena.ofAuto().allocate(16L * memories.length, 16);
        for (int i = 0; i < memories.length; i++) {
            int id = i < arguments.length ? arguments[i] : Dnnl.ARG_SCRATCHPAD;
            long operand = Dnnl.queryDescriptor(descriptor, QUERY_ARGUMENT, id);
            if (i < arguments.length) {
                formats[i] = Format.of(operand);
            }
            memories[i] = Dnnl.createMemory(operand, key);
            list.set(JAVA_INT, 16L * i, id);
            list.set(JAVA_LONG, 16L * i + 8, memories[i]);
        }
        long scratch = Dnnl.descriptorSize(Dnnl.queryDescriptor(descriptor, QUERY_ARGUMENT, Dnnl.ARG_SCRATCHPAD));
        long primitive = Dnnl.createPrimitive(descriptor, key);
        return new Primitive(key, new Handles(descriptor, primitive, memories), list, formats, scratch);
    }

    /** The format of an argument, as the library wants it where it was left open. */
    Format format(int argument) {
        return formats[argument];
    }

    /** Says where the data of an argument lies. */
    Primitive set(int argument, long address) {
        if (addresses[argument] != address) {
            Dnnl.check(Dnnl.setMemory(handles.memories[argument], address), key);
            addresses[argument] = address;
        }
        return this;
    }

    /** Computes; returns when it is done. */
    void run(Workspace workspace) {
        if (scratchSize > 0) {
            set(formats.length, workspace.scratchpad(scratchSize));
        }
        workspace.threads(key.threads());
        Dnnl.check(
                Dnnl.execute(handles.primitive, workspace.stream(), handles.memories.length, arguments.address()), key);
        Reference.reachabilityFence(this);
    }

    @Override
    public void close() {
        cleanable.clean();
    }
}
