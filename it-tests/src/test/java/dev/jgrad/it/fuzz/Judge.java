package dev.jgrad.it.fuzz;

import dev.jgrad.it.fuzz.Trace.Outcome;
import java.util.Map;
import java.util.Optional;

/** Compares what two processes observed. */
final class Judge {
    private Judge() {}

    /** What was thrown that is not ours. */
    static Optional<String> crash(Trace trace) {
        return trace.lines().stream()
                .filter(l -> l.outcome() == Outcome.CRASHED)
                .map(l -> l.text() + "  " + l.detail())
                .findFirst();
    }

    /**
     * Where values differ, of two runs of the same lines.
     *
     * @param spreads how far its tensors move when the reference's rounding is disturbed; none as long as nothing is in doubt
     */
    static Optional<String> values(Trace fast, Trace reference, Map<String, Spread> spreads) {
        for (Observation expected : reference.observations()) {
            if (expected.trust() == Trust.UNSTABLE) {
                continue;
            }
            Optional<Observation> actual = fast.observation(expected.name());
            if (actual.isEmpty()) {
                return Optional.of(expected.name() + " is missing with fast kernels");
            }
            if (actual.get().trust() == Trust.UNSTABLE) {
                continue;
            }
            Spread spread = spreads.get(expected.name());
            boolean unstable = spread != null && spread.isUnstable();
            if (!unstable || expected.trust() == Trust.EXACT) {
                Optional<String> found =
                        new Agreement(expected, spread, multipliesPadding(reference)).difference(actual.get());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether values that rounding decided are somewhere in a program. */
    static boolean isUnstable(Trace trace) {
        return trace.lines().stream().anyMatch(l -> l.trust() == Trust.UNSTABLE)
                || trace.observations().stream().anyMatch(o -> o.trust() == Trust.UNSTABLE);
    }

    /** A convolution may or may not multiply the zeros around the input, which NaN turns into NaN. */
    private static boolean multipliesPadding(Trace trace) {
        return trace.lines().stream().anyMatch(l -> l.text().contains(".conv"))
                && trace.observations().stream().anyMatch(Observation::hasNonFinite);
    }
}
