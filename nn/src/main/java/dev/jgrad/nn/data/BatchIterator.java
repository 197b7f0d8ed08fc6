package dev.jgrad.nn.data;

import dev.jgrad.data.JgradException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * One epoch: a queue of batches that are on their way, in order. A batch is started when another one is taken, so that an
 * iterator nobody uses any more holds no thread.
 */
final class BatchIterator<T> implements Iterator<T> {
    private final IntFunction<T> load;
    private final int batches;
    private final int ahead;
    private final Semaphore turns;
    private final Consumer<BatchIterator<T>> whenDone;
    private final Queue<FutureTask<T>> pending = new ArrayDeque<>();
    private int started;
    private int taken;
    private boolean closed;

    BatchIterator(
            IntFunction<T> load,
            int first,
            int batches,
            int workers,
            int prefetch,
            Consumer<BatchIterator<T>> whenDone) {
        this.load = load;
        this.started = first;
        this.taken = first;
        this.batches = batches;
        this.ahead = workers * prefetch;
        this.turns = new Semaphore(workers, true);
        this.whenDone = whenDone;
    }

    @Override
    public boolean hasNext() {
        return taken < batches;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch is over");
        }
        T batch = ahead == 0 ? inThisThread() : fromWorker();
        if (++taken == batches) {
            whenDone.accept(this);
        }
        return batch;
    }

    private T inThisThread() {
        try {
            return load.apply(taken);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private T fromWorker() {
        FutureTask<T> task;
        synchronized (this) {
            if (closed) {
                throw new DataException("the DataLoader was closed while a loop was running");
            }
            startMore();
            task = pending.element();
        }
        try {
            T batch = task.get();
            synchronized (this) {
                pending.poll();
                startMore();
            }
            return batch;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                close();
                throw error;
            }
            throw failed(e.getCause());
        } catch (CancellationException e) {
            throw new DataException("the DataLoader was closed while a loop was running", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new DataException("interrupted while waiting for batch " + taken, e);
        }
    }

    private void startMore() {
        while (!closed && started < batches && pending.size() < ahead) {
            int batch = started++;
            var task = new FutureTask<>(() -> {
                turns.acquire();
                try {
                    return load.apply(batch);
                } finally {
                    turns.release();
                }
            });
            pending.add(task);
            Thread.ofVirtual().name("jgrad-data-" + batch).start(task);
        }
    }

    /** What we threw on purpose says enough; anything else gets the place where it happened. */
    private RuntimeException failed(Throwable cause) {
        close();
        return cause instanceof JgradException known
                ? known
                : new DataException("batch " + taken + " could not be loaded: " + cause, cause);
    }

    /** Gives up on all batches that are on their way. */
    synchronized void close() {
        closed = true;
        pending.forEach(task -> task.cancel(true));
        pending.clear();
        whenDone.accept(this);
    }
}
