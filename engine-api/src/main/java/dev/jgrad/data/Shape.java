package dev.jgrad.data;

import java.util.Arrays;

/** The sizes of a tensor's dimensions, immutable; prints as PyTorch's {@code torch.Size([2, 3])}. */
public final class Shape {
    private final long[] sizes;

    private Shape(long[] sizes) {
        this.sizes = sizes;
    }

    /**
     * A shape with these sizes.
     *
     * @throws ShapeException when a size is negative
     */
    public static Shape of(long... sizes) {
        for (long size : sizes) {
            if (size < 0) {
                throw new ShapeException(
                        "Trying to create tensor with negative dimension " + size + ": " + Arrays.toString(sizes));
            }
        }
        return new Shape(sizes.clone());
    }

    /** The number of dimensions. */
    public int rank() {
        return sizes.length;
    }

    /**
     * The size of one dimension; negative dimensions count from the end.
     *
     * @throws IndexException when there is no such dimension
     */
    public long size(int dim) {
        return sizes[Dims.wrap(dim, sizes.length)];
    }

    /** The product of all sizes; 1 for a scalar. */
    public long numel() {
        return Dims.numel(sizes);
    }

    /** The sizes, as a fresh array. */
    public long[] toArray() {
        return sizes.clone();
    }

    /** The sizes as ints, as a fresh array. */
    public int[] toIntArray() {
        return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape s && Arrays.equals(sizes, s.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return "torch.Size(" + Arrays.toString(sizes) + ")";
    }
}
