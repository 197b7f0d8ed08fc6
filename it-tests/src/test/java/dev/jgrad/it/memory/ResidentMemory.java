package dev.jgrad.it.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The curve of a process's resident memory, in MiB. */
final class ResidentMemory {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE = 4096;

    private final List<Long> curve = new ArrayList<>();

    static boolean isKnown() {
        return Files.isReadable(STATM);
    }

    /** Lets the Java heap's young generation take its pages, so that the curve shows what the program adds. */
    static void touchYoungGeneration() {
        long before = collections();
        while (collections() < before + 2) {
            garbage = new byte[1 << 20];
        }
    }

    private static volatile byte[] garbage = new byte[0];

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    void sample() {
        try {
            curve.add(Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE >> 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Long> curve() {
        return curve;
    }

    /** Greatest value of the last quarter less that of the quarter before: what is not warm-up any more. */
    long growth() {
        int n = curve.size();
        long before =
                curve.subList(n / 2, 3 * n / 4).stream().mapToLong(v -> v).max().orElseThrow();
        long last = curve.subList(3 * n / 4, n).stream().mapToLong(v -> v).max().orElseThrow();
        return last - before;
    }
}
