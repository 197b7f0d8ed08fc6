package dev.jgrad.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The choice on a machine and with a clock that exist on paper only. */
final class ThreadChoiceTest {
    private static final int TICKS = 20;

    private long nanos = -3;
    private int looks;
    private int processors = 2;
    private boolean readable = true;
    private long total;
    private long idle;
    private long yielding;

    private ProcessorLoad.@Nullable Ticks read() {
        looks++;
        return readable ? new ProcessorLoad.Ticks(processors, total, idle, yielding, 0) : null;
    }

    private ThreadChoice choice(int most) {
        return new ThreadChoice(most, this::read, () -> nanos);
    }

    /** Lets a window pass in which others take so much of the processors. */
    private void pass(double others) {
        nanos += ThreadChoice.WINDOW_NANOS;
        total += (long) TICKS * processors;
        idle += Math.round(TICKS * (processors - others));
    }

    private void expect(ThreadChoice choice, double others, int... numbers) {
        for (int number : numbers) {
            pass(others);
            assertEquals(number, choice.threads());
            assertEquals(number, choice.loopThreads());
        }
    }

    @Test
    void loopsDoNotMindWhoYields() {
        ThreadChoice choice = choice(2);
        for (int i = 0; i < 3; i++) {
            pass(1);
            yielding += TICKS;
            assertEquals(i == 0 ? 2 : 1, choice.threads());
            assertEquals(2, choice.loopThreads());
        }
    }

    @Test
    void usesAllProcessorsThatAreFree() {
        ThreadChoice choice = choice(2);
        assertEquals(2, choice.threads());
        expect(choice, 0, 2, 2);
        expect(choice, 0.3, 2, 2, 2);
    }

    @Test
    void fallsWhenTwoLooksFindTooFew() {
        ThreadChoice choice = choice(2);
        expect(choice, 1, 2);
        expect(choice, 0, 2);
        expect(choice, 1, 2, 1, 1);
    }

    @Test
    void risesAtOnce() {
        ThreadChoice choice = choice(2);
        expect(choice, 1, 2, 1);
        expect(choice, 0, 2);
    }

    @Test
    void aThirdOfAProcessorChangesNothing() {
        ThreadChoice choice = choice(2);
        expect(choice, 0.35, 2, 2, 2);
        expect(choice, 0.5, 2, 1);
        expect(choice, 0.35, 1, 1, 1);
    }

    @Test
    void staysBetweenOneAndTheLargestNumber() {
        processors = 16;
        ThreadChoice choice = choice(4);
        expect(choice, 0, 4, 4);
        expect(choice, 9, 4, 4);
        expect(choice, 13, 4, 3);
        expect(choice, 16, 3, 1);
        expect(choice, 11, 4);
    }

    @Test
    void looksOncePerWindow() {
        ThreadChoice choice = choice(2);
        for (int i = 0; i < 10; i++) {
            nanos += ThreadChoice.WINDOW_NANOS / 4;
            total += 10;
            idle += 10;
            assertEquals(2, choice.threads());
        }
        assertEquals(1 + 2, looks, "the first look, and one in each of two windows");
    }

    @Test
    void countersThatStandStillAreNotJudged() {
        ThreadChoice choice = choice(2);
        for (int i = 0; i < 4; i++) {
            nanos += ThreadChoice.WINDOW_NANOS;
            assertEquals(2, choice.threads());
        }
    }

    @Test
    void worksWithoutCounters() {
        readable = false;
        ThreadChoice never = choice(3);
        expect(never, 2, 3, 3);
        assertEquals(1, looks, "asked once");

        readable = true;
        ThreadChoice interrupted = choice(2);
        expect(interrupted, 1, 2, 1);
        readable = false;
        expect(interrupted, 0, 1);
        readable = true;
        expect(interrupted, 0, 1, 2);
    }

    @Test
    void aFixedNumberIsNotChosen() {
        ThreadChoice fixed = ThreadChoice.of(new ThreadSetting(5, false));
        assertEquals(5, fixed.threads());
        assertEquals(5, fixed.most());
    }

    @Test
    void thisMachineCountsOrSaysThatItDoesNot() {
        ProcessorLoad load = LinuxProcessorLoad.open();
        if (load != null) {
            ProcessorLoad.Ticks ticks = load.read();
            assertNotNull(ticks);
            assertEquals(true, ticks.total() >= ticks.idle());
        }
        assertEquals(3, ThreadChoice.of(new ThreadSetting(3, true)).most());
    }
}
