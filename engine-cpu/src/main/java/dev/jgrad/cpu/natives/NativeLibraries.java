package dev.jgrad.cpu.natives;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The native libraries of the CPU backend, loaded when one is first asked for. The property {@code jgrad.cpu.natives}
 * decides: absent or {@code on}, they are unpacked from the carrier jars; {@code off}, Java does everything; anything
 * else is a folder to load them from.
 */
public final class NativeLibraries {
    private static final String PROPERTY = "jgrad.cpu.natives";

    /**
     * A library, or why there is none.
     *
     * @param lookup finds its functions; null when it is not there
     * @param description a sentence for people
     */
    public record Loaded(@Nullable SymbolLookup lookup, String description) {}

    private NativeLibraries() {}

    private static final class OneDnn {
        static final Loaded LOADED = load(true);
    }

    private static final class OpenBlas {
        static final Loaded LOADED = load(false);
    }

    /** oneDNN: convolutions, matrix products and batch normalisation. */
    public static Loaded oneDnn() {
        return OneDnn.LOADED;
    }

    /** OpenBLAS: float64 matrix products and decompositions. */
    public static Loaded openBlas() {
        return OpenBlas.LOADED;
    }

    /** One sentence per library: from where it was loaded, or why it was not. Loads them. */
    public static List<String> describe() {
        return List.of(oneDnn().description(), openBlas().description());
    }

    private static Loaded load(boolean oneDnn) {
        Platform platform = Platform.current();
        String title = oneDnn ? "oneDNN" : "OpenBLAS";
        if (platform == null) {
            return new Loaded(
                    null,
                    title + ": not published for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + "; kernels run in Java");
        }
        NativeBundle bundle = oneDnn ? platform.oneDnn() : platform.openBlas();
        try {
            return load(bundle);
        } catch (IllegalCallerException e) {
            String module = NativeLibraries.class.getModule().getName();
            return new Loaded(
                    null,
                    title + ": native access is denied; kernels run in Java, slower. Start java with"
                            + " --enable-native-access=" + (module == null ? "ALL-UNNAMED" : module));
        } catch (IOException | RuntimeException | LinkageError e) {
            return new Loaded(null, title + ": not loaded (" + e + "); kernels run in Java");
        }
    }

    private static Loaded load(NativeBundle bundle) throws IOException {
        String setting = System.getProperty(PROPERTY, "on");
        if (setting.equals("off")) {
            return new Loaded(null, bundle.title() + ": switched off by -D" + PROPERTY + "=off; kernels run in Java");
        }
        if (!setting.equals("on")) {
            return open(bundle, Path.of(setting));
        }
        List<NativeSource> sources = NativeSource.of(bundle);
        if (sources.isEmpty()) {
            return new Loaded(
                    null,
                    bundle.title() + ": no jar of " + bundle.coordinates()
                            + " on the class path or module path; kernels run in Java, slower. Add it to the build");
        }
        List<String> failures = new ArrayList<>();
        for (Path root : NativeCache.roots()) {
            try {
                return open(bundle, NativeCache.unpack(root, bundle, sources));
            } catch (IOException | IllegalArgumentException e) {
                // A folder that is read-only, or mounted so that nothing in it may be executed.
                failures.add(root + ": " + e.getMessage());
            }
        }
        return new Loaded(
                null,
                bundle.title() + ": could not be unpacked and loaded anywhere (" + String.join("; ", failures)
                        + "); kernels run in Java, slower");
    }

    @SuppressWarnings("restricted")
    private static Loaded open(NativeBundle bundle, Path folder) {
        LibrarySettings.apply();
        SymbolLookup lookup = null;
        for (String file : bundle.load()) {
            Path path = folder.resolve(file);
            // A folder of the user's own may rely on the system's copy of the libraries beneath.
            if (Files.exists(path) || file.equals(bundle.load().getLast())) {
                SymbolLookup opened = SymbolLookup.libraryLookup(path, Arena.global());
                SymbolLookup before = lookup;
                lookup = before == null ? opened : name -> opened.find(name).or(() -> before.find(name));
            }
        }
        return new Loaded(lookup, bundle.title() + ": loaded from " + folder);
    }
}
