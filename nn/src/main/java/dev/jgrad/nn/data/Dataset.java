package dev.jgrad.nn.data;

/**
 * Samples by number: what a {@link DataLoader} draws from. {@code torch.utils.data.Dataset}.
 *
 * <p>{@link #get} is called by several threads at once when the loader has workers.
 *
 * @param <T> what one sample is, most often a {@link Sample}
 */
public interface Dataset<T> {
    /** The number of samples. */
    int size();

    /** One sample, from 0 to {@link #size} - 1. */
    T get(int index);
}
