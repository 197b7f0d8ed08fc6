package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.spi.Stream;

/** Positions count within an example; where they differ from example to example, the example becomes a position too. */
final class BatchedIndexing implements IndexingKernels {
    private final Examples x;

    BatchedIndexing(Examples x) {
        this.x = x;
    }

    private IndexingKernels below() {
        return x.below.indexing();
    }

    @Override
    public void gather(
            Stream stream, DType dtype, Buffer out, Layout ol, Buffer in, Layout il, int dim, Buffer index, Layout xl) {
        Buffer target = x.target(out, dtype);
        if (il.rank() == 0) {
            below().gather(
                            stream,
                            dtype,
                            target,
                            x.all(out, ol.unsqueeze(0)),
                            x.buffer(in),
                            x.all(in, il.unsqueeze(0)),
                            1,
                            x.buffer(index),
                            x.all(index, xl.unsqueeze(0)));
            return;
        }
        below().gather(
                        stream,
                        dtype,
                        target,
                        x.all(out, ol),
                        x.buffer(in),
                        x.all(in, il),
                        dim + 1,
                        x.buffer(index),
                        x.all(index, xl));
    }

    @Override
    public void scatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout sl,
            int dim,
            Buffer index,
            Layout xl,
            Buffer source,
            Layout ol) {
        Buffer target = x.target(self, dtype);
        below().scatter(
                        stream,
                        kind,
                        dtype,
                        target,
                        x.all(self, sl),
                        dim + 1,
                        x.buffer(index),
                        x.all(index, xl),
                        x.buffer(source),
                        x.all(source, ol));
    }

    /** A 1-d index of each example as an index of the sizes of {@code like}. */
    private Layout spread(Buffer index, Layout xl, Layout like, int dim) {
        long[] sizes = Examples.insert(like.sizes(), 0, x.level.size());
        long[] strides = new long[sizes.length];
        strides[0] = x.stride(index);
        strides[dim + 1] = xl.rank() == 0 ? 0 : xl.stride(0);
        return Layout.strided(sizes, strides, xl.offset());
    }

    @Override
    public void indexSelect(
            Stream stream, DType dtype, Buffer out, Layout ol, Buffer in, Layout il, int dim, Buffer index, Layout xl) {
        Buffer target = x.target(out, dtype);
        if (x.differ(index)) {
            below().gather(
                            stream,
                            dtype,
                            target,
                            x.all(out, ol),
                            x.buffer(in),
                            x.all(in, il),
                            dim + 1,
                            x.buffer(index),
                            spread(index, xl, ol, dim));
        } else {
            below().indexSelect(
                            stream,
                            dtype,
                            target,
                            x.all(out, ol),
                            x.buffer(in),
                            x.all(in, il),
                            dim + 1,
                            x.buffer(index),
                            xl);
        }
    }

    @Override
    public void indexScatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout sl,
            int dim,
            Buffer index,
            Layout xl,
            Buffer source,
            Layout ol) {
        Buffer target = x.target(self, dtype);
        if (x.differ(index)) {
            below().scatter(
                            stream,
                            kind,
                            dtype,
                            target,
                            x.all(self, sl),
                            dim + 1,
                            x.buffer(index),
                            spread(index, xl, ol, dim),
                            x.buffer(source),
                            x.all(source, ol));
        } else {
            below().indexScatter(
                            stream,
                            kind,
                            dtype,
                            target,
                            x.all(self, sl),
                            dim + 1,
                            x.buffer(index),
                            xl,
                            x.buffer(source),
                            x.all(source, ol));
        }
    }

    private boolean anyDiffers(Buffer[] indices) {
        for (Buffer b : indices) {
            if (x.differ(b)) {
                return true;
            }
        }
        return false;
    }

    /** The indices of all examples, the number of the example first. */
    private Buffer[] withExample(Buffer[] indices) {
        Buffer[] all = new Buffer[indices.length + 1];
        all[0] = x.numbers();
        for (int i = 0; i < indices.length; i++) {
            all[i + 1] = x.buffer(indices[i]);
        }
        return all;
    }

    private Layout[] withExample(Buffer[] indices, Layout[] layouts) {
        Layout[] all = new Layout[layouts.length + 1];
        for (int i = 0; i < layouts.length; i++) {
            all[i + 1] = x.all(indices[i], layouts[i]);
        }
        long[] strides = new long[all[1].rank()];
        strides[0] = 1;
        all[0] = Layout.strided(all[1].sizes(), strides, 0);
        return all;
    }

    private Buffer[] buffers(Buffer[] indices) {
        Buffer[] all = new Buffer[indices.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = x.buffer(indices[i]);
        }
        return all;
    }

    @Override
    public void indexGet(
            Stream stream, DType dtype, Buffer out, Layout ol, Buffer in, Layout il, Buffer[] indices, Layout[] xl) {
        Buffer target = x.target(out, dtype);
        if (anyDiffers(indices)) {
            below().indexGet(
                            stream,
                            dtype,
                            target,
                            x.all(out, ol),
                            x.buffer(in),
                            x.all(in, il),
                            withExample(indices),
                            withExample(indices, xl));
        } else {
            int s = xl[0].rank();
            below().indexGet(
                            stream,
                            dtype,
                            target,
                            x.at(out, ol, s),
                            x.buffer(in),
                            x.at(in, il, indices.length),
                            buffers(indices),
                            xl);
        }
    }

    @Override
    public void indexPut(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout sl,
            Buffer[] indices,
            Layout[] xl,
            Buffer source,
            Layout ol) {
        Buffer target = x.target(self, dtype);
        if (anyDiffers(indices)) {
            below().indexPut(
                            stream,
                            kind,
                            dtype,
                            target,
                            x.all(self, sl),
                            withExample(indices),
                            withExample(indices, xl),
                            x.buffer(source),
                            x.all(source, ol));
        } else {
            int s = xl[0].rank();
            below().indexPut(
                            stream,
                            kind,
                            dtype,
                            target,
                            x.at(self, sl, indices.length),
                            buffers(indices),
                            xl,
                            x.buffer(source),
                            x.at(source, ol, s));
        }
    }

    @Override
    public long countNonzero(Stream stream, DType dtype, Buffer in, Layout il) {
        if (x.differ(in)) {
            throw Refusals.dynamicShape("nonzero");
        }
        return below().countNonzero(stream, dtype, x.buffer(in), il);
    }

    @Override
    public void nonzero(Stream stream, DType dtype, Buffer out, Layout ol, Buffer in, Layout il) {
        if (x.differ(in)) {
            throw Refusals.dynamicShape("nonzero");
        }
        Buffer one = x.below.allocate(DType.INT64, Math.max(1, ol.numel()));
        Layout dense = Layout.contiguous(ol.sizes());
        below().nonzero(stream, dtype, one, dense, x.buffer(in), il);
        Buffer target = x.target(out, DType.INT64);
        x.below.elementwise().copy(stream, DType.INT64, target, x.all(out, ol), DType.INT64, one, x.all(one, dense));
    }
}
