package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image of {@code docker/Dockerfile.cpu}, made of the jars that were just built. */
final class CpuImage {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String NAME = "jgrad-it-cpu";

    private static final List<String> BASES = List.of("eclipse-temurin:25-jdk", "debian:bookworm-slim");

    private static final class Holder {
        static final String BUILT = build("docker/Dockerfile.cpu", NAME);
    }

    private CpuImage() {}

    /** Its name, after it was built. Skips the test where that is not possible. */
    static String name() throws IOException {
        Engine.require();
        requireParts();
        return Holder.BUILT;
    }

    /** Skips the test where there is nothing to build images of. */
    static void requireParts() throws IOException {
        for (String base : BASES) {
            Engine.requireImage(base);
        }
        Path lib = ROOT.resolve("nn/target/app/lib");
        boolean built = false;
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                built = jars.anyMatch(jar -> jar.getFileName().toString().startsWith("jgrad-nn-"));
            }
        }
        assumeTrue(built, "there are no jars to put into an image: run verify");
    }

    /** What {@code docker build -f FILE .} does, with no more of the context than the image is made of. */
    static String build(String file, String name, String... arguments) {
        var image = new ImageFromDockerfile(name, false)
                .withFileFromPath("Dockerfile", ROOT.resolve(file))
                .withFileFromPath("docker", ROOT.resolve("docker"))
                .withFileFromPath("LICENSE", ROOT.resolve("LICENSE"))
                .withFileFromPath("NOTICE", ROOT.resolve("NOTICE"))
                .withFileFromPath("nn/target/app/lib", ROOT.resolve("nn/target/app/lib"));
        for (int i = 0; i < arguments.length; i += 2) {
            image.withBuildArg(arguments[i], arguments[i + 1]);
        }
        return image.get();
    }
}
