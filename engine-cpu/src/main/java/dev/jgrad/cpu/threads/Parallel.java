package dev.jgrad.cpu.threads;

import dev.jgrad.data.ArgumentException;

/**
 * Spreads a loop over the processor's cores. The job is cut into chunks that workers and caller claim from a counter, so
 * the caller never waits for a worker that has not started: on a busy machine it simply does all of it. Idle workers spin
 * for some microseconds and then park.
 */
public final class Parallel {
    private static final int CHUNKS_PER_THREAD = 4;

    private static volatile WorkerPool pool = new WorkerPool(initialThreads());

    private Parallel() {}

    /** The number of threads that work on a range, the caller included. */
    public static int threads() {
        return pool.threads();
    }

    /** Sets the number of threads from now on; 1 does everything in the caller. */
    public static synchronized void setThreads(int threads) {
        if (threads < 1) {
            throw new ArgumentException("number of threads must be at least 1, but is " + threads);
        }
        if (threads != pool.threads()) {
            WorkerPool old = pool;
            pool = new WorkerPool(threads);
            old.shutDown();
        }
    }

    /**
     * Runs a task over the range 0 to {@code n}, in parts of at least {@code grain}; returns when all of it is done. Runs
     * in the calling thread when there is too little for two parts, or when called from inside such a task.
     *
     * @param grain least size of a part, such that a part takes some microseconds
     * @throws RuntimeException what a part throws, unchanged; parts not begun are dropped
     */
    public static void forRange(long n, long grain, RangeTask task) {
        if (n <= 0) {
            return;
        }
        WorkerPool p = pool;
        if (n / 2 < grain || p.threads() == 1 || p.insideTask()) {
            task.run(0, n);
            return;
        }
        long parts = Math.min(n / grain, (long) p.threads() * CHUNKS_PER_THREAD);
        long size = (n + parts - 1) / parts;
        p.run(new Job(task, n, size));
    }

    private static int initialThreads() {
        String given = System.getProperty("jgrad.threads");
        if (given == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(given.strip());
            if (threads >= 1) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw new ArgumentException("system property jgrad.threads is '" + given + "', but should be 1 or more");
    }
}
