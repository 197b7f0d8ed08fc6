package dev.jgrad.it.fuzz;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs of the reference with its rounding disturbed, each otherwise: a few excuse most of what rounding does, and as long as
 * there is doubt there are more, since one element of thousands stays by chance where it is, or keeps its sign, in each of a few.
 */
final class Disturbances {
    private static final int FEW = 4;
    private static final int MANY = 40;
    private static final int COARSE = -1;

    /** Runs a program whose rounding is disturbed. */
    interface Runner {
        Trace run(Program program) throws WorkerProcess.Lost;
    }

    private final Program program;
    private final Runner runner;

    Disturbances(Program program, Runner runner) {
        this.program = program;
        this.runner = runner;
    }

    /** Whether any of the runs is such, also of one whose numbers have fewer digits: all zeros of a normalisation stay so. */
    boolean anyMatch(Predicate<Trace> wanted) throws WorkerProcess.Lost {
        for (int i = COARSE; i <= MANY; i++) {
            if (i != 0 && wanted.test(runner.run(program.disturbed(i)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where values differ by more than rounding explains. In the last run numbers have fewer digits, and equal ones stay
     * equal: what divides by their deviation is no number there, where all noise gives it some.
     */
    Optional<String> values(Trace fast, Trace reference) throws WorkerProcess.Lost {
        Map<String, Spread> spreads = new HashMap<>();
        Optional<String> found = Optional.empty();
        for (int i = 1; i <= MANY; i++) {
            Trace disturbed = runner.run(program.disturbed(i));
            for (Observation expected : reference.observations()) {
                Spread spread = spreads.computeIfAbsent(expected.name(), _ -> new Spread(expected));
                disturbed.observation(expected.name()).ifPresentOrElse(spread::add, spread::addUnstable);
            }
            if (i % FEW == 0) {
                found = Judge.values(fast, reference, spreads);
                if (found.isEmpty()) {
                    return found;
                }
            }
        }
        Trace coarse = runner.run(program.disturbed(COARSE));
        spreads.forEach((name, spread) -> coarse.observation(name).ifPresent(spread::addNonFinite));
        return Judge.values(fast, reference, spreads);
    }
}
