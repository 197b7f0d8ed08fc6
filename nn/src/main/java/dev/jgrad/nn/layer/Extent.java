package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Repr;
import java.util.Arrays;

/**
 * A number for each spatial dimension, or one for all of them: kernel sizes, strides, paddings. Prints as it was given, as
 * PyTorch does: {@code 2} or {@code (2, 3)}.
 */
public final class Extent {
    private final long[] values;

    private Extent(long[] values) {
        this.values = values;
    }

    /** One number for all dimensions, or one per dimension. */
    public static Extent of(long... values) {
        if (values.length == 0) {
            throw new ArgumentException("a size needs at least one number");
        }
        return new Extent(values.clone());
    }

    /** As many numbers as there are dimensions. */
    public long[] expand(int dims) {
        if (values.length == 1) {
            long[] all = new long[dims];
            Arrays.fill(all, values[0]);
            return all;
        }
        if (values.length != dims) {
            throw new ArgumentException("expected one number or " + dims + ", got " + this);
        }
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extent e && Arrays.equals(values, e.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length == 1 ? Long.toString(values[0]) : Repr.tuple(values);
    }
}
