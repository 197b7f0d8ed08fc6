package dev.jgrad.it.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tells a program that does not end from a process that others keep from working. What counts is the time the process has
 * computed: an endless loop uses it up however slowly, and threads that wait for each other use none, which even a process
 * that gets a hundredth of a processor does. Time in which nobody asked does not count: the whole machine, or all of the
 * programs that one user runs, may have been asleep.
 */
final class Patience {
    /** How a finding begins when a program does not end. */
    static final String NO_ANSWER = "no answer";

    private static final Duration WORK = Duration.ofSeconds(90);
    private static final Duration STANDSTILL = Duration.ofMinutes(3);
    private static final int LEAST_SHARE = 100;
    /** Those who wait ask about once a second. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(3);

    private final ProcessHandle process;
    private final Duration most;
    private final Duration standstill;
    private final Duration workAtStart;
    private Duration workAtMark;
    private Duration waited = Duration.ZERO;
    private long asked = System.nanoTime();

    /** The patience that fits programs of a few lines. */
    Patience(ProcessHandle process) {
        this(process, WORK, STANDSTILL);
    }

    Patience(ProcessHandle process, Duration most, Duration standstill) {
        this.process = process;
        this.most = most;
        this.standstill = standstill;
        this.workAtStart = work();
        this.workAtMark = workAtStart;
    }

    private Duration work() {
        return process.info().totalCpuDuration().orElse(Duration.ofNanos(System.nanoTime()));
    }

    /** What is wrong, and where the process is, when there is no more hope. */
    Optional<String> over() {
        Duration now = work();
        if (now.minus(workAtStart).compareTo(most) > 0) {
            return Optional.of(NO_ANSWER + " after " + most.toSeconds() + " s of computing" + place());
        }
        Duration step = Duration.ofNanos(System.nanoTime() - asked);
        asked += step.toNanos();
        waited = waited.plus(step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step);
        if (waited.compareTo(standstill) < 0) {
            return Optional.empty();
        }
        if (now.minus(workAtMark).multipliedBy(LEAST_SHARE).compareTo(waited) < 0) {
            return Optional.of(NO_ANSWER + ": stands still" + place());
        }
        waited = Duration.ZERO;
        workAtMark = now;
        return Optional.empty();
    }

    /** The main thread's stack, where the JDK's tool can ask for it. */
    private String place() {
        try {
            Process tool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(process.pid()),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            String all = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            tool.waitFor(10, TimeUnit.SECONDS);
            List<String> lines = all.lines().toList();
            return lines.stream()
                    .dropWhile(l -> !l.startsWith("\"main\""))
                    .skip(1)
                    .limit(12)
                    .takeWhile(l -> !l.isBlank())
                    .map(String::strip)
                    .collect(Collectors.joining(" < ", ", in ", ""));
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
