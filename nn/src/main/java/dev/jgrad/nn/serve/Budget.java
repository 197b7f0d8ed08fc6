package dev.jgrad.nn.serve;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An amount of memory that all requests share, so that many or large ones wait or are refused and none of them fills it. */
final class Budget {
    private final int total;
    private final Semaphore free;

    /** A budget; the unit is up to the user. */
    Budget(long total) {
        this.total = Math.clamp(total, 1, Integer.MAX_VALUE);
        free = new Semaphore(this.total, true);
    }

    /** All there is: more than that can never be had. */
    int total() {
        return total;
    }

    /** Takes an amount if it is there. */
    boolean tryTake(int amount) {
        return free.tryAcquire(amount);
    }

    /** Takes an amount, waiting for it at most so long. */
    boolean tryTake(int amount, long nanos) throws InterruptedException {
        return free.tryAcquire(amount, nanos, TimeUnit.NANOSECONDS);
    }

    void give(int amount) {
        free.release(amount);
    }
}
