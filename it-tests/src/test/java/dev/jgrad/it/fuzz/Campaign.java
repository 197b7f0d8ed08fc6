package dev.jgrad.it.fuzz;

import dev.jgrad.it.fuzz.Trace.Outcome;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Programs one after the other, each in both processes. */
final class Campaign implements AutoCloseable {
    private static final int DISTURBANCES = 4;

    private final WorkerProcess fast = WorkerProcess.fast();
    private final WorkerProcess reference = WorkerProcess.reference();
    private final PrintStream out;
    private final Map<String, int[]> calls = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private int programs;

    Campaign(PrintStream out) {
        this.out = out;
    }

    /** What a program shows: nothing, or what is wrong, and the trace to print. */
    record Verdict(Optional<String> finding, Trace trace) {}

    /** Runs a program in both processes and compares. */
    Verdict judge(Program program) {
        Trace quick;
        Trace slow;
        try {
            quick = fast.run(program);
        } catch (WorkerProcess.Lost e) {
            return new Verdict(Optional.of("fast kernels: " + e.getMessage()), new Trace());
        }
        try {
            slow = reference.run(program);
            Optional<String> found = Judge.difference(quick, slow);
            if (found.isPresent()) {
                List<Trace> disturbed = new ArrayList<>();
                for (int i = 1; i <= DISTURBANCES; i++) {
                    disturbed.add(reference.run(program.disturbed(i)));
                }
                found = Judge.difference(quick, slow, disturbed);
            }
            return new Verdict(found, slow);
        } catch (WorkerProcess.Lost e) {
            return new Verdict(Optional.of("reference: " + e.getMessage()), quick);
        }
    }

    /** Runs one seed; a finding is shrunk and printed. */
    boolean passes(long seed) {
        programs++;
        Program program = Program.of(seed);
        Verdict verdict = judge(program);
        verdict.trace().lines().forEach(this::count);
        if (verdict.finding().isEmpty()) {
            return true;
        }
        if (!seen.add(signature(verdict.finding().get()))) {
            out.println("FOUND again with seed " + seed + ": "
                    + firstLine(verdict.finding().get()));
            return false;
        }
        boolean hangs = verdict.finding().get().contains(WorkerProcess.NO_ANSWER);
        Program small = hangs
                ? program // each trial would wait
                : new Shrinker(p -> judge(p).finding().isPresent()).shrink(program, verdict.trace());
        Verdict last = hangs ? verdict : judge(small);
        Verdict shown = last.finding().isPresent() ? last : verdict;
        out.println("FOUND with seed " + seed + ": " + shown.finding().orElseThrow());
        shown.trace()
                .lines()
                .forEach(l -> out.println("    " + l.text()
                        + (l.outcome() == Outcome.DONE ? "" : "  // " + l.outcome() + " " + firstLine(l.detail()))));
        out.println();
        return false;
    }

    /** Where it was thrown, for what crashes; the text itself else. */
    private static String signature(String finding) {
        int at = finding.indexOf(" at ");
        return at < 0 ? finding : finding.substring(at).split(" < ", 3)[0];
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private void count(Trace.Line line) {
        int bracket = line.text().lastIndexOf('(') < 0 ? 0 : line.text().indexOf('(');
        String head = line.text().substring(0, bracket);
        String name = head.substring(head.lastIndexOf('.') + 1);
        calls.computeIfAbsent(name, k -> new int[2])[line.outcome() == Outcome.DONE ? 0 : 1]++;
    }

    int programs() {
        return programs;
    }

    /** How often each method was called and refused its arguments. */
    void printCalls() {
        calls.forEach((name, n) -> out.printf("%-36s %6d done %6d refused%n", name, n[0], n[1]));
    }

    @Override
    public void close() {
        fast.close();
        reference.close();
    }
}
