package dev.jgrad.data;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of a tensor lie in its storage: sizes, strides and offset, all in elements. Immutable; every
 * view operation is arithmetic on it and touches no memory (the idea is candle's {@code layout.rs}).
 *
 * <p>Results of elementwise operations reuse the layout object of their input, see {@link #dense()}: identity is a
 * fast equality test.
 */
public final class Layout {
    private static final Layout SCALAR = new Layout(new long[0], new long[0], 0, 1, true);
    private static final Layout[] ONES = new Layout[8];

    static {
        ONES[0] = SCALAR;
        for (int rank = 1; rank < ONES.length; rank++) {
            ONES[rank] = ofOnes(rank);
        }
    }

    private final long[] sizes;
    private final long[] strides;
    private final long offset;
    private final long numel;
    private final boolean contiguous;

    /** A row-major layout of the same sizes at offset 0 where one is known already. */
    private final @Nullable Layout plain;

    private Layout(long[] sizes, long[] strides, long offset, long numel, boolean contiguous) {
        this(sizes, strides, offset, numel, contiguous, null);
    }

    private Layout(long[] sizes, long[] strides, long offset, long numel, boolean contiguous, @Nullable Layout plain) {
        this.sizes = sizes;
        this.strides = strides;
        this.offset = offset;
        this.numel = numel;
        this.contiguous = contiguous;
        this.plain = plain;
    }

    /** The row-major layout of a fresh tensor with these sizes. The array is copied. */
    public static Layout contiguous(long... sizes) {
        if (sizes.length == 0) {
            return SCALAR;
        }
        for (long size : sizes) {
            if (size < 0) {
                throw new ShapeException(
                        "Trying to create tensor with negative dimension " + size + ": " + Arrays.toString(sizes));
            }
        }
        return new Layout(sizes.clone(), Strides.rowMajor(sizes), 0, Dims.numel(sizes), true);
    }

    /** The layout of one element in so many dimensions. */
    public static Layout ones(int rank) {
        return rank < ONES.length ? ONES[rank] : ofOnes(rank);
    }

    private static Layout ofOnes(int rank) {
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        return new Layout(ones, ones, 0, 1, true);
    }

    /** The layout with these sizes in which every element is the one at an offset. */
    public static Layout repeated(Layout sizes, long offset) {
        boolean dense = sizes.contiguous && sizes.offset == 0;
        return new Layout(
                sizes.sizes, new long[sizes.sizes.length], offset, sizes.numel, sizes.numel <= 1, dense ? sizes : null);
    }

    /** A layout with any strides (in elements, not negative). The arrays are copied. */
    public static Layout strided(long[] sizes, long[] strides, long offset) {
        if (sizes.length != strides.length) {
            throw new ShapeException("mismatch in length of strides and shape: sizes " + Arrays.toString(sizes)
                    + ", strides " + Arrays.toString(strides));
        }
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] < 0 || strides[d] < 0) {
                throw new ShapeException("sizes and strides must not be negative: sizes " + Arrays.toString(sizes)
                        + ", strides " + Arrays.toString(strides));
            }
        }
        if (offset < 0) {
            throw new ShapeException("Tensor: invalid storage offset " + offset);
        }
        return of(sizes.clone(), strides.clone(), offset);
    }

    /** The layout with channels innermost (NHWC order in memory) for sizes N, C, then spatial ones. */
    public static Layout channelsLast(long... sizes) {
        long[] strides = new long[sizes.length];
        long step = 1;
        strides[1] = 1;
        step *= Math.max(sizes[1], 1);
        for (int d = sizes.length - 1; d >= 2; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        strides[0] = step;
        return of(sizes.clone(), strides, 0);
    }

    private static Layout of(long[] sizes, long[] strides, long offset) {
        return new Layout(sizes, strides, offset, Dims.numel(sizes), Strides.isRowMajor(sizes, strides));
    }

    /** The number of dimensions. */
    public int rank() {
        return sizes.length;
    }

    /** The size of dimension {@code d}, counted from 0. */
    public long size(int d) {
        return sizes[d];
    }

    /** The stride of dimension {@code d} in elements. */
    public long stride(int d) {
        return strides[d];
    }

    /** The sizes; shared, not to be written to. */
    public long[] sizes() {
        return sizes;
    }

    /** The strides; shared, not to be written to. */
    public long[] strides() {
        return strides;
    }

    /** The position of the first element in the storage, in elements. */
    public long offset() {
        return offset;
    }

    /** The number of elements. */
    public long numel() {
        return numel;
    }

    /** True when all elements are one and the same: sizes of 1, or strides of 0. */
    public boolean isOneElement() {
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] != 1 && strides[d] != 0) {
                return false;
            }
        }
        return true;
    }

    /** True when the elements lie in row-major order without gaps (the offset may be anything). */
    public boolean isContiguous() {
        return contiguous;
    }

    /** True when no two elements share a place and there are no gaps: a permutation of a contiguous layout. */
    public boolean isNonOverlappingAndDense() {
        return contiguous || Strides.areNonOverlappingAndDense(sizes, strides);
    }

    /** True when two different indices may name the same element (an expanded or self-overlapping view). */
    public boolean mayOverlap() {
        return !contiguous && Strides.mayOverlap(sizes, strides);
    }

    /**
     * True when a step along each dimension passes over the whole of the next smaller one, so that the layout is a
     * permutation of a padded row-major one. Native libraries want that; some layouts without overlap are not so
     * (windows of 2 every 3 in rows of 8).
     */
    public boolean nests() {
        return contiguous || Strides.nest(sizes, strides);
    }

    /** The row-major layout of the same sizes at offset 0; this object itself where it is that already. */
    public Layout dense() {
        return contiguous && offset == 0 ? this : rowMajor();
    }

    private Layout rowMajor() {
        return plain != null ? plain : new Layout(sizes, Strides.rowMajor(sizes), 0, numel, true);
    }

    /**
     * The layout a result of an elementwise operation takes from this input: the same order of dimensions in memory,
     * without gaps (PyTorch's preserve_format).
     */
    public Layout denseLike() {
        if (contiguous) {
            return dense();
        }
        if (!isNonOverlappingAndDense()) {
            return permutedDense();
        }
        return offset == 0 ? this : new Layout(sizes, strides, 0, numel, false);
    }

    private Layout permutedDense() {
        return Strides.repeat(sizes, strides) ? rowMajor() : of(sizes, Strides.dense(sizes, strides), 0);
    }

    /** One more than the greatest position in the storage that this layout reaches; 0 when it is empty. */
    public long extent() {
        if (numel == 0) {
            return 0;
        }
        long last = offset;
        for (int d = 0; d < sizes.length; d++) {
            last += (sizes[d] - 1) * strides[d];
        }
        return last + 1;
    }

    /** The position of an element in the storage. */
    public long position(long... index) {
        long p = offset;
        for (int d = 0; d < sizes.length; d++) {
            p += index[d] * strides[d];
        }
        return p;
    }

    /** True when both have the same sizes. */
    public boolean sameSizes(Layout other) {
        return sizes == other.sizes || Arrays.equals(sizes, other.sizes);
    }

    /** True when both have the same sizes and the same strides where a size is above 1. */
    public boolean sameStrides(Layout other) {
        if (this == other) {
            return true;
        }
        if (!sameSizes(other)) {
            return false;
        }
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] > 1 && strides[d] != other.strides[d]) {
                return false;
            }
        }
        return true;
    }

    /** Exchanges two dimensions, both counted from 0. */
    public Layout transpose(int a, int b) {
        if (a == b) {
            return this;
        }
        long[] sz = sizes.clone();
        long[] st = strides.clone();
        sz[a] = sizes[b];
        sz[b] = sizes[a];
        st[a] = strides[b];
        st[b] = strides[a];
        return of(sz, st, offset);
    }

    /** Reorders the dimensions: dimension {@code i} of the result is {@code dims[i]} of this. */
    public Layout permute(int... dims) {
        long[] sz = new long[dims.length];
        long[] st = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            sz[i] = sizes[dims[i]];
            st[i] = strides[dims[i]];
        }
        return of(sz, st, offset);
    }

    /** Keeps {@code length} elements of a dimension from {@code start} on, every {@code step}-th. In range already. */
    public Layout slice(int dim, long start, long length, long step) {
        long[] sz = sizes.clone();
        long[] st = strides.clone();
        sz[dim] = length;
        st[dim] *= step;
        return of(sz, st, length == 0 ? offset : offset + start * strides[dim]);
    }

    /** Fixes a dimension at an index (in range already) and removes it. */
    public Layout select(int dim, long index) {
        return of(without(sizes, dim), without(strides, dim), offset + index * strides[dim]);
    }

    /** Removes a dimension of size 1. */
    public Layout squeeze(int dim) {
        return of(without(sizes, dim), without(strides, dim), offset);
    }

    /** Inserts a dimension of size 1 before {@code dim}. */
    public Layout unsqueeze(int dim) {
        long stride = dim < sizes.length ? sizes[dim] * strides[dim] : 1;
        return of(with(sizes, dim, 1), with(strides, dim, stride), offset);
    }

    /**
     * Broadcasts to the sizes, which match already: new leading dimensions and those of size 1 get stride 0.
     */
    public Layout expand(long... to) {
        return sizes == to || Arrays.equals(sizes, to) ? this : expandTo(to.clone());
    }

    /** The same, keeping the array, which nobody may write to any more. */
    public Layout expandTo(long[] to) {
        if (sizes == to || Arrays.equals(sizes, to)) {
            return this;
        }
        long[] st = new long[to.length];
        int lead = to.length - sizes.length;
        for (int d = 0; d < sizes.length; d++) {
            st[lead + d] = sizes[d] == 1 && to[lead + d] != 1 ? 0 : strides[d];
        }
        return of(to, st, offset);
    }

    /**
     * The layout of the same elements in the same order under other sizes, or empty when that needs a copy. The number
     * of elements is the same.
     */
    public Optional<Layout> view(long... to) {
        if (Arrays.equals(sizes, to)) {
            return Optional.of(this);
        }
        if (contiguous) {
            return Optional.of(new Layout(to.clone(), Strides.rowMajor(to), offset, numel, true));
        }
        if (numel == 0) {
            return Optional.of(new Layout(to.clone(), Strides.rowMajor(to), offset, 0, true));
        }
        long[] st = Strides.under(sizes, strides, to);
        return st == null ? Optional.empty() : Optional.of(of(to.clone(), st, offset));
    }

    private static long[] without(long[] a, int at) {
        long[] b = new long[a.length - 1];
        System.arraycopy(a, 0, b, 0, at);
        System.arraycopy(a, at + 1, b, at, b.length - at);
        return b;
    }

    private static long[] with(long[] a, int at, long value) {
        long[] b = new long[a.length + 1];
        System.arraycopy(a, 0, b, 0, at);
        b[at] = value;
        System.arraycopy(a, at, b, at + 1, a.length - at);
        return b;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Layout l
                        && offset == l.offset
                        && Arrays.equals(sizes, l.sizes)
                        && Arrays.equals(strides, l.strides);
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(sizes) * 31 + Arrays.hashCode(strides)) * 31 + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return "Layout[sizes=" + Arrays.toString(sizes) + ", strides=" + Arrays.toString(strides) + ", offset=" + offset
                + "]";
    }
}
