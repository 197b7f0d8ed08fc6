package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ScanKind;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Running sums, products and extremes: {@code scan.cu}. */
final class ScanCuda {
    private static final int TYPES = DType.values().length;
    private static final int BLOCK = 256;
    /** Lines this short go to one thread each. */
    private static final long SHORT = 32;
    /** Lines side by side from which on a thread for each keeps the device busy. */
    private static final long MANY = 4096;
    /** Elements of a segment. */
    private static final long SEGMENT = 4096;

    private static final long ACCUMULATOR = 16;
    private static final int THREADS = 0;
    private static final int BLOCKS = 1;
    private static final int TOTALS = 2;
    private static final int CARRIES = 3;

    private final CudaBackend backend;
    private final KindTable table;

    ScanCuda(CudaBackend backend) {
        this.backend = backend;
        table = new KindTable(
                backend.kernels(),
                "scan.cu",
                ScanKind.values().length,
                TYPES,
                "_threads",
                "_blocks",
                "_totals",
                "_carries");
    }

    private record Of(DType dtype) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"IN=" + Operands.type(dtype)};
        }

        @Override
        public List<String> names() {
            return dtype.isFloatingPoint()
                    ? List.of("CUMSUM", "CUMPROD", "CUMMAX", "CUMMIN", "LOGCUMSUMEXP")
                    : List.of("CUMSUM", "CUMPROD", "CUMMAX", "CUMMIN");
        }
    }

    void scan(
            CudaStream stream,
            ScanKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            @Nullable Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        if (kind == ScanKind.LOGCUMSUMEXP && !dtype.isFloatingPoint()) {
            throw Supports.missing(kind, dtype);
        }
        if (inLayout.numel() == 0) {
            return;
        }
        long from = Operands.input(stream, dtype, in, inLayout);
        long to = Operands.output(stream, dtype, out, outLayout);
        long places = indices == null || indicesLayout == null
                ? 0
                : Operands.output(stream, DType.INT64, indices, indicesLayout);
        Lines lines = new Lines(dim, inLayout, outLayout, indicesLayout == null ? outLayout : indicesLayout);
        boolean threads = lines.length <= SHORT || lines.lines >= MANY && lines.along[0] != 1;
        long wanted = backend.properties().residentThreads() / BLOCK;
        long segments = threads || lines.lines >= wanted ? 1 : Math.max(1, (lines.length + SEGMENT - 1) / SEGMENT);
        CudaBuffer totals = segments > 1 ? backend.allocateBytes(lines.lines * segments * ACCUMULATOR) : null;
        try {
            Launch launch = new Launch(stream, kind, dtype, lines, segments, from, to, places);
            if (threads) {
                launch.start(THREADS, lines.lines, totals);
            } else {
                if (totals != null) {
                    launch.start(TOTALS, lines.lines * segments * BLOCK, totals);
                    launch.start(CARRIES, -1, totals);
                }
                launch.start(BLOCKS, lines.lines * segments * BLOCK, totals);
            }
        } finally {
            if (totals != null) {
                totals.release();
            }
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(indices);
    }

    private final class Launch {
        private final CudaStream stream;
        private final ScanKind kind;
        private final DType dtype;
        private final Lines lines;
        private final long segments;
        private final long from;
        private final long to;
        private final long places;

        Launch(
                CudaStream stream,
                ScanKind kind,
                DType dtype,
                Lines lines,
                long segments,
                long from,
                long to,
                long places) {
            this.stream = stream;
            this.kind = kind;
            this.dtype = dtype;
            this.lines = lines;
            this.segments = segments;
            this.from = from;
            this.to = to;
            this.places = places;
        }

        /** Starts a form with this many threads, or with a block per line. */
        void start(int form, long threads, @Nullable CudaBuffer totals) {
            KernelFunction kernel =
                    table.get(dtype.ordinal(), kind.ordinal(), kind.name(), form, lines.isWide(), new Of(dtype));
            long segmentLength = segments > 1 ? SEGMENT : lines.length;
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(from)
                    .address(to)
                    .address(places)
                    .address(totals == null ? 0 : totals.output(stream))
                    .int64(lines.lines)
                    .int64(lines.length)
                    .int64(segments)
                    .int64(segmentLength)
                    .int64(lines.along[0])
                    .int64(lines.along[1])
                    .int64(lines.along[2]);
            lines.starts.write(a, 3);
            int grid = threads < 0 ? Math.toIntExact(lines.lines) : kernel.blocksFor(threads, BLOCK);
            kernel.launch(stream, grid, BLOCK, 0, a.endStruct());
        }
    }
}
