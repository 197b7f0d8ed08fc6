package dev.jgrad.cuda.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of JCuda, each with the library of NVIDIA's that it is linked to. A part is loaded once, when first asked
 * for, and the answer remembered: a class of JCuda whose library is missing cannot be initialised again.
 */
public enum JCudaLibrary {
    /** The driver API. */
    DRIVER("jcuda.driver.JCudaDriver", "JCudaDriver", List.of("libcuda.so.1")),
    /** The compiler for kernels. */
    NVRTC("jcuda.nvrtc.JNvrtc", "JNvrtc", List.of("libnvrtc.so.12")),
    /** Matrix products. */
    CUBLAS("jcuda.jcublas.JCublas2", "JCublas2", List.of("libcublasLt.so.12", "libcublas.so.12")),
    /** Convolutions. */
    CUDNN("jcuda.jcudnn.JCudnn", "JCudnn", List.of("libcudnn.so.9"));

    private final String className;
    private final String nativeName;
    private final List<String> needs;
    private boolean tried;
    private @Nullable String problem;

    JCudaLibrary(String className, String nativeName, List<String> needs) {
        this.className = className;
        this.nativeName = nativeName;
        this.needs = needs;
    }

    /** The file name of NVIDIA's library. */
    public String library() {
        return needs.getLast();
    }

    /** Loads the part if that was not tried yet; null when it can be used, else why it cannot. Never throws. */
    public @Nullable String problem() {
        // One lock for all: the folder JCuda looks into is a property of the process.
        synchronized (JCudaLibrary.class) {
            if (!tried) {
                tried = true;
                problem = load();
            }
            return problem;
        }
    }

    private @Nullable String load() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        if (!os.startsWith("linux") || !List.of("amd64", "x86_64").contains(arch)) {
            return "JCuda has libraries for Linux on x86-64 only, and this is " + os + " on " + arch;
        }
        try {
            for (String file : needs) {
                CudaFolders.preload(file);
            }
            if (this == NVRTC) {
                CudaFolders.beside(library(), "libnvrtc-builtins.so").forEach(CudaFolders::load);
            }
            initialize(JCudaNatives.folder(nativeName));
            return null;
        } catch (Throwable e) {
            // UnsatisfiedLinkError, NoClassDefFoundError, an unreadable cache: whatever it is, there is no CUDA.
            return reason(e);
        }
    }

    /**
     * JCuda looks into {@code java.library.path}, which is read once at start, and then for a file of a fixed name in
     * {@code java.io.tmpdir}: it is there already, complete, when that is our folder.
     */
    private void initialize(Path folder) throws ClassNotFoundException {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.toString());
        try {
            Class.forName(className, true, JCudaLibrary.class.getClassLoader());
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    /** Of JCuda's page-long load errors, the line that says what is missing. */
    private static String reason(Throwable e) {
        if (e instanceof IOException) {
            return "its natives cannot be unpacked: " + e;
        }
        String text = String.valueOf(e.getMessage());
        return text.lines()
                .filter(line -> line.contains("cannot open shared object")
                        || line.contains("not found (required")
                        || line.contains("undefined symbol"))
                .reduce((_, last) -> last)
                .map(line -> line.replaceFirst("^.*UnsatisfiedLinkError: ", ""))
                .orElse(e.getClass().getSimpleName() + ": "
                        + text.lines().findFirst().orElse("?"))
                .strip();
    }
}
