package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Stable sorting of lines, whole or the first k, by merging: {@code sort.cu}. */
final class SortCuda {
    /** As in {@code sort.cu}. */
    private static final long RUN = 1024;

    private static final long ENTRY = 16;
    private static final int BLOCK = 256;
    private static final int CHUNKS = 0;
    private static final int MERGE = 1;
    private static final int TAKE = 2;

    private final CudaBackend backend;
    private final UnitTable table;

    SortCuda(CudaBackend backend) {
        this.backend = backend;
        table = new UnitTable(backend.kernels(), "sort.cu", "IN", "sort_chunks", "merge_runs", "take");
    }

    /** The first of the sorted order of each line, as many as values and indices have there. */
    void first(
            CudaStream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean descending) {
        long k = valuesLayout.rank() == 0 ? 1 : valuesLayout.size(dim);
        if (inLayout.numel() == 0 || k == 0) {
            return;
        }
        Lines lines =
                new Lines(dim, narrowed(inLayout, dim), narrowed(valuesLayout, dim), narrowed(indicesLayout, dim));
        long length = inLayout.rank() == 0 ? 1 : inLayout.size(dim);
        Call call = new Call(stream, dtype, lines, lines.isWide() || inLayout.numel() >= 1L << 31);
        call.in = Operands.input(stream, dtype, in, inLayout);
        call.values = Operands.output(stream, dtype, values, valuesLayout);
        call.indices = Operands.output(stream, DType.INT64, indices, indicesLayout);
        call.descending = descending;
        CudaBuffer one = backend.allocateBytes(lines.lines * length * ENTRY);
        CudaBuffer other = backend.allocateBytes(lines.lines * length * ENTRY);
        try {
            call.sort(one, other, length, k);
            call.start(TAKE, lines.lines * k, call.sorted, null, call.sortedLength, 0, k);
        } finally {
            one.release();
            other.release();
        }
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(indices);
        Reference.reachabilityFence(in);
    }

    /** The first element of each line, so that lines of different lengths have the same sizes. */
    private static Layout narrowed(Layout layout, int dim) {
        return layout.rank() == 0 ? layout : layout.slice(dim, 0, 1, 1);
    }

    /**
     * Sorts entries that are there already, {@code lines} lines of {@code length}; returns which of the two buffers holds
     * the result.
     */
    CudaBuffer sortEntries(CudaStream stream, CudaBuffer entries, CudaBuffer room, long lines, long length) {
        Lines none =
                new Lines(0, Layout.contiguous(1, lines), Layout.contiguous(1, lines), Layout.contiguous(1, lines));
        Call call = new Call(stream, DType.INT64, none, lines * length >= 1L << 31);
        call.sorted = entries;
        call.sort(entries, room, length, length);
        return call.sorted == null ? entries : call.sorted;
    }

    private final class Call {
        private final CudaStream stream;
        private final DType dtype;
        private final Lines lines;
        private final boolean wide;
        private long in;
        private long values;
        private long indices;
        private boolean descending;
        /** What the last step left; null where elements are still to be looked at. */
        private @Nullable CudaBuffer sorted;

        private long sortedLength;

        Call(CudaStream stream, DType dtype, Lines lines, boolean wide) {
            this.stream = stream;
            this.dtype = dtype;
            this.lines = lines;
            this.wide = wide;
        }

        /** Sorts lines, keeping at least the first k entries of each; entries may lie in {@code one} already. */
        void sort(CudaBuffer one, CudaBuffer other, long length, long k) {
            boolean selects = k <= RUN / 2;
            long n = length;
            CudaBuffer source = sorted;
            CudaBuffer target = source == one ? other : one;
            while (true) {
                long runs = (n + RUN - 1) / RUN;
                long kept = selects ? k : n;
                start(CHUNKS, lines.lines * runs * BLOCK, source, target, n, 0, kept);
                long lastRun = n - (runs - 1) * RUN;
                n = selects ? (runs - 1) * Math.min(k, RUN) + Math.min(k, lastRun) : n;
                source = target;
                target = source == one ? other : one;
                if (!selects || runs == 1) {
                    break;
                }
            }
            for (long run = RUN; !selects && run < n; run *= 2) {
                start(MERGE, lines.lines * n, source, target, n, run, n);
                source = target;
                target = source == one ? other : one;
            }
            sorted = source;
            sortedLength = n;
        }

        void start(
                int name,
                long threads,
                @Nullable CudaBuffer source,
                @Nullable CudaBuffer target,
                long length,
                long run,
                long kept) {
            KernelFunction kernel = table.get(dtype, name, wide);
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(in)
                    .address(values)
                    .address(indices)
                    .address(source == null ? 0 : source.input(stream))
                    .address(target == null ? 0 : target.output(stream))
                    .int64(lines.lines)
                    .int64(length)
                    .int64(run)
                    .int64(kept)
                    .int64(descending ? 1 : 0)
                    .int64(lines.along[0])
                    .int64(lines.along[1])
                    .int64(lines.along[2]);
            lines.starts.write(a, 3);
            kernel.launch(stream, kernel.blocksFor(threads, BLOCK), BLOCK, 0, a.endStruct());
        }
    }
}
