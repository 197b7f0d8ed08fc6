package dev.jgrad.it.fuzz;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A worker in a process of its own, started anew when it dies or does not answer. */
final class WorkerProcess implements AutoCloseable {
    /** The process died, or did not answer in time. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }

    private final String name;
    private final List<String> options;
    private String services = "";
    private @Nullable Process process;
    private @Nullable Future<byte[]> pending;
    private @Nullable Path errors;

    /** The fast kernels, on several threads. */
    static WorkerProcess fast() {
        return new WorkerProcess(
                "fast kernels",
                List.of(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djgrad.threads=3"));
    }

    /** Scalar loops on one thread, without native libraries. */
    static WorkerProcess reference() {
        return new WorkerProcess(
                "reference", List.of("-Djgrad.cpu.loops=scalar", "-Djgrad.cpu.natives=off", "-Djgrad.threads=1"));
    }

    /** The same with its rounding disturbed. */
    static WorkerProcess disturbed() {
        WorkerProcess out = reference();
        out.services = Objects.requireNonNull(Worker.class.getResource("/fuzz/disturbed/"))
                        .getPath()
                + File.pathSeparator;
        return out;
    }

    private WorkerProcess(String name, List<String> options) {
        this.name = name;
        this.options = options;
    }

    private Process process() throws IOException {
        if (process == null || !process.isAlive()) {
            if (errors == null) {
                errors = Files.createTempFile("jgrad-fuzz", ".err");
            }
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx700m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "-Xss2m"));
            command.addAll(List.of("-Djgrad.memory.budget=100m", "-Djgrad.memory.budget.limit=400m"));
            command.addAll(options);
            command.addAll(List.of("-cp", services + System.getProperty("java.class.path"), Worker.class.getName()));
            process = new ProcessBuilder(command)
                    .directory(new File(System.getProperty("java.io.tmpdir")))
                    .redirectError(errors.toFile())
                    .start();
        }
        return process;
    }

    /** Lets it run a program. */
    void ask(Program program) throws Lost {
        if (pending != null) {
            stop(); // nobody wanted the answer
        }
        try {
            Process p = process();
            DataOutputStream out = new DataOutputStream(p.getOutputStream());
            program.write(out);
            out.flush();
            DataInputStream in = new DataInputStream(p.getInputStream());
            pending = CompletableFuture.supplyAsync(() -> answer(in));
        } catch (IOException e) {
            throw died();
        }
    }

    /** Waits for what it saw. */
    Trace answer() throws Lost {
        Patience patience = new Patience(Objects.requireNonNull(process).toHandle());
        try {
            while (true) {
                try {
                    byte[] answer = Objects.requireNonNull(pending).get(1, TimeUnit.SECONDS);
                    pending = null;
                    return Trace.read(new DataInputStream(new ByteArrayInputStream(answer)));
                } catch (TimeoutException e) {
                    Optional<String> over = patience.over();
                    if (over.isPresent()) {
                        stop();
                        throw new Lost(name + ": " + over.get());
                    }
                }
            }
        } catch (IOException | ExecutionException e) {
            throw died();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Lost("interrupted");
        }
    }

    private Lost died() {
        stop();
        return new Lost(name + ": the process died: " + lastWords());
    }

    private static byte[] answer(DataInputStream in) {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastWords() {
        try {
            String all = errors == null ? "" : Files.readString(errors);
            return all.substring(Math.max(0, all.length() - 2000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void stop() {
        if (process != null) {
            process.destroyForcibly();
            // Not onExit(), which waits for a thread of the common pool: those may be reading from another process.
            boolean interrupted = false;
            while (process.isAlive()) {
                try {
                    process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
        pending = null;
    }

    @Override
    public void close() {
        stop();
        try {
            if (errors != null) {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
