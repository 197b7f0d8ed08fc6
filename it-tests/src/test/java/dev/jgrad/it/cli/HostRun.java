package dev.jgrad.it.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line in a JVM of its own on this machine, without a network: the way there leads to a closed port.
 *
 * @param code its exit code
 * @param out what it printed
 */
public record HostRun(int code, String out) {
    /** Runs a command to its end. */
    public static HostRun of(String... args) throws IOException, InterruptedException {
        Process process = start(args);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new HostRun(process.waitFor(), text);
    }

    /** Starts a command. What it complains about is dropped. */
    public static Process start(String... args) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-XX:+UseCompactObjectHeaders",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.jgrad.nn.cli.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
