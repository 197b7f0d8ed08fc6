package dev.jgrad.it.fuzz;

import dev.jgrad.it.fuzz.Trace.Outcome;
import java.util.List;
import java.util.Optional;

/** Compares what two processes observed. */
final class Judge {
    /** How many times as large as under {@link Noise} a difference has to be to count. */
    private static final double SLACK = 40;

    private Judge() {}

    /** What is wrong, with nothing known about how a program amplifies rounding. */
    static Optional<String> difference(Trace fast, Trace reference) {
        return difference(fast, reference, List.of());
    }

    /**
     * What is wrong.
     *
     * @param disturbed the reference again, its rounded results disturbed
     */
    static Optional<String> difference(Trace fast, Trace reference, List<Trace> disturbed) {
        if (isStarved(fast) || isStarved(reference)) {
            return Optional.empty(); // how much memory is in use depends on the collector
        }
        Optional<String> crash = crash(fast).or(() -> crash(reference));
        return crash.or(() -> lines(fast, reference)).or(() -> values(fast, reference, disturbed));
    }

    private static Optional<String> crash(Trace trace) {
        return trace.lines().stream()
                .filter(l -> l.outcome() == Outcome.CRASHED)
                .map(l -> l.text() + "  threw " + l.detail())
                .findFirst();
    }

    private static boolean isStarved(Trace trace) {
        return trace.lines().stream().anyMatch(l -> kind(l).equals("OutOfMemoryException"));
    }

    private static Optional<String> lines(Trace fast, Trace reference) {
        for (int i = 0; i < Math.min(fast.lines().size(), reference.lines().size()); i++) {
            Trace.Line a = fast.lines().get(i);
            Trace.Line b = reference.lines().get(i);
            if (b.trust() == Trust.EXACT && (a.outcome() != b.outcome() || !kind(a).equals(kind(b)))) {
                return Optional.of(a.text() + "  " + a.outcome() + " " + a.detail() + " with fast kernels, but "
                        + b.outcome() + " " + b.detail() + " in the reference");
            }
        }
        return Optional.empty();
    }

    private static String kind(Trace.Line line) {
        return line.detail().split(":", 2)[0];
    }

    private static Optional<String> values(Trace fast, Trace reference, List<Trace> disturbed) {
        for (Observation expected : reference.observations()) {
            if (expected.trust() == Trust.UNSTABLE) {
                continue;
            }
            Optional<Observation> actual = named(fast, expected.name());
            if (actual.isEmpty()) {
                if (disturbed.stream().allMatch(t -> named(t, expected.name()).isPresent()) && stable(reference)) {
                    return Optional.of(expected.name() + " is missing with fast kernels");
                }
                continue;
            }
            Optional<String> found = Agreement.difference(actual.get(), expected, 1);
            if (found.isPresent() && !excused(actual.get(), expected, disturbed, multipliesPadding(reference))) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A convolution may or may not multiply the zeros around the input, which NaN turns into NaN. */
    private static boolean multipliesPadding(Trace trace) {
        return trace.lines().stream().anyMatch(l -> l.text().contains(".conv"))
                && trace.observations().stream().anyMatch(Observation::hasNonFinite);
    }

    private static boolean stable(Trace trace) {
        return trace.lines().stream().noneMatch(l -> l.trust() == Trust.UNSTABLE);
    }

    private static Optional<Observation> named(Trace trace, String name) {
        return trace.observations().stream().filter(o -> o.name().equals(name)).findFirst();
    }

    private static boolean excused(
            Observation actual, Observation expected, List<Trace> disturbed, boolean paddedWithNonFinite) {
        if (expected.trust() == Trust.EXACT) {
            return false;
        }
        if (Agreement.differsInKind(actual, expected) && paddedWithNonFinite) {
            return true;
        }
        double spread = 0;
        for (Trace t : disturbed) {
            Optional<Observation> o = named(t, expected.name());
            if (o.isEmpty() || Agreement.differsInKind(o.get(), expected)) {
                return true;
            }
            spread = Math.max(spread, Agreement.distance(o.get(), expected));
        }
        return !Agreement.differsInKind(actual, expected) && Agreement.distance(actual, expected) <= SLACK * spread;
    }
}
