package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Some seconds of random programs; {@code -Djgrad.fuzz.seed} draws others. A finding prints its own seed. */
class FuzzTest {
    private static final long SEED = Long.getLong("jgrad.fuzz.seed", 20_260);
    private static final double MINUTES = 20 / 60.0;

    @Test
    void randomProgramsAgreeWithTheReference() {
        assertEquals(0, Fuzz.run(SEED, MINUTES, Long.MAX_VALUE, false), "findings, printed above; seed " + SEED);
    }
}
