package dev.jgrad.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ParallelTest {
    private final int threads = Parallel.mostThreads();

    @AfterEach
    void restore() {
        Parallel.setThreadsUpTo(threads);
    }

    @Test
    void coversTheRangeExactlyOnce() {
        for (int t : new int[] {1, 2, 5}) {
            Parallel.setThreads(t);
            for (int n : new int[] {0, 1, 2, 9, 10, 11, 100, 1003}) {
                AtomicIntegerArray seen = new AtomicIntegerArray(n);
                Parallel.forRange(n, 5, (from, to) -> {
                    for (long i = from; i < to; i++) {
                        seen.incrementAndGet((int) i);
                    }
                });
                for (int i = 0; i < n; i++) {
                    assertEquals(1, seen.get(i));
                }
            }
        }
    }

    @Test
    void partsAreAtLeastTheGrain() {
        Parallel.setThreads(3);
        AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
        Parallel.forRange(100, 10, (from, to) -> least.accumulateAndGet((int) (to - from), Math::min));
        assertTrue(least.get() >= 4, "a last part may be shorter, but not much: " + least);
    }

    @Test
    void exceptionsReachTheCallerUnchanged() {
        Parallel.setThreads(4);
        IllegalStateException thrown = new IllegalStateException("part 7");
        IllegalStateException caught = assertThrows(
                IllegalStateException.class,
                () -> Parallel.forRange(10, 1, (from, to) -> {
                    if (from <= 7 && 7 < to) {
                        throw thrown;
                    }
                }));
        assertSame(thrown, caught);
        // The pool is as good as before.
        AtomicInteger count = new AtomicInteger();
        Parallel.forRange(10, 1, (from, to) -> count.addAndGet((int) (to - from)));
        assertEquals(10, count.get());
    }

    @Test
    void nestedCallsRunInline() {
        Parallel.setThreads(4);
        AtomicInteger inline = new AtomicInteger();
        Parallel.forRange(8, 1, (from, to) -> {
            Thread outer = Thread.currentThread();
            for (long i = from; i < to; i++) {
                Parallel.forRange(1000, 1, (f, t) -> {
                    assertSame(outer, Thread.currentThread());
                    assertEquals(1000, t - f);
                    inline.incrementAndGet();
                });
            }
        });
        assertEquals(8, inline.get());
    }

    @Test
    void manyCallersAtOnce() throws InterruptedException {
        Parallel.setThreads(4);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int c = 0; c < 12; c++) {
            callers.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int round = 0; round < 500; round++) {
                        AtomicInteger sum = new AtomicInteger();
                        Parallel.forRange(64, 4, (from, to) -> {
                            for (long i = from; i < to; i++) {
                                sum.addAndGet((int) i);
                            }
                        });
                        assertEquals(64 * 63 / 2, sum.get());
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    @Test
    void bothThreadsGetTheSameWhereThereIsLittle() {
        Parallel.setThreads(2);
        AtomicInteger parts = new AtomicInteger();
        Parallel.forRange(100_000, 32 << 10, (from, to) -> {
            parts.incrementAndGet();
            assertTrue(Math.abs(50_000 - (to - from)) < 1024, from + " to " + to);
        });
        assertEquals(2, parts.get());
    }

    @Test
    void refusesNoThreads() {
        assertThrows(ArgumentException.class, () -> Parallel.setThreads(0));
        assertThrows(ArgumentException.class, () -> Parallel.setThreadsUpTo(0));
    }

    @Test
    void aChosenNumberIsAtMostTheGiven() {
        Parallel.setThreadsUpTo(3);
        assertEquals(3, Parallel.mostThreads());
        assertTrue(Parallel.threads() >= 1 && Parallel.threads() <= 3);
        AtomicInteger sum = new AtomicInteger();
        Parallel.forRange(100, 10, (from, to) -> sum.addAndGet((int) (to - from)));
        assertEquals(100, sum.get());
    }
}
