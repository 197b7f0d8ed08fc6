package dev.jgrad.nn.serve;

import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Computes what waits together. One thread asks the network, since each of its operations uses all cores; while it does,
 * further pictures gather, so batches grow by themselves under load. Somebody alone does not wait for others: only as
 * long as {@code underWay} says that further pictures are being decoded, and at most for the delay.
 *
 * <p>Its queue has no bound of its own: who submits has been admitted.
 */
final class Batcher implements AutoCloseable {
    /** What is asked: one row of probabilities for each picture. */
    interface Network {
        double[][] probabilities(List<Tensor> pictures);
    }

    private record Job(Tensor picture, CompletableFuture<double[]> answer) {}

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Network network;
    private final int maxBatch;
    private final long maxDelayNanos;
    private final IntSupplier underWay;
    private final ServerMetrics metrics;
    private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "jgrad-batches");
    private volatile boolean closed;

    /**
     * A batcher whose thread is running.
     *
     * @param underWay how many admitted pictures have no answer yet, wherever they are
     */
    Batcher(Network network, int maxBatch, long maxDelayNanos, IntSupplier underWay, ServerMetrics metrics) {
        this.network = network;
        this.maxBatch = maxBatch;
        this.maxDelayNanos = maxDelayNanos;
        this.underWay = underWay;
        this.metrics = metrics;
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a picture. To cancel the future takes it out again. */
    Future<double[]> submit(Tensor picture) {
        var answer = new CompletableFuture<double[]>();
        queue.add(new Job(picture, answer));
        return answer;
    }

    private void work() {
        var batch = new ArrayList<Job>();
        while (!closed || !queue.isEmpty()) {
            try {
                collect(batch);
            } catch (InterruptedException e) {
                // Closed: what is queued is still computed.
                continue;
            }
            batch.removeIf(job -> job.answer().isDone());
            if (!batch.isEmpty()) {
                compute(batch);
            }
            batch.clear();
        }
    }

    private void collect(List<Job> batch) throws InterruptedException {
        Job first = closed ? queue.poll() : queue.take();
        if (first == null) {
            return;
        }
        batch.add(first);
        long deadline = System.nanoTime() + maxDelayNanos;
        while (batch.size() < maxBatch) {
            Job next = queue.poll();
            if (next == null) {
                long left = deadline - System.nanoTime();
                if (closed || left <= 0 || underWay.getAsInt() <= batch.size()) {
                    return;
                }
                // In short steps: a picture that turns out to be broken is under way no more and never comes.
                next = queue.poll(Math.min(left, LONGEST_SLEEP_NANOS), TimeUnit.NANOSECONDS);
            }
            if (next != null) {
                batch.add(next);
            }
        }
    }

    private void compute(List<Job> batch) {
        long start = System.nanoTime();
        double[][] rows;
        try {
            rows = network.probabilities(batch.stream().map(Job::picture).toList());
        } catch (Throwable e) {
            if (batch.size() > 1) {
                // There may be memory for one picture where there is none for many.
                batch.forEach(job -> compute(List.of(job)));
            } else {
                batch.getFirst().answer().completeExceptionally(e);
            }
            return;
        }
        metrics.computed(batch.size(), (System.nanoTime() - start) / 1e9);
        for (int i = 0; i < rows.length; i++) {
            batch.get(i).answer().complete(rows[i]);
        }
    }

    /** Computes what is queued and ends. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
