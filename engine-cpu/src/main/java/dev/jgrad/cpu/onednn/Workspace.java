package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.natives.NativeLibraries;
import dev.jgrad.data.JgradException;
import dev.jgrad.memory.Block;
import dev.jgrad.memory.CachingAllocator;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one thread needs to run primitives: a stream, a scratchpad shared by all of them, further scratch memory, and
 * the primitives used last. Dropped with the thread.
 */
final class Workspace {
    private static final int PRIMITIVES_KEPT = 1024;
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<Workspace> CURRENT = ThreadLocal.withInitial(Workspace::new);
    private static final @Nullable MethodHandle SET_THREADS = findSetThreads();

    private final long stream;
    private final Scratch scratchpad = new Scratch();
    private final Scratch[] areas = {new Scratch(), new Scratch(), new Scratch(), new Scratch()};
    private final Primitives primitives = new Primitives();

    private Workspace() {
        long created = Dnnl.createStream();
        this.stream = created;
        CLEANER.register(this, () -> Dnnl.destroyStream(created));
    }

    static Workspace current() {
        return CURRENT.get();
    }

    private static final class Primitives extends LinkedHashMap<PrimitiveKey, @Nullable Primitive> {
        Primitives() {
            super(256, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<PrimitiveKey, @Nullable Primitive> eldest) {
            if (size() <= PRIMITIVES_KEPT) {
                return false;
            }
            Primitive primitive = eldest.getValue();
            if (primitive != null) {
                primitive.close();
            }
            return true;
        }
    }

    /** The primitive for a key, made by the function when it is new; null when the library has none. */
    @Nullable
    Primitive primitive(PrimitiveKey key, Function<PrimitiveKey, @Nullable Primitive> maker) {
        Primitive known = primitives.get(key);
        if (known == null && !primitives.containsKey(key)) {
            threads(key.threads());
            known = maker.apply(key);
            primitives.put(key, known);
        }
        return known;
    }

    long stream() {
        return stream;
    }

    /** Memory for the primitive that runs next; overwritten by each. */
    long scratchpad(long bytes) {
        return scratchpad.atLeast(bytes, this);
    }

    /** One of four further pieces of scratch memory, valid until asked for again. */
    long area(int index, long bytes) {
        return areas[index].atLeast(bytes, this);
    }

    /** Sets the number of threads for primitives that this thread creates or runs from now on. */
    void threads(int count) {
        if (SET_THREADS != null) {
            // The setting belongs to the carrier, not to us: it is made each time (some nanoseconds).
            try {
                SET_THREADS.invokeExact(count);
            } catch (Throwable e) {
                throw new JgradException("omp_set_num_threads", e);
            }
        }
    }

    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle findSetThreads() {
        SymbolLookup lookup = NativeLibraries.oneDnn().lookup();
        return lookup == null
                ? null
                : lookup.find("omp_set_num_threads")
                        .map(address -> Linker.nativeLinker()
                                .downcallHandle(
                                        address, FunctionDescriptor.ofVoid(JAVA_INT), Linker.Option.critical(false)))
                        .orElse(null);
    }

    /** Native memory that grows, given back with the workspace. */
    private static final class Scratch {
        private Cleaner.@Nullable Cleanable owned;
        private long address;
        private long size;

        long atLeast(long bytes, Object owner) {
            if (bytes > size) {
                if (owned != null) {
                    size = 0;
                    owned.clean();
                }
                CachingAllocator allocator = CpuMemory.INSTANCE.allocator();
                Block block = allocator.allocate(bytes + bytes / 4);
                owned = allocator.watch(owner, block);
                address = block.address();
                size = block.byteSize();
            }
            return address;
        }
    }
}
