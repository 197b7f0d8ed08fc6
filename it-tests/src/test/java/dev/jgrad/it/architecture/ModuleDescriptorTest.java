package dev.jgrad.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module descriptor says for the module path must hold on the class path too, where nobody reads it. */
class ModuleDescriptorTest {
    @ParameterizedTest
    @ValueSource(strings = {"engine-api", "engine-cpu", "engine-cuda", "nn"})
    void servicesAreDeclaredBothWays(String module) throws IOException {
        Path classes = Path.of("..", module, "target", "classes");
        var byDescriptor = new TreeMap<String, Set<String>>();
        for (ModuleDescriptor.Provides provides : descriptor(classes).provides()) {
            byDescriptor.put(provides.service(), Set.copyOf(provides.providers()));
        }
        var byFile = new TreeMap<String, Set<String>>();
        Path services = classes.resolve("META-INF/services");
        if (Files.isDirectory(services)) {
            try (Stream<Path> files = Files.list(services)) {
                for (Path file : files.toList()) {
                    byFile.put(
                            file.getFileName().toString(),
                            Files.readAllLines(file).stream()
                                    .map(line -> line.replaceFirst("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .collect(Collectors.toSet()));
                }
            }
        }
        assertEquals(byDescriptor, byFile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine-api", "engine-cpu", "engine-cuda", "nn"})
    void engineInsidesAreNotExported(String module) throws IOException {
        for (ModuleDescriptor.Exports exports :
                descriptor(Path.of("..", module, "target", "classes")).exports()) {
            // CudaGraph is for users; it shows nothing of what is behind it.
            boolean inside = exports.source().matches("dev\\.jgrad\\.(op|storage|cpu|cuda)(\\..*)?")
                    && !exports.source().matches("dev\\.jgrad\\.cuda\\.(api|graph)");
            assertTrue(!inside || exports.isQualified(), () -> module + " exports " + exports.source());
        }
    }

    private static ModuleDescriptor descriptor(Path classes) throws IOException {
        try (var in = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in);
        }
    }
}
