package dev.jgrad.testkit;

/** Seeds of tests that draw other cases in every run and name the seed where they fail. */
public final class Seeds {
    private Seeds() {}

    /** Another seed in every run; {@code -Djgrad.test.seed} repeats what a failure named. */
    public static long fresh() {
        return Long.getLong("jgrad.test.seed", System.nanoTime());
    }
}
