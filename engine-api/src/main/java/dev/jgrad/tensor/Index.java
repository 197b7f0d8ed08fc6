package dev.jgrad.tensor;

import org.jspecify.annotations.Nullable;

/**
 * One part of what stands between Python's index brackets. {@code x[0, 1:5:2, ..., None, mask]} is
 * {@code x.get(at(0), slice(1, 5, 2), ellipsis(), newAxis(), of(mask))}.
 */
public sealed interface Index {
    /** A single position; the dimension disappears. */
    record At(long position) implements Index {}

    /** A range; null where Python leaves a part out. */
    record Slice(@Nullable Long start, @Nullable Long stop, long step) implements Index {}

    /** All dimensions that no other part names. */
    record Ellipsis() implements Index {}

    /** A new dimension of size 1. */
    record NewAxis() implements Index {}

    /** A boolean mask, or integer positions. */
    record Of(Tensor tensor) implements Index {}

    /** A Python boolean: a new dimension of size 1 or 0. */
    record Truth(boolean value) implements Index {}

    /** {@code x[i]}. */
    static Index at(long position) {
        return new At(position);
    }

    /** {@code x[:]}. */
    static Index all() {
        return new Slice(null, null, 1);
    }

    /** {@code x[start:stop]}. */
    static Index slice(long start, long stop) {
        return new Slice(start, stop, 1);
    }

    /** {@code x[start:stop:step]}. */
    static Index slice(long start, long stop, long step) {
        return new Slice(start, stop, step);
    }

    /** {@code x[start:]}. */
    static Index from(long start) {
        return new Slice(start, null, 1);
    }

    /** {@code x[:stop]}. */
    static Index to(long stop) {
        return new Slice(null, stop, 1);
    }

    /** {@code x[::step]}. */
    static Index step(long step) {
        return new Slice(null, null, step);
    }

    /** {@code x[...]}. */
    static Index ellipsis() {
        return new Ellipsis();
    }

    /** {@code x[None]}. */
    static Index newAxis() {
        return new NewAxis();
    }

    /** {@code x[mask]} or {@code x[positions]}. */
    static Index of(Tensor tensor) {
        return new Of(tensor);
    }

    /** {@code x[[0, 2]]}: integer positions. */
    static Index of(long... positions) {
        return new Of(Tensors.tensor(positions));
    }

    /** {@code x[True]}. */
    static Index of(boolean value) {
        return new Truth(value);
    }
}
