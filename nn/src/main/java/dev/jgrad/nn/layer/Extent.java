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
    private final boolean tuple;

    private Extent(long[] values, boolean tuple) {
        this.values = values;
        this.tuple = tuple;
    }

    /** One number for all dimensions, or one per dimension. */
    public static Extent of(long... values) {
        if (values.length == 0) {
            throw new ArgumentException("a size needs at least one number");
        }
        return new Extent(values.clone(), values.length > 1);
    }

    /** The same, but one number alone prints as Python's {@code (2,)}. */
    public static Extent tuple(long... values) {
        return new Extent(of(values).values, true);
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
        return tuple ? Repr.tuple(values) : Long.toString(values[0]);
    }
}
