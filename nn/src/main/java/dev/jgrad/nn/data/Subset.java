package dev.jgrad.nn.data;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.IndexException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some samples of another data set, in a chosen order: {@code torch.utils.data.Subset}.
 *
 * @param <T> what one sample is
 */
public final class Subset<T> implements Dataset<T> {
    private final Dataset<T> dataset;
    private final int[] indices;

    /**
     * The samples with these numbers.
     *
     * @throws IndexException when a number is out of range
     */
    public Subset(Dataset<T> dataset, int... indices) {
        for (int index : indices) {
            if (index < 0 || index >= dataset.size()) {
                throw new IndexException("sample " + index + " is out of range; there are " + dataset.size());
            }
        }
        this.dataset = dataset;
        this.indices = indices.clone();
    }

    /**
     * Cuts a data set at random into parts of these sizes: {@code torch.utils.data.random_split}.
     *
     * @throws ArgumentException when the sizes do not add up
     */
    public static <T> List<Subset<T>> randomSplit(Dataset<T> dataset, long seed, int... sizes) {
        int sum = IntStream.of(sizes).sum();
        if (sum != dataset.size()) {
            throw new ArgumentException("Sum of input lengths does not equal the length of the input dataset: " + sum
                    + " and " + dataset.size());
        }
        int[] order = Shuffle.order(dataset.size(), seed, 0);
        var parts = new ArrayList<Subset<T>>();
        int from = 0;
        for (int size : sizes) {
            parts.add(new Subset<>(dataset, java.util.Arrays.copyOfRange(order, from, from + size)));
            from += size;
        }
        return parts;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public T get(int index) {
        if (index < 0 || index >= indices.length) {
            throw new IndexException("sample " + index + " is out of range; there are " + indices.length);
        }
        return dataset.get(indices[index]);
    }

    /** The number that a sample has in the whole data set. */
    public int original(int index) {
        return indices[index];
    }
}
