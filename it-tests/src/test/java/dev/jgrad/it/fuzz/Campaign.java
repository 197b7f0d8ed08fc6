package dev.jgrad.it.fuzz;

import dev.jgrad.it.fuzz.Trace.Outcome;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Programs one after the other, each in both processes. */
final class Campaign implements AutoCloseable {
    private final WorkerProcess fast = WorkerProcess.fast();
    private final WorkerProcess reference = WorkerProcess.reference();
    private final WorkerProcess disturbed = WorkerProcess.disturbed();
    private final PrintStream out;
    private final Map<String, int[]> calls = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private int programs;

    Campaign(PrintStream out) {
        this.out = out;
    }

    /** What a program, or its beginning, shows: nothing, or what is wrong, and the trace to print. */
    record Verdict(Program program, Optional<String> finding, Trace trace) {}

    /** Runs a program in both processes and compares. */
    Verdict judge(Program program) {
        try {
            fast.ask(program);
            reference.ask(program);
            Trace quick;
            try {
                quick = fast.answer();
            } catch (WorkerProcess.Lost e) {
                return new Verdict(program, Optional.of(e.getMessage()), reference.answer());
            }
            Trace slow = reference.answer();
            Optional<String> crash = Judge.crash(quick);
            if (crash.isPresent()) {
                return new Verdict(program, crash, quick);
            }
            crash = Judge.crash(slow);
            if (crash.isPresent()) {
                return new Verdict(program, crash, slow);
            }
            Optional<Parting> parting = Parting.of(quick, slow);
            if (parting.isPresent()) {
                return part(program, parting.get(), slow);
            }
            Optional<String> found = Judge.values(quick, slow, Map.of());
            if (found.isPresent()) {
                found = disturbances(program).values(quick, slow);
            }
            return new Verdict(program, found, slow);
        } catch (WorkerProcess.Lost e) {
            return new Verdict(program, Optional.of(e.getMessage()), new Trace());
        }
    }

    /** Compares what both runs have in common, and asks whether rounding can have led to what they have not. */
    private Verdict part(Program program, Parting parting, Trace slow) throws WorkerProcess.Lost {
        Verdict before = parting.at() < program.lines()
                ? judge(program.until(parting.at()))
                : new Verdict(program, Optional.empty(), slow);
        if (before.finding().isPresent() || parting.isStarved()) {
            return before;
        }
        boolean explained = !parting.isExact()
                && (parting.isSingular()
                        || (parting.hasSameText() || program.isSmooth()
                                ? disturbances(program).anyMatch(parting::happensIn)
                                : Judge.isUnstable(before.trace())));
        return new Verdict(program, explained ? Optional.empty() : Optional.of(parting.finding()), slow);
    }

    private Disturbances disturbances(Program program) {
        return new Disturbances(program, p -> {
            disturbed.ask(p);
            return disturbed.answer();
        });
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
        boolean hangs = verdict.finding().get().contains(Patience.NO_ANSWER);
        Program small = hangs
                ? program // each trial would wait
                : new Shrinker(p -> judge(p).finding().isPresent()).shrink(verdict.program(), verdict.trace());
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
        disturbed.close();
    }
}
