package dev.jgrad.cpu.onednn;

import dev.jgrad.cpu.natives.NativeLibraries;
import dev.jgrad.data.DType;

/** Whether oneDNN can be used. The first question loads it. */
public final class OneDnn {
    private OneDnn() {}

    private static final class Availability {
        static final String PROBLEM = probe();
        static final boolean AVAILABLE = PROBLEM.isEmpty();
    }

    /** True when the library is loaded and has all that is called. */
    public static boolean isAvailable() {
        return Availability.AVAILABLE;
    }

    /** A sentence for people: from where it was loaded, or why it is not used. */
    public static String description() {
        String problem = Availability.PROBLEM;
        return problem.isEmpty() ? NativeLibraries.oneDnn().description() + ", version " + Dnnl.version() : problem;
    }

    private static String probe() {
        if (NativeLibraries.oneDnn().lookup() == null) {
            return NativeLibraries.oneDnn().description();
        }
        try {
            // The C interface is stable within a major version.
            return Dnnl.version().startsWith("3.")
                    ? ""
                    : "oneDNN: version " + Dnnl.version() + " was found, 3 is needed; kernels run in Java";
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return "oneDNN: loaded, but not usable (" + cause + "); kernels run in Java";
        }
    }

    /** Native objects of oneDNN that exist now; for tests that look for leaks. */
    public static long liveObjects() {
        return Dnnl.LIVE.sum();
    }

    static int dataType(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> Dnnl.F32;
            case FLOAT16 -> Dnnl.F16;
            case BFLOAT16 -> Dnnl.BF16;
            case FLOAT64, INT64, INT32, INT16, INT8, UINT8, BOOL ->
                throw new IllegalArgumentException("no oneDNN kernels for " + dtype);
        };
    }
}
