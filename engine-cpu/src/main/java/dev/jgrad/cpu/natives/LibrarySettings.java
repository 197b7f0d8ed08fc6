package dev.jgrad.cpu.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Settings of the native libraries that are read from the environment at the moment a library is loaded. What the
 * user has set stays.
 */
final class LibrarySettings {
    private LibrarySettings() {}

    @SuppressWarnings("restricted")
    static void apply() {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find("setenv").orElse(MemorySegment.NULL);
        if (address.equals(MemorySegment.NULL)) {
            return;
        }
        MethodHandle setenv = linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        // Waiting threads of GNU libgomp spin for milliseconds by default and keep the cores from our own threads;
        // a few microseconds bridge the gap between two operations. The second name is LLVM's twin, in milliseconds.
        if (System.getenv("OMP_WAIT_POLICY") == null) {
            set(setenv, "GOMP_SPINCOUNT", System.getProperty("jgrad.cpu.spin", "2000"));
            set(setenv, "KMP_BLOCKTIME", "0");
        }
        // OpenBLAS would start threads of its own when loaded; our pool cuts the work up instead.
        set(setenv, "OPENBLAS_NUM_THREADS", "1");
    }

    private static void set(MethodHandle setenv, String name, String value) {
        if (System.getenv(name) != null) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable e) {
            throw new IllegalStateException("setenv " + name, e);
        }
    }
}
