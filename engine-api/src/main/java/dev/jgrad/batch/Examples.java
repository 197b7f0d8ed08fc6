package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.Stream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From operands of one example to those of all: what every batching rule is made of. */
final class Examples {
    final BatchLevel level;
    final Backend below;

    Examples(BatchLevel level, Backend below) {
        this.level = level;
        this.below = below;
    }

    Stream stream() {
        return below.stream();
    }

    /** True when the elements differ from example to example. */
    boolean differ(@Nullable Buffer b) {
        return b instanceof BatchedBuffer bb && bb.level() == level && bb.stride() != 0;
    }

    /** The buffer below; that of an operand without this level is itself. */
    Buffer buffer(Buffer b) {
        return b instanceof BatchedBuffer bb && bb.level() == level ? bb.inner() : b;
    }

    @Nullable
    Buffer bufferOrNull(@Nullable Buffer b) {
        return b == null ? null : buffer(b);
    }

    /** The buffer below of a result, which from now on has room for each example. */
    Buffer target(Buffer b, DType dtype) {
        if (!(b instanceof BatchedBuffer bb) || bb.level() != level) {
            throw Refusals.writesIntoUnbatched();
        }
        bb.own(below, dtype);
        return bb.inner();
    }

    long stride(Buffer b) {
        return b instanceof BatchedBuffer bb && bb.level() == level ? bb.stride() : 0;
    }

    /** The layout with the examples as first dimension. */
    Layout all(Buffer b, Layout l) {
        return at(b, l, 0);
    }

    /** The layout with the examples as dimension {@code dim}. */
    Layout at(Buffer b, Layout l, int dim) {
        long[] sizes = insert(l.sizes(), dim, level.size());
        long[] strides = insert(l.strides(), dim, stride(b));
        return Layout.strided(sizes, strides, l.offset());
    }

    static long[] insert(long[] a, int at, long value) {
        long[] b = new long[a.length + 1];
        System.arraycopy(a, 0, b, 0, at);
        b[at] = value;
        System.arraycopy(a, at, b, at + 1, a.length - at);
        return b;
    }

    /** The layout with dimensions {@code dim} and {@code dim + 1} as one, or null where no strides say that. */
    static @Nullable Layout merged(Layout l, int dim) {
        long n = l.size(dim + 1);
        long stride;
        if (l.size(dim) == 1 || l.numel() == 0) {
            stride = l.stride(dim + 1);
        } else if (n == 1) {
            stride = l.stride(dim);
        } else if (l.stride(dim) == n * l.stride(dim + 1)) {
            stride = l.stride(dim + 1);
        } else {
            return null;
        }
        return Layout.strided(merge(l.sizes(), dim), with(merge(l.strides(), dim), dim, stride), l.offset());
    }

    /** Sizes with two neighbours as one. */
    static long[] merge(long[] sizes, int dim) {
        long[] out = new long[sizes.length - 1];
        System.arraycopy(sizes, 0, out, 0, dim);
        out[dim] = sizes[dim] * sizes[dim + 1];
        System.arraycopy(sizes, dim + 2, out, dim + 1, sizes.length - dim - 2);
        return out;
    }

    private static long[] with(long[] a, int at, long value) {
        a[at] = value;
        return a;
    }

    /** Elements somewhere, seen through a layout. */
    record Part(Buffer buffer, Layout layout) {}

    /** An operand with its examples folded into dimension {@code dim}; copied when its strides do not allow that. */
    Part folded(DType dtype, Buffer b, Layout l, int dim) {
        Buffer inner = buffer(b);
        Layout all = at(b, l, dim);
        Layout one = merged(all, dim);
        if (one != null) {
            return new Part(inner, one);
        }
        Layout dense = Layout.contiguous(all.sizes());
        Buffer copy = below.allocate(dtype, dense.numel());
        below.elementwise().copy(stream(), dtype, copy, dense, dtype, inner, all);
        return new Part(copy, Layout.contiguous(merge(all.sizes(), dim)));
    }

    /** A dense copy of the operand with a row of its own for each example; also where all are the same. */
    Buffer dense(DType dtype, Buffer b, Layout l) {
        Layout all = all(b, l);
        Layout dense = Layout.contiguous(all.sizes());
        Buffer copy = below.allocate(dtype, dense.numel());
        below.elementwise().copy(stream(), dtype, copy, dense, dtype, buffer(b), all);
        return copy;
    }

    /** A result with its examples folded into a dimension. */
    final class Result {
        final Part part;
        private final DType dtype;
        private final Buffer target;
        private final Layout all;
        private final boolean copied;

        Result(DType dtype, Buffer b, Layout l, int dim) {
            this.dtype = dtype;
            target = target(b, dtype);
            all = at(b, l, dim);
            Layout one = merged(all, dim);
            copied = one == null;
            part = one != null
                    ? new Part(target, one)
                    : new Part(
                            below.allocate(dtype, Math.max(1, all.numel())),
                            Layout.contiguous(merge(all.sizes(), dim)));
        }

        /** Brings what was computed to its place. */
        void finish() {
            if (copied) {
                Layout dense = Layout.contiguous(all.sizes());
                below.elementwise().copy(stream(), dtype, target, all, dtype, part.buffer, dense);
            }
        }
    }

    /** A vector for every example in a row, as a dense buffer at offset 0. */
    Buffer vectors(DType dtype, Buffer b, long n) {
        Buffer inner = buffer(b);
        if (stride(b) == n && inner.byteSize() >= n * level.size() * dtype.byteSize()) {
            return inner;
        }
        return dense(dtype, b, Layout.contiguous(n));
    }

    /** 0, 1, 2 and so on as a buffer. */
    Buffer numbers() {
        Buffer b = below.allocate(DType.INT64, level.size());
        below.elementwise().arange(stream(), DType.INT64, b, Layout.contiguous(level.size()), 0, 1, 0, 1);
        return b;
    }

    static Layout strided(long[] sizes, long[] strides, long offset) {
        return Layout.strided(Arrays.copyOf(sizes, sizes.length), strides, offset);
    }
}
