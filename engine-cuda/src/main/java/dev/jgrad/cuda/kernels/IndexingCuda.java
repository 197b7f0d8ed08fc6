package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.IndexingKernels;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.ScatterKind;
import dev.jgrad.spi.Stream;
import java.util.Arrays;

/** Gather, scatter and advanced indexing; what is out of range is noted on the device and thrown at the next wait. */
public final class IndexingCuda implements IndexingKernels {
    private final CudaBackend backend;
    private final GatherCuda gathers;
    private final ScatterCuda scatters;
    private final NonzeroCuda nonzeros;

    /** Kernels for a device. */
    public IndexingCuda(CudaBackend backend) {
        this.backend = backend;
        gathers = new GatherCuda(backend);
        scatters = new ScatterCuda(backend);
        nonzeros = new NonzeroCuda(backend);
    }

    @Override
    public void gather(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout) {
        if (outLayout.numel() == 0) {
            return;
        }
        boolean scalar = inLayout.rank() == 0;
        IndexRule rule = new IndexRule(
                KernelFailure.INDEX, dim, scalar ? 1 : inLayout.size(dim), false, scalar ? 1 : inLayout.stride(dim));
        Layout lines = Placing.without(inLayout, dim, outLayout.sizes());
        gathers.gather(
                (CudaStream) stream, dtype, out, outLayout, in, inLayout, lines, index, indexLayout, indexLayout, rule);
    }

    @Override
    public void indexSelect(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            Buffer index,
            Layout indexLayout) {
        if (outLayout.numel() == 0) {
            return;
        }
        boolean scalar = inLayout.rank() == 0;
        IndexRule rule = new IndexRule(
                KernelFailure.SELECTION,
                dim,
                scalar ? 1 : inLayout.size(dim),
                false,
                scalar ? 1 : inLayout.stride(dim));
        Layout lines = Placing.without(inLayout, dim, outLayout.sizes());
        Layout along = Placing.only(indexLayout, dim, outLayout.sizes());
        gathers.gather(
                (CudaStream) stream, dtype, out, outLayout, in, inLayout, lines, index, indexLayout, along, rule);
    }

    @Override
    public void scatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout) {
        if (indexLayout.numel() == 0) {
            return;
        }
        boolean scalar = selfLayout.rank() == 0;
        Layout target = scalar ? selfLayout.unsqueeze(0) : selfLayout;
        Layout where = indexLayout.rank() == 0 ? indexLayout.unsqueeze(0) : indexLayout;
        Layout from = sourceLayout.rank() == 0 ? sourceLayout.unsqueeze(0) : sourceLayout;
        IndexRule rule = new IndexRule(KernelFailure.INDEX, dim, target.size(dim), false, target.stride(dim));
        // Along the indexed dimension values meet; all others are lines of their own.
        Layout lines = Placing.without(target, dim, where.sizes()).select(dim, 0);
        scatters.scatter(
                (CudaStream) stream,
                kind,
                dtype,
                self,
                selfLayout,
                index,
                indexLayout,
                source,
                sourceLayout,
                new Placing(lines, where.select(dim, 0), from.select(dim, 0), false),
                where.size(dim),
                where.stride(dim),
                from.stride(dim),
                rule);
    }

    @Override
    public void indexScatter(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            int dim,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout) {
        if (sourceLayout.numel() == 0) {
            return;
        }
        Layout target = selfLayout.rank() == 0 ? selfLayout.unsqueeze(0) : selfLayout;
        Layout from = sourceLayout.rank() == 0 ? sourceLayout.unsqueeze(0) : sourceLayout;
        IndexRule rule = new IndexRule(KernelFailure.SELECTION, dim, target.size(dim), false, target.stride(dim));
        Layout slices = Placing.without(target, dim, from.sizes()).select(dim, 0);
        Layout nothing = Layout.strided(slices.sizes(), new long[slices.rank()], 0);
        scatters.scatter(
                (CudaStream) stream,
                kind,
                dtype,
                self,
                selfLayout,
                index,
                indexLayout,
                source,
                sourceLayout,
                new Placing(slices, nothing, from.select(dim, 0), true),
                from.size(dim),
                indexLayout.rank() == 0 ? 0 : indexLayout.stride(0),
                from.stride(dim),
                rule);
    }

    @Override
    public void indexGet(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            Buffer[] indices,
            Layout[] indexLayouts) {
        if (outLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        int k = indices.length;
        int shared = indexLayouts[0].rank();
        Layout lines = Placing.rest(inLayout, k, shared, outLayout.sizes());
        if (k == 1) {
            IndexRule rule = new IndexRule(KernelFailure.INDEX, 0, inLayout.size(0), true, inLayout.stride(0));
            Layout along = Placing.leading(indexLayouts[0], outLayout.sizes());
            gathers.gather(s, dtype, out, outLayout, in, inLayout, lines, indices[0], indexLayouts[0], along, rule);
            return;
        }
        Layout dense = Layout.contiguous(indexLayouts[0].sizes());
        CudaBuffer positions = backend.allocate(DType.INT64, dense.numel());
        try {
            scatters.positions(s, positions, inLayout, indices, indexLayouts);
            IndexRule rule = Placing.positions();
            Layout along = Placing.leading(dense, outLayout.sizes());
            gathers.gather(s, dtype, out, outLayout, in, inLayout, lines, positions, dense, along, rule);
        } finally {
            positions.release();
        }
    }

    @Override
    public void indexPut(
            Stream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            Buffer[] indices,
            Layout[] indexLayouts,
            Buffer source,
            Layout sourceLayout) {
        if (sourceLayout.numel() == 0) {
            return;
        }
        CudaStream s = (CudaStream) stream;
        int k = indices.length;
        int shared = indexLayouts[0].rank();
        Layout dense = Layout.contiguous(indexLayouts[0].sizes());
        // One dimension of tuples: the source is copied where it does not have one.
        Layout plain = sourceLayout.dense();
        boolean copies = shared != 1 && !sourceLayout.isContiguous();
        CudaBuffer copy = copies ? backend.allocate(dtype, sourceLayout.numel()) : null;
        CudaBuffer positions = backend.allocate(DType.INT64, dense.numel());
        try {
            if (copy != null) {
                backend.elementwise().copy(stream, dtype, copy, plain, dtype, source, sourceLayout);
            }
            scatters.positions(s, positions, selfLayout, indices, indexLayouts);
            Layout from = copy != null ? plain : sourceLayout;
            long[] rest = Arrays.copyOfRange(sourceLayout.sizes(), shared, sourceLayout.rank());
            Layout slices = Layout.strided(rest, Arrays.copyOfRange(selfLayout.strides(), k, selfLayout.rank()), 0);
            Layout nothing = Layout.strided(rest, new long[rest.length], 0);
            Layout fromRest = Layout.strided(rest, Arrays.copyOfRange(from.strides(), shared, from.rank()), 0);
            long along = shared == 1 ? from.stride(0) : Layout.contiguous(rest).numel();
            scatters.scatter(
                    s,
                    kind,
                    dtype,
                    self,
                    selfLayout,
                    positions,
                    dense,
                    copy != null ? copy : source,
                    from,
                    new Placing(slices, nothing, fromRest, true),
                    dense.numel(),
                    1,
                    along,
                    Placing.positions());
        } finally {
            positions.release();
            if (copy != null) {
                copy.release();
            }
        }
    }

    @Override
    public long countNonzero(Stream stream, DType dtype, Buffer in, Layout inLayout) {
        if (inLayout.numel() == 0) {
            return 0;
        }
        long[] ones = new long[inLayout.rank()];
        Arrays.fill(ones, 1);
        CudaBuffer count = backend.allocate(DType.INT64, 1);
        try {
            backend.reductions()
                    .reduce(
                            stream,
                            ReduceKind.COUNT_NONZERO,
                            DType.INT64,
                            count,
                            Layout.contiguous(ones),
                            dtype,
                            in,
                            inLayout);
            return backend.getLong(stream, DType.INT64, count, 0);
        } finally {
            count.release();
        }
    }

    @Override
    public void nonzero(Stream stream, DType dtype, Buffer out, Layout outLayout, Buffer in, Layout inLayout) {
        nonzeros.find((CudaStream) stream, dtype, out, outLayout, in, inLayout);
    }
}
