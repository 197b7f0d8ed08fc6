package dev.jgrad.cuda.sim;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBackendProvider;
import dev.jgrad.cuda.driver.CudaDriver;
import dev.jgrad.spi.BackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulation in this JVM: switches, counters and what it has noted. */
public final class SimulatedCuda {
    private static final class Prepared {
        static final SimulatedCuda INSTANCE = new SimulatedCuda();
    }

    private static final class Probed {
        static final CudaBackend BACKEND = switch (new CudaBackendProvider().probe()) {
            case BackendProvider.Available found ->
                (CudaBackend) found.backends().getFirst();
            case BackendProvider.Unavailable none -> throw new IllegalStateException(none.reason());
        };
    }

    private final SymbolLookup symbols;

    private SimulatedCuda() {
        try {
            Path folder = SimulationBuild.folder();
            // What the engine itself would be told on a machine whose libraries lie in an odd place.
            System.setProperty("jgrad.cuda.path", folder.toString());
            System.setProperty("jgrad.cache", folder.resolve("cache").toString());
            // Each stream of each test keeps one; a stand-in needs none, but has to be seen to stay inside of it.
            System.setProperty("jgrad.cuda.cublas.workspace", Integer.toString(64 << 10));
            // Starting g++ costs more than what it compiles.
            System.setProperty("jgrad.cuda.units", "type");
            symbols = SymbolLookup.libraryLookup(folder.resolve("libcuda.so.1"), Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The simulation, built when first asked for, before the engine has looked for devices. */
    public static SimulatedCuda prepare() {
        return Prepared.INSTANCE;
    }

    /** The simulation with the engine on it. */
    public static SimulatedCuda get() {
        SimulatedCuda prepared = prepare();
        prepared.backend();
        return prepared;
    }

    /** The driver over it. */
    public CudaDriver driver() {
        return backend().driver();
    }

    /** Its device 0, shared by the tests of this JVM. */
    public CudaBackend backend() {
        return Probed.BACKEND;
    }

    /** Why there is none here (no g++, another system), or empty. */
    public static Optional<String> obstacle() {
        String text = SimulationBuild.obstacle();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private Object call(String name, FunctionDescriptor type, Object... arguments) {
        try {
            MethodHandle handle = Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }

    private static MemorySegment text(Arena arena, String text) {
        return arena.allocateFrom(text);
    }

    /**
     * Forgets counters, notes and injected faults; a lost device works again. Threads run in the order that
     * {@code -Djgrad.simcuda.order} says, work runs late unless {@code -Djgrad.simcuda.late=0}; where every tensor is an
     * allocation of its own ({@code -Djgrad.cuda.allocator=direct}), what goes from stream to stream is looked at instead.
     */
    public void reset() {
        call("simReset", FunctionDescriptor.ofVoid());
        set("order", Long.getLong("jgrad.simcuda.order", 0));
        set("late", Long.getLong("jgrad.simcuda.late", 1));
        set("track", "direct".equals(System.getProperty("jgrad.cuda.allocator")) ? 1 : 0);
    }

    /**
     * Has a call fail.
     *
     * @param function such as {@code cuMemAlloc}, or {@code *} for any
     * @param nth which call from now, 1 for the next; 0 takes it back
     * @param result a {@code CUresult}; 700 to 719 stick
     */
    public void fail(String function, long nth, int result) {
        try (Arena arena = Arena.ofConfined()) {
            call(
                    "simFault",
                    FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
                    text(arena, function),
                    nth,
                    result);
        }
    }

    /**
     * Sets a switch: {@code order} of a block's threads (0 ascending, 1 descending, 2 even ones first), {@code lag} (how
     * often a fresh event says "not ready"), {@code late} (1: work runs when somebody waits for it and not before, so that
     * what the host has given back or overwritten too early is seen), {@code track} (1: note memory that goes from stream to
     * stream without an event; work runs at once), {@code memory} (bytes of the device), {@code devices}, {@code version} of
     * CUDA that the driver supports (12060 for 12.6).
     */
    public void set(String option, long value) {
        try (Arena arena = Arena.ofConfined()) {
            call(
                    "simSet",
                    FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
                    text(arena, option),
                    value);
        }
    }

    /** How often a function was called since {@link #reset}; {@code *} for all together. */
    public long calls(String function) {
        try (Arena arena = Arena.ofConfined()) {
            return (long) call(
                    "simCalls",
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                    text(arena, function));
        }
    }

    private String list(String function) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(1 << 16);
            FunctionDescriptor type =
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
            call(function, type, buffer, buffer.byteSize());
            return buffer.getString(0);
        }
    }

    private Map<String, Long> table(String function) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String line : list(function).lines().toList()) {
            int space = line.lastIndexOf(' ');
            counts.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
        }
        return counts;
    }

    /** Calls per function since {@link #reset}. */
    public Map<String, Long> calls() {
        return table("simCallTable");
    }

    /** What was made and not ended yet: allocations, pinned, streams, events, modules, graphs, graphExecs, handles. */
    public Map<String, Long> alive() {
        return table("simAlive");
    }

    /** What was noted since the last question: memory errors, missing events, calls that a capture forbids. */
    public List<String> violations() {
        return list("simViolations").lines().toList();
    }
}
