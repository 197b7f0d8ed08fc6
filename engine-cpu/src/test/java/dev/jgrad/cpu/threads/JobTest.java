package dev.jgrad.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class JobTest {
    private final List<Long> order = new ArrayList<>();

    /** Eight chunks, the last one short. */
    private Job job(int threads, boolean backwards) {
        return new Job(
                (from, to) -> {
                    assertEquals(Math.min(from + 10, 76), to);
                    order.add(from / 10);
                },
                76,
                10,
                threads,
                backwards);
    }

    @Test
    void aThreadBeginsAtHomeAndHelpsFromTheFarEnd() {
        job(2, false).work(1);
        assertEquals(List.of(4L, 5L, 6L, 7L, 3L, 2L, 1L, 0L), order);
    }

    @Test
    void theNextJobRunsTheOtherWay() {
        job(2, true).work(0);
        assertEquals(List.of(3L, 2L, 1L, 0L, 4L, 5L, 6L, 7L), order);
    }

    @Test
    void isDoneWhenAllChunksAre() {
        Job job = job(3, false);
        assertTrue(job.wants(0));
        assertTrue(job.wants(2));
        assertFalse(job.wants(3), "only three threads may take part");
        assertEquals(2, job.helpers());
        job.work(2);
        assertTrue(job.isDone());
        assertFalse(job.wants(0));
        job.work(0);
        assertEquals(8, order.size());
        job.await(0);
    }

    @Test
    void moreThreadsThanChunks() {
        Job job = job(20, false);
        assertEquals(7, job.helpers());
        job.work(15);
        assertEquals(List.of(7L, 0L, 1L, 2L, 3L, 4L, 5L, 6L), order);
    }

    @Test
    void whoSleepsIsWoken() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        AtomicReference<Thread> caller = new AtomicReference<>();
        Job job = new Job(
                (from, to) -> {
                    taken.countDown();
                    while (caller.get() == null || caller.get().getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                },
                2,
                2,
                2,
                false);
        Thread worker = Thread.ofPlatform().start(() -> job.work(1));
        taken.await();
        caller.set(Thread.currentThread());
        job.await(0);
        assertTrue(job.isDone());
        worker.join();
    }
}
