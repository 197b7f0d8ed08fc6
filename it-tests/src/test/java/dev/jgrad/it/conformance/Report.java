package dev.jgrad.it.conformance;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Counts outcomes and prints them: failures as they come, the rest at the end. */
final class Report {
    private final PrintStream out;
    private final Map<String, int[]> byOp = new TreeMap<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private final int[] total = new int[3];
    private final Map<Integer, int[]> byTier = new TreeMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Counts one; a failure is printed. */
    void add(Outcome o) {
        int kind = o.status().ordinal();
        total[kind]++;
        byOp.computeIfAbsent(o.op(), k -> new int[3])[kind]++;
        byTier.computeIfAbsent(o.tier(), k -> new int[3])[kind]++;
        switch (o.status()) {
            case PASSED -> {}
            case FAILED -> out.println("FAILED " + o.id() + ": " + o.reason());
            case SKIPPED -> skips.merge(o.reason(), 1, Integer::sum);
        }
    }

    /** Prints the tables. */
    void close(boolean verbose) {
        if (verbose) {
            out.printf("%-48s %7s %7s %7s%n", "operator", "passed", "failed", "skipped");
            byOp.forEach((op, n) -> out.printf("%-48s %7d %7d %7d%n", op, n[0], n[1], n[2]));
        }
        byTier.remove(0); // suites without tiers
        byTier.forEach((tier, n) -> out.printf(
                "tier %d: %d passed, %d failed, %d skipped (%.2f %%)%n",
                tier, n[0], n[1], n[2], 100.0 * n[0] / Math.max(1, n[0] + n[1])));
        skips.forEach((reason, n) -> out.println("skipped " + n + ": " + reason));
    }

    int passed() {
        return total[0];
    }

    int failed() {
        return total[1];
    }

    int skipped() {
        return total[2];
    }
}
