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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

    /** How a finding begins when a program does not end. */
    static final String NO_ANSWER = "no answer in ";

    private static final long PATIENCE_SECONDS = 90;

    private final List<String> options;
    private @Nullable Process process;
    private @Nullable Path errors;

    /** The fast kernels, on several threads. */
    static WorkerProcess fast() {
        return new WorkerProcess(List.of(
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Djgrad.threads=3"));
    }

    /** Scalar loops on one thread, without native libraries. */
    static WorkerProcess reference() {
        return new WorkerProcess(List.of("-Djgrad.cpu.loops=scalar", "-Djgrad.cpu.natives=off", "-Djgrad.threads=1"));
    }

    private WorkerProcess(List<String> options) {
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
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
            process = new ProcessBuilder(command)
                    .directory(new File(System.getProperty("java.io.tmpdir")))
                    .redirectError(errors.toFile())
                    .start();
        }
        return process;
    }

    /** Runs a program there. */
    Trace run(Program program) throws Lost {
        try {
            Process p = process();
            DataOutputStream out = new DataOutputStream(p.getOutputStream());
            program.write(out);
            out.flush();
            DataInputStream in = new DataInputStream(p.getInputStream());
            byte[] answer = CompletableFuture.supplyAsync(() -> answer(in)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Trace.read(new DataInputStream(new ByteArrayInputStream(answer)));
        } catch (TimeoutException e) {
            stop();
            throw new Lost(NO_ANSWER + PATIENCE_SECONDS + " s");
        } catch (IOException | ExecutionException e) {
            stop();
            throw new Lost("the process died: " + lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Lost("interrupted");
        }
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
            process.onExit().join();
            process = null;
        }
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
