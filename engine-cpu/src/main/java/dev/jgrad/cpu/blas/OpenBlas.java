package dev.jgrad.cpu.blas;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.jgrad.cpu.natives.NativeLibraries;
import dev.jgrad.data.JgradException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of float64. OpenBLAS runs in the calling thread only: our own threads cut the work up, so that the
 * process has no further pool.
 */
public final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;

    private OpenBlas() {}

    private static final class Functions {
        static final @Nullable SymbolLookup LOOKUP = NativeLibraries.openBlas().lookup();
        static final @Nullable MethodHandle DGEMM = bind(
                "cblas_dgemm",
                FunctionDescriptor.ofVoid(
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_INT,
                        JAVA_DOUBLE,
                        JAVA_LONG,
                        JAVA_INT,
                        JAVA_LONG,
                        JAVA_INT,
                        JAVA_DOUBLE,
                        JAVA_LONG,
                        JAVA_INT));
        static final boolean READY = DGEMM != null && useOneThread();

        @SuppressWarnings("restricted")
        static @Nullable MethodHandle bind(String name, FunctionDescriptor type) {
            return LOOKUP == null
                    ? null
                    : LOOKUP.find(name)
                            .map(address -> Linker.nativeLinker().downcallHandle(address, type))
                            .orElse(null);
        }

        private static boolean useOneThread() {
            MethodHandle set = bind("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
            if (set == null) {
                return false;
            }
            try {
                set.invokeExact(1);
                return true;
            } catch (Throwable e) {
                throw new JgradException("openblas_set_num_threads", e);
            }
        }
    }

    /** True when the library is loaded. The first question loads it. */
    public static boolean isAvailable() {
        return Functions.READY;
    }

    /**
     * {@code c = beta * c + alpha * (a @ b)} in the calling thread, with a [m, k] and b [k, n]. A leading dimension is
     * the step between rows, or between columns where transposed.
     */
    public static void dgemm(
            boolean aTransposed,
            boolean bTransposed,
            int m,
            int n,
            int k,
            double alpha,
            long a,
            int aStep,
            long b,
            int bStep,
            double beta,
            long c,
            int cStep) {
        try {
            Functions.DGEMM.invokeExact(
                    ROW_MAJOR,
                    aTransposed ? TRANSPOSED : PLAIN,
                    bTransposed ? TRANSPOSED : PLAIN,
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    aStep,
                    b,
                    bStep,
                    beta,
                    c,
                    cStep);
        } catch (Throwable e) {
            throw new JgradException("cblas_dgemm", e);
        }
    }
}
