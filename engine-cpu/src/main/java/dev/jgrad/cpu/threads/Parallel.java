package dev.jgrad.cpu.threads;

import dev.jgrad.data.ArgumentException;

/**
 * Spreads a loop over the processor's cores. The job is cut into chunks that workers and caller take as they come, so the
 * caller never waits for a worker that has not started: on a busy machine it simply does all of it. Idle workers spin for
 * some microseconds and then park.
 *
 * <p>How many threads take part is fixed, or chosen from what other programs leave, see {@link ThreadChoice}.
 */
public final class Parallel {
    /** More of them would end closer together, but each costs time to begin and breaks a stream through memory. */
    private static final int CHUNKS_PER_THREAD = 4;

    /** Large chunks begin at multiples of this, and so, where a unit is an element, in a cache line of their own. */
    private static final long ALIGNMENT = 1024;

    private static final long LEAST_ALIGNED = 4 * ALIGNMENT;

    private static volatile Crew crew = Crew.of(ThreadSetting.parse(System.getProperty(ThreadSetting.PROPERTY)));

    /**
     * The direction of the job before: the next one begins with what this one left in the caches. Two callers at once may
     * see the same, for nothing but time depends on it.
     */
    private static boolean backwards;

    private Parallel() {}

    private record Crew(WorkerPool pool, ThreadChoice choice) {
        static Crew of(ThreadSetting setting) {
            return new Crew(new WorkerPool(setting.most()), ThreadChoice.of(setting));
        }
    }

    /**
     * The number of threads among which a library should divide its work now, the caller included; it may be another one
     * the next time.
     */
    public static int threads() {
        return crew.choice.threads();
    }

    /** The number of threads that work at most: what results may depend on. */
    public static int mostThreads() {
        return crew.choice.most();
    }

    /** Fixes the number of threads from now on; 1 does everything in the caller. */
    public static void setThreads(int threads) {
        set(threads, false);
    }

    /** Uses up to so many threads from now on, fewer while other programs keep the processors busy. */
    public static void setThreadsUpTo(int most) {
        set(most, true);
    }

    private static synchronized void set(int threads, boolean automatic) {
        if (threads < 1) {
            throw new ArgumentException("number of threads must be at least 1, but is " + threads);
        }
        Crew old = crew;
        ThreadSetting setting = new ThreadSetting(threads, automatic);
        if (threads == old.choice.most()) {
            crew = new Crew(old.pool, ThreadChoice.of(setting));
        } else {
            crew = Crew.of(setting);
            old.pool.shutDown();
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
        Crew c = crew;
        if (n / 2 < grain || c.pool.insideTask()) {
            task.run(0, n);
            return;
        }
        int threads = c.choice.loopThreads();
        if (threads == 1) {
            task.run(0, n);
            return;
        }
        boolean direction = !backwards;
        backwards = direction;
        c.pool.run(new Job(task, n, chunk(n, grain, threads), threads, direction));
    }

    private static long chunk(long n, long grain, int threads) {
        long working = Math.min(threads, n / grain);
        // The same number for each of them, or one would have twice the work of another.
        long each = Math.min(CHUNKS_PER_THREAD, n / grain / working);
        long size = Math.ceilDiv(n, working * each);
        return size < LEAST_ALIGNED ? size : Math.ceilDiv(size, ALIGNMENT) * ALIGNMENT;
    }
}
