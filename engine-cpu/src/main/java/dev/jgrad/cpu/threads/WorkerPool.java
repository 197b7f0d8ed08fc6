package dev.jgrad.cpu.threads;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The workers and the places where jobs wait for them. */
final class WorkerPool {
    /** How long an idle worker looks for the next job before it parks: jobs of one program follow each other closely. */
    private static final long SPIN_NANOS = 20_000;

    /** How long the caller does so for the last chunks of the others before it sleeps. */
    private static final long AWAIT_SPIN_NANOS = 50_000;

    private static final int SPINS_PER_LOOK = 4;

    /** As many callers can be served at once; one more does its work alone. */
    private static final int PLACES = 8;

    private static final ThreadLocal<boolean[]> INSIDE = ThreadLocal.withInitial(() -> new boolean[1]);

    private final AtomicReferenceArray<@Nullable Job> places = new AtomicReferenceArray<>(PLACES);
    private final Worker[] workers;
    private volatile boolean stopped;

    WorkerPool(int threads) {
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
        }
    }

    int threads() {
        return workers.length + 1;
    }

    boolean insideTask() {
        return INSIDE.get()[0];
    }

    void run(Job job) {
        boolean[] inside = INSIDE.get();
        inside[0] = true;
        int place = publish(job);
        try {
            if (place >= 0) {
                wake(job.helpers());
            }
            job.work(0);
        } finally {
            inside[0] = false;
            if (place >= 0) {
                places.set(place, null);
            }
        }
        job.await(AWAIT_SPIN_NANOS);
        job.rethrow();
    }

    private int publish(Job job) {
        for (int i = 0; i < PLACES; i++) {
            if (places.get(i) == null && places.compareAndSet(i, null, job)) {
                return i;
            }
        }
        return -1;
    }

    /** Wakes at most this many parked workers. Those that still spin find the job by themselves. */
    private void wake(int wanted) {
        for (int i = 0; i < workers.length && i < wanted; i++) {
            Worker worker = workers[i];
            if (!worker.started) {
                worker.begin();
            } else if (worker.parked) {
                worker.parked = false;
                LockSupport.unpark(worker);
            }
        }
    }

    void shutDown() {
        stopped = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private final class Worker extends Thread {
        private final int number;
        volatile boolean parked;
        volatile boolean started;

        Worker(int number) {
            super("jgrad-worker-" + number);
            this.number = number;
            setDaemon(true);
        }

        synchronized void begin() {
            if (!started) {
                started = true;
                start();
            }
        }

        @Override
        public void run() {
            INSIDE.get()[0] = true;
            long idleSince = System.nanoTime();
            while (!stopped) {
                Job job = next();
                if (job != null) {
                    job.work(number);
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                    for (int i = 0; i < SPINS_PER_LOOK; i++) {
                        Thread.onSpinWait();
                    }
                } else {
                    park();
                    idleSince = System.nanoTime();
                }
            }
        }

        private void park() {
            parked = true;
            // A job published before the flag was set would not wake this thread: look once more.
            if (next() == null && !stopped) {
                LockSupport.park(WorkerPool.this);
            }
            parked = false;
        }

        private @Nullable Job next() {
            for (int i = 0; i < PLACES; i++) {
                Job job = places.get(i);
                if (job != null && job.wants(number)) {
                    return job;
                }
            }
            return null;
        }
    }
}
