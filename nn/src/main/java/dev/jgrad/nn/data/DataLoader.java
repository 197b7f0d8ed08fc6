package dev.jgrad.nn.data;

import dev.jgrad.data.ArgumentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a data set in batches: {@code torch.utils.data.DataLoader}. Each {@code for} loop over it is one epoch.
 *
 * <pre>{@code
 * var loader = DataLoader.of(dataset, 32).shuffle(42).workers(2);
 * for (Sample batch : loader) {
 *     var loss = crossEntropy(model.forward(batch.input()), batch.target());
 * }
 * }</pre>
 *
 * <p>Workers are virtual threads that prepare batches ahead of time. Batches come in the same order, and random
 * transforms draw the same numbers, however many workers there are. An exception in a worker is thrown by the loop.
 * A loop that is left early needs no care: batches on their way are finished and forgotten.
 *
 * @param <T> what one sample, and one batch, is
 */
public final class DataLoader<T> implements Iterable<T>, AutoCloseable {
    /**
     * What the fluent methods change.
     *
     * @param batchSize samples in a batch
     * @param shuffled whether each epoch has an order of its own
     * @param seed where order and random transforms come from
     * @param dropLast whether a last batch that is too small is left out
     * @param workers threads that prepare batches; 0 for the calling thread
     * @param prefetch batches that each worker is ahead
     */
    record Options(int batchSize, boolean shuffled, long seed, boolean dropLast, int workers, int prefetch) {
        Options {
            check(batchSize >= 1, "batch_size should be a positive integer value, but got batch_size=" + batchSize);
            check(workers >= 0, "workers should not be negative; use 0 to load in the calling thread");
            check(prefetch >= 1, "prefetch should be at least 1, but got " + prefetch);
        }

        private static void check(boolean holds, String message) {
            if (!holds) {
                throw new ArgumentException(message);
            }
        }
    }

    private final Dataset<T> dataset;
    private final Function<List<T>, T> collate;
    private final Options options;
    private final AtomicInteger nextEpoch = new AtomicInteger();
    private final AtomicInteger firstBatch = new AtomicInteger();
    // Weak, so that loops that were left early are forgotten.
    private final Set<BatchIterator<T>> running =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean closed;

    private DataLoader(Dataset<T> dataset, Function<List<T>, T> collate, Options options) {
        this.dataset = dataset;
        this.collate = collate;
        this.options = options;
    }

    /** Batches in the order of the data set, loaded in the calling thread. */
    public static DataLoader<Sample> of(Dataset<Sample> dataset, int batchSize) {
        return of(dataset, batchSize, Sample::stack);
    }

    /** The same with a function of your own that makes one batch of several samples. */
    public static <T> DataLoader<T> of(Dataset<T> dataset, int batchSize, Function<List<T>, T> collate) {
        return new DataLoader<>(dataset, collate, new Options(batchSize, false, 0, false, 0, 2));
    }

    private DataLoader<T> with(Options changed) {
        return new DataLoader<>(dataset, collate, changed);
    }

    /** A loader that goes through the data set in a new order each epoch; the seed decides on all of them. */
    public DataLoader<T> shuffle(long seed) {
        var o = options;
        return with(new Options(o.batchSize, true, seed, o.dropLast, o.workers, o.prefetch));
    }

    /** A loader whose random transforms draw from this seed, without shuffling. */
    public DataLoader<T> seed(long seed) {
        var o = options;
        return with(new Options(o.batchSize, o.shuffled, seed, o.dropLast, o.workers, o.prefetch));
    }

    /** A loader that leaves out a last batch with too few samples. */
    public DataLoader<T> dropLast() {
        var o = options;
        return with(new Options(o.batchSize, o.shuffled, o.seed, true, o.workers, o.prefetch));
    }

    /** A loader with this many virtual threads that prepare batches ahead. */
    public DataLoader<T> workers(int workers) {
        var o = options;
        return with(new Options(o.batchSize, o.shuffled, o.seed, o.dropLast, workers, o.prefetch));
    }

    /** A loader whose workers are this many batches ahead, each. */
    public DataLoader<T> prefetch(int batches) {
        var o = options;
        return with(new Options(o.batchSize, o.shuffled, o.seed, o.dropLast, o.workers, batches));
    }

    /** The number of batches in an epoch. */
    public int size() {
        return options.dropLast ? dataset.size() / options.batchSize : Math.ceilDiv(dataset.size(), options.batchSize);
    }

    /** What the batches come from. */
    public Dataset<T> dataset() {
        return dataset;
    }

    /** Makes the next loop the n-th epoch, so that an interrupted training goes on with the order it would have had. */
    public DataLoader<T> startAt(int epoch) {
        return startAt(epoch, 0);
    }

    /** Makes the next loop the n-th epoch without its first batches. */
    public DataLoader<T> startAt(int epoch, int batch) {
        nextEpoch.set(epoch);
        firstBatch.set(batch);
        return this;
    }

    /** Starts an epoch. */
    @Override
    public Iterator<T> iterator() {
        if (closed) {
            throw new ArgumentException("this DataLoader is closed; make a new one");
        }
        int epoch = nextEpoch.getAndIncrement();
        int[] order = options.shuffled ? Shuffle.order(dataset.size(), options.seed, epoch) : null;
        var iterator = new BatchIterator<>(
                batch -> load(epoch, order, batch),
                firstBatch.getAndSet(0),
                size(),
                options.workers,
                options.prefetch,
                running::remove);
        running.add(iterator);
        return iterator;
    }

    private T load(int epoch, int @Nullable [] order, int batch) {
        int from = batch * options.batchSize;
        int to = Math.min(from + options.batchSize, dataset.size());
        var samples = new ArrayList<T>(to - from);
        for (int i = from; i < to; i++) {
            int index = order == null ? i : order[i];
            samples.add(Randomness.with(Shuffle.generator(options.seed, epoch, index), () -> dataset.get(index)));
        }
        return collate.apply(samples);
    }

    /** Stops the workers of all loops that are still running. */
    @Override
    public void close() {
        closed = true;
        List<BatchIterator<T>> loops;
        synchronized (running) {
            loops = List.copyOf(running);
        }
        loops.forEach(BatchIterator::close);
    }
}
