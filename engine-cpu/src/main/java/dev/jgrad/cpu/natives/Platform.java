package dev.jgrad.cpu.natives;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names what the carrier jars call each operating system and processor, and what the files in them are called. */
enum Platform {
    LINUX_X86_64(
            "linux-x86_64",
            List.of("libgomp.so.1", "libdnnl.so.3"),
            List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0")),
    LINUX_ARM64(
            "linux-arm64",
            List.of("libgomp.so.1", "libdnnl.so.3"),
            List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0")),
    MACOSX_ARM64("macosx-arm64", List.of("libomp.dylib", "libdnnl.3.dylib"), List.of("libopenblas.0.dylib")),
    WINDOWS_X86_64("windows-x86_64", List.of("dnnl.dll"), List.of("libopenblas.dll"));

    private final String classifier;
    private final List<String> oneDnn;
    private final List<String> openBlas;

    Platform(String classifier, List<String> oneDnn, List<String> openBlas) {
        this.classifier = classifier;
        this.oneDnn = oneDnn;
        this.openBlas = openBlas;
    }

    String classifier() {
        return classifier;
    }

    /** oneDNN and what it needs, the library itself last. */
    NativeBundle oneDnn() {
        // libgomp is loaded by name before libdnnl, so that no other copy of it is found first.
        return new NativeBundle("oneDNN", "dnnl", classifier, oneDnn, oneDnn);
    }

    /** OpenBLAS and what it needs, the library itself last. */
    NativeBundle openBlas() {
        // What it needs is loaded by name too: the loader looks for what libgfortran needs only among the system's
        // libraries, where most machines have no libquadmath. Of libgcc_s there must be only one in a process, and it
        // is
        // there wherever oneDNN's C++ library is.
        List<String> load =
                openBlas.stream().filter(file -> !file.startsWith("libgcc_s")).toList();
        return new NativeBundle("OpenBLAS", "openblas", classifier, openBlas, load);
    }

    /** The platform of this JVM, or null when no libraries are published for it. */
    static @Nullable Platform current() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch", "").equals("aarch64");
        boolean x86 = List.of("amd64", "x86_64").contains(System.getProperty("os.arch", ""));
        if (os.startsWith("linux")) {
            return x86 ? LINUX_X86_64 : arm ? LINUX_ARM64 : null;
        }
        if (os.startsWith("mac")) {
            return arm ? MACOSX_ARM64 : null;
        }
        return os.startsWith("windows") && x86 ? WINDOWS_X86_64 : null;
    }
}
