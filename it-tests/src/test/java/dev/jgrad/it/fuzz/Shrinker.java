package dev.jgrad.it.fuzz;

import java.util.BitSet;
import java.util.function.Predicate;

/** Makes a failing program smaller: drops lines, many at first and one by one at the end, while it still fails. */
final class Shrinker {
    private static final int TRIALS = 150;
    private static final long MOST_NANOS = 60_000_000_000L;

    private final Predicate<Program> fails;
    private final long start = System.nanoTime();
    private int left = TRIALS;

    Shrinker(Predicate<Program> fails) {
        this.fails = fails;
    }

    private boolean goesOn() {
        return left > 0 && System.nanoTime() - start < MOST_NANOS;
    }

    Program shrink(Program program, Trace whole) {
        Program best = program;
        for (int part = Math.max(1, program.lines() / 2); part > 0; part /= 2) {
            boolean again = true;
            while (again && goesOn()) {
                again = false;
                for (int from = program.lines() - 1; from >= 0 && goesOn(); from -= part) {
                    BitSet more = new BitSet();
                    more.set(Math.max(0, from - part + 1), from + 1);
                    more.andNot(best.dropped());
                    if (more.isEmpty()) {
                        continue;
                    }
                    Program candidate = best.without(more, whole.operands());
                    left--;
                    if (fails.test(candidate)) {
                        best = candidate;
                        again = part == 1;
                    }
                }
            }
        }
        return best;
    }
}
