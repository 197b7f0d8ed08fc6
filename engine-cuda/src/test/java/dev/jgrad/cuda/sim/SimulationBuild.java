package dev.jgrad.cuda.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Builds the stand-ins into {@code target/simcuda}, once per content of {@code src/test/cpp}. */
final class SimulationBuild {
    /**
     * A library to build.
     *
     * @param file its name, which is its SONAME too
     * @param sources its C++ files
     * @param flags what else the compiler gets; $BUILD is the folder with what was built before
     */
    private record Library(String file, List<String> sources, List<String> flags) {}

    private static final List<Library> LIBRARIES = List.of(
            new Library(
                    "libcuda.so.1",
                    List.of(
                            "driver/state.cpp",
                            "driver/work.cpp",
                            "driver/devices.cpp",
                            "driver/transfers.cpp",
                            "driver/streams.cpp",
                            "driver/launches.cpp",
                            "driver/graphs.cpp",
                            "driver/memory.cpp",
                            "driver/blocks.cpp"),
                    List.of("-ldl")),
            new Library("libnvrtc.so.12", List.of("nvrtc.cpp"), List.of("-Wl,--version-script=$SOURCES/nvrtc.map")));

    /**
     * A stand-in that has to have every versioned symbol its JCuda library was linked to.
     *
     * @param file its name
     * @param nativeLibrary JCuda's library
     * @param folder where its sources are
     */
    private record Wrapped(String file, String nativeLibrary, String folder) {}

    private static final List<Wrapped> WRAPPED = List.of(
            new Wrapped("libcublas.so.12", "libJCublas2-12.6.0-linux-x86_64.so", "cublas"),
            new Wrapped("libcudnn.so.9", "libJCudnn-12.6.0-linux-x86_64.so", "cudnn"));

    private SimulationBuild() {}

    /** Why nothing can be built here, or an empty string. */
    static String obstacle() {
        String os = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
        if (!os.equals("Linux amd64")) {
            return "the simulated CUDA needs Linux on x86-64, this is " + os;
        }
        try {
            Process process = new ProcessBuilder("g++", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? "" : "the simulated CUDA needs g++, which does not run here";
        } catch (IOException e) {
            return "the simulated CUDA needs g++, which is not here";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** The folder with the built libraries. */
    static Path folder() throws IOException {
        Path sources = sources();
        String flags = System.getProperty("jgrad.simcuda.flags", "");
        Path folder = sources.getParent()
                .getParent()
                .resolveSibling("target")
                .resolve("simcuda")
                .resolve(hash(sources, flags));
        Files.createDirectories(folder);
        for (Library library : LIBRARIES) {
            if (!Files.exists(folder.resolve(library.file()))) {
                build(library, sources, folder, flags);
            }
        }
        for (Wrapped library : WRAPPED) {
            if (!Files.exists(folder.resolve(library.file()))) {
                build(library, sources, folder, flags);
            }
        }
        return folder;
    }

    /** {@code src/test/cpp} of engine-cuda, from there or from a module beside it. */
    private static Path sources() {
        for (String at : List.of("src/test/cpp", "../engine-cuda/src/test/cpp", "engine-cuda/src/test/cpp")) {
            Path path = Path.of(at).toAbsolutePath().normalize();
            if (Files.exists(path.resolve("driver"))) {
                return path;
            }
        }
        throw new IllegalStateException("no src/test/cpp from " + Path.of("").toAbsolutePath());
    }

    private static String hash(Path sources, String flags) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(flags.getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files =
                Files.walk(sources).filter(Files::isRegularFile).sorted()) {
            for (Path file : files.toList()) {
                sum.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                sum.update(Files.readAllBytes(file));
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static void build(Library library, Path sources, Path folder, String flags) throws IOException {
        Path temporary = Files.createTempFile(folder, library.file(), ".part");
        List<String> command = new ArrayList<>(List.of(
                "g++",
                "-std=c++17",
                "-O1",
                "-g",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-fPIC",
                "-shared",
                "-Wl,-soname," + library.file(),
                "-DSIM_SOURCES=\"" + sources + "\"",
                "-DSIM_BUILD=\"" + folder + "\"",
                "-DSIM_FLAGS=\"" + flags + "\""));
        for (String flag : flags.split(" ")) {
            if (!flag.isEmpty()) {
                command.add(flag);
            }
        }
        for (String source : library.sources()) {
            command.add(sources.resolve(source).toString());
        }
        for (String flag : library.flags()) {
            command.add(flag.replace("$SOURCES", sources.toString()).replace("$BUILD", folder.toString()));
        }
        command.addAll(List.of("-o", temporary.toString()));
        run(command, flags);
        Files.move(temporary, folder.resolve(library.file()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void build(Wrapped library, Path sources, Path folder, String flags) throws IOException {
        Path wants = folder.resolve(library.nativeLibrary());
        try (InputStream in = ClassLoader.getSystemResourceAsStream("lib/" + library.nativeLibrary())) {
            Files.write(wants, in.readAllBytes());
        }
        Path temporary = Files.createTempDirectory(folder, library.folder());
        List<String> command = new ArrayList<>(List.of(
                "bash",
                sources.resolve("build-library.sh").toString(),
                temporary.toString(),
                library.file(),
                wants.toString(),
                sources.resolve("device_work.cpp").toString()));
        try (Stream<Path> files = Files.list(sources.resolve(library.folder()))) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".cpp"))
                    .sorted()
                    .forEach(command::add);
        }
        run(command, flags);
        Files.move(temporary.resolve(library.file()), folder.resolve(library.file()), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(temporary);
    }

    private static void run(List<String> command, String flags) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CXXFLAGS", flags);
        // Compilers and shells are not what is under test.
        builder.environment().remove("LD_PRELOAD");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + "\n" + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
