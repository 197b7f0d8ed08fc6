package dev.jgrad.compile;

import dev.jgrad.compile.Capture.Made;
import dev.jgrad.data.DType;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fixed memory for what passes between the kernels of a trace. Large buffers share one block: each gets the lowest place
 * where nothing else lies that is in use at the same time, the largest first, so that the block is small and is in the
 * cache. Small ones are as the backend makes them.
 */
final class MemoryPlan {
    /** Smaller buffers have memory of their own. */
    private static final long LEAST_SHARED = 32 << 10;

    private static final long ALIGNMENT = 64;

    private final Backend backend;
    private final List<KernelCall> calls;
    private final Map<Buffer, Use> uses = new IdentityHashMap<>();

    /** When a buffer is in use, and where it lies. */
    private static final class Use {
        final Made made;
        final int first;
        int last;
        long place;

        Use(Made made, int first) {
            this.made = made;
            this.first = first;
            this.last = first;
        }

        long byteSize() {
            return made.elements() * made.dtype().byteSize();
        }
    }

    MemoryPlan(Backend backend, List<KernelCall> calls) {
        this.backend = backend;
        this.calls = calls;
    }

    /**
     * Puts buffers of the plan into the calls, in place of those that were made during the capture.
     *
     * @param split the number of calls of the forward pass: what it makes and the backward pass reads stays to the end
     * @param own buffers that get new memory in each replay
     * @return the buffers of the plan
     */
    List<Buffer> apply(Map<Buffer, Made> made, int split, Set<Buffer> own) {
        for (int i = 0; i < calls.size(); i++) {
            for (Object argument : calls.get(i).arguments) {
                for (Object o : argument instanceof Object[] array ? array : new Object[] {argument}) {
                    Made m = o instanceof Buffer b && !own.contains(b) ? made.get(b) : null;
                    if (m != null) {
                        note(m, i, split);
                    }
                }
            }
        }
        List<Use> shared = new ArrayList<>();
        Map<Buffer, Buffer> places = new IdentityHashMap<>();
        for (Use use : uses.values()) {
            if (use.byteSize() > LEAST_SHARED) {
                shared.add(use);
            } else {
                places.put(use.made.buffer(), backend.allocate(use.made.dtype(), use.made.elements()));
            }
        }
        long size = arrange(shared);
        if (size > 0) {
            Buffer block = backend.allocate(DType.INT8, size);
            for (Use use : shared) {
                places.put(use.made.buffer(), backend.part(block, use.place, use.made.dtype(), use.made.elements()));
            }
        }
        places.forEach((from, to) -> to.setPhysical(from.physical()));
        replace(places);
        return List.copyOf(places.values());
    }

    private void note(Made m, int call, int split) {
        Use use = uses.computeIfAbsent(m.buffer(), b -> new Use(m, call));
        use.last = use.first < split && call >= split ? Integer.MAX_VALUE : Math.max(use.last, call);
    }

    private static long arrange(List<Use> shared) {
        shared.sort(Comparator.comparingLong(Use::byteSize).reversed().thenComparingInt(u -> u.first));
        List<Use> placed = new ArrayList<>();
        long size = 0;
        for (Use use : shared) {
            long at = 0;
            for (Use other : placed) { // in the order of their places
                if (other.first > use.last || use.first > other.last) {
                    continue;
                }
                if (at + use.byteSize() <= other.place) {
                    break;
                }
                at = Math.max(at, (other.place + other.byteSize() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            }
            use.place = at;
            size = Math.max(size, at + use.byteSize());
            int i = placed.size();
            while (i > 0 && placed.get(i - 1).place > at) {
                i--;
            }
            placed.add(i, use);
        }
        return size;
    }

    /** Exchanges buffers in the arguments of all calls. */
    void replace(Map<Buffer, Buffer> places) {
        for (KernelCall call : calls) {
            replace(call.arguments, places);
        }
    }

    private static void replace(@Nullable Object[] arguments, Map<Buffer, Buffer> places) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Buffer b && places.get(b) != null) {
                arguments[i] = places.get(b);
            } else if (arguments[i] instanceof Object[] inner) {
                replace(inner, places);
            }
        }
    }
}
