package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.ScanKind;
import dev.jgrad.spi.Stream;
import org.jspecify.annotations.Nullable;

/** The examples come first and stay; every other dimension moves by one. */
final class BatchedReductions implements ReductionKernels {
    private final Examples x;

    BatchedReductions(Examples x) {
        this.x = x;
    }

    private ReductionKernels below() {
        return x.below.reductions();
    }

    @Override
    public void reduce(
            Stream stream,
            ReduceKind kind,
            DType outDType,
            Buffer out,
            Layout ol,
            DType inDType,
            Buffer in,
            Layout il) {
        Buffer target = x.target(out, outDType);
        below().reduce(stream, kind, outDType, target, x.all(out, ol), inDType, x.buffer(in), x.all(in, il));
    }

    @Override
    public void reduceWithIndex(
            Stream stream,
            boolean largest,
            DType dtype,
            @Nullable Buffer values,
            Layout vl,
            Buffer indices,
            Layout xl,
            Buffer in,
            Layout il,
            int dim) {
        Buffer v = values == null ? null : x.target(values, dtype);
        Buffer i = x.target(indices, DType.INT64);
        below().reduceWithIndex(
                        stream,
                        largest,
                        dtype,
                        v,
                        x.all(values == null ? indices : values, vl),
                        i,
                        x.all(indices, xl),
                        x.buffer(in),
                        x.all(in, il),
                        dim + 1);
    }

    @Override
    public void varMean(
            Stream stream,
            DType dtype,
            Buffer variance,
            @Nullable Buffer mean,
            Layout ol,
            Buffer in,
            Layout il,
            double correction) {
        Buffer v = x.target(variance, dtype);
        Buffer m = mean == null ? null : x.target(mean, dtype);
        below().varMean(stream, dtype, v, m, x.all(variance, ol), x.buffer(in), x.all(in, il), correction);
    }

    @Override
    public void scan(
            Stream stream,
            ScanKind kind,
            DType dtype,
            Buffer out,
            Layout ol,
            @Nullable Buffer indices,
            @Nullable Layout xl,
            Buffer in,
            Layout il,
            int dim) {
        Buffer o = x.target(out, dtype);
        Buffer i = indices == null ? null : x.target(indices, DType.INT64);
        Layout xs = indices == null || xl == null ? null : x.all(indices, xl);
        below().scan(stream, kind, dtype, o, x.all(out, ol), i, xs, x.buffer(in), x.all(in, il), dim + 1);
    }

    @Override
    public void sort(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout vl,
            Buffer indices,
            Layout xl,
            Buffer in,
            Layout il,
            int dim,
            boolean descending) {
        Buffer v = x.target(values, dtype);
        Buffer i = x.target(indices, DType.INT64);
        below().sort(
                        stream,
                        dtype,
                        v,
                        x.all(values, vl),
                        i,
                        x.all(indices, xl),
                        x.buffer(in),
                        x.all(in, il),
                        dim + 1,
                        descending);
    }

    @Override
    public void topk(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout vl,
            Buffer indices,
            Layout xl,
            Buffer in,
            Layout il,
            int dim,
            boolean largest) {
        Buffer v = x.target(values, dtype);
        Buffer i = x.target(indices, DType.INT64);
        below().topk(
                        stream,
                        dtype,
                        v,
                        x.all(values, vl),
                        i,
                        x.all(indices, xl),
                        x.buffer(in),
                        x.all(in, il),
                        dim + 1,
                        largest);
    }

    @Override
    public void searchSorted(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout ol,
            Buffer boundaries,
            Layout bl,
            Buffer values,
            Layout vl,
            boolean right) {
        Buffer target = x.target(out, DType.INT64);
        Layout at = x.all(values, vl);
        Layout result = x.all(out, ol);
        boolean one = vl.rank() == 0;
        Layout edges;
        if (bl.rank() == 1 && !x.differ(boundaries)) {
            edges = bl;
        } else if (bl.rank() == 1) {
            // A row of boundaries for each example, which all of its values share.
            int rank = one ? 2 : vl.rank() + 1;
            long[] sizes = new long[rank];
            long[] strides = new long[rank];
            System.arraycopy(at.sizes(), 0, sizes, 0, rank - 1);
            sizes[rank - 1] = bl.size(0);
            strides[0] = x.stride(boundaries);
            strides[rank - 1] = bl.stride(0);
            edges = Layout.strided(sizes, strides, bl.offset());
        } else {
            edges = x.all(boundaries, bl);
        }
        below().searchSorted(
                        stream,
                        dtype,
                        target,
                        one ? result.unsqueeze(1) : result,
                        x.buffer(boundaries),
                        edges,
                        x.buffer(values),
                        one ? at.unsqueeze(1) : at,
                        right);
    }
}
