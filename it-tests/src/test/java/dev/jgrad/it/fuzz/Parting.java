package dev.jgrad.it.fuzz;

import dev.jgrad.it.fuzz.Trace.Line;
import java.util.List;
import java.util.Optional;

/**
 * Where two runs of a program stop being the same program: a line that only one of them has (its operands have shapes that
 * values decided), or whose outcome differs. What comes later cannot be compared.
 */
record Parting(Line fast, Line reference) {
    private static final Line NOTHING = new Line(Integer.MAX_VALUE, "", Trace.Outcome.DONE, Trust.EXACT, "");

    static Optional<Parting> of(Trace fast, Trace reference) {
        int lines = Math.max(fast.lines().size(), reference.lines().size());
        for (int i = 0; i < lines; i++) {
            Parting here = new Parting(line(fast.lines(), i), line(reference.lines(), i));
            if (!here.hasSameText() || !here.hasSameOutcome() || here.isStarved()) {
                return Optional.of(here);
            }
        }
        return Optional.empty();
    }

    private static Line line(List<Line> lines, int i) {
        return i < lines.size() ? lines.get(i) : NOTHING;
    }

    /** The line of the program. */
    int at() {
        return Math.min(fast.at(), reference.at());
    }

    boolean hasSameText() {
        return call(fast).equals(call(reference));
    }

    /** What is called, without the names of what it gives, which it does not have where it is refused. */
    private static String call(Line line) {
        return line.text().replaceFirst("^var [^=]* = ", "");
    }

    private boolean hasSameOutcome() {
        return fast.outcome() == reference.outcome() && fast.kind().equals(reference.kind());
    }

    /** How much memory is in use depends on the collector. */
    boolean isStarved() {
        return fast.kind().equals("OutOfMemoryException") || reference.kind().equals("OutOfMemoryException");
    }

    /** Whether rounding cannot be the reason, for all that one run knows. */
    boolean isExact() {
        return hasSameText() && reference.trust() == Trust.EXACT;
    }

    /** Whether a pivot is zero in one run and a rounding's remainder in the other: no noise makes one exactly zero. */
    boolean isSingular() {
        return hasSameText()
                && (fast.detail().contains("singular") || reference.detail().contains("singular"));
    }

    /** Whether the line is missing or ends otherwise as well where the reference's rounding is disturbed. */
    boolean happensIn(Trace disturbed) {
        if (reference == NOTHING) {
            return disturbed.lines().stream().anyMatch(l -> call(l).equals(call(fast)));
        }
        return disturbed.lines().stream()
                .filter(l -> call(l).equals(call(reference)))
                .noneMatch(l -> l.outcome() == reference.outcome() && l.kind().equals(reference.kind()));
    }

    String finding() {
        return fast.text() + "  " + fast.outcome() + " " + fast.detail() + " with fast kernels, but "
                + (hasSameText() ? "" : reference.text() + " ") + reference.outcome() + " " + reference.detail()
                + " in the reference";
    }
}
