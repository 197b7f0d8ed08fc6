package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ReduceKind;
import dev.jgrad.spi.ReductionKernels;
import dev.jgrad.spi.ScanKind;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions: {@code reduce.cu}; scans, sorting and searching are apart. */
public final class ReductionsCuda implements ReductionKernels {
    private static final int TYPES = DType.values().length;
    private static final int KINDS = ReduceKind.values().length;
    private static final int ARGMAX = KINDS;
    private static final int ARGMIN = KINDS + 1;
    private static final int VARIANCE = KINDS + 2;
    private static final List<String> COUNTS = List.of("ANY", "ALL");

    private final CudaBackend backend;
    private final KindTable table;
    private final ScanCuda scans;
    private final SortCuda sorts;
    private final SearchCuda searches;

    /** Kernels for a device. */
    public ReductionsCuda(CudaBackend backend) {
        this.backend = backend;
        table = new KindTable(backend.kernels(), "reduce.cu", KINDS + 3, TYPES * TYPES, "_reduce", "_finish");
        scans = new ScanCuda(backend);
        sorts = new SortCuda(backend);
        searches = new SearchCuda(backend);
    }

    /** Types of elements and results as defines. */
    private record Types(DType in, DType out) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"IN=" + Operands.type(in), "OUT=" + Operands.type(out)};
        }

        @Override
        public List<String> names() {
            if (out.isBool() && !in.isBool()) {
                return COUNTS;
            }
            if (in != out) {
                return out == DType.INT64
                        ? in.isFloatingPoint() ? List.of("COUNT_NONZERO") : List.of("COUNT_NONZERO", "SUM", "PROD")
                        : List.of("SUM", "MEAN", "PROD", "NANSUM", "NORM1", "NORM2", "LOGSUMEXP", "VARIANCE");
            }
            if (!in.isFloatingPoint()) {
                return List.of("SUM", "PROD", "MAX", "MIN", "ANY", "ALL", "COUNT_NONZERO", "ARGMAX", "ARGMIN");
            }
            return List.of(
                    "SUM",
                    "NANSUM",
                    "MEAN",
                    "PROD",
                    "MAX",
                    "MIN",
                    "LOGSUMEXP",
                    "NORM2",
                    "NORM1",
                    "ARGMAX",
                    "ARGMIN",
                    "VARIANCE");
        }
    }

    @Override
    public void reduce(
            Stream stream,
            ReduceKind kind,
            DType outDType,
            Buffer out,
            Layout outLayout,
            DType inDType,
            Buffer in,
            Layout inLayout) {
        CudaStream s = (CudaStream) stream;
        if (outLayout.numel() == 0) {
            return;
        }
        ReduceKind actual = outDType.isBool() ? ofTruths(kind) : kind;
        boolean looksAtValues =
                actual == ReduceKind.ANY || actual == ReduceKind.ALL || actual == ReduceKind.COUNT_NONZERO;
        if (inDType == outDType || looksAtValues || widens(inDType, outDType)) {
            ReduceKind k = integral(actual, outDType);
            run(s, k.ordinal(), k.name(), outDType, out, outLayout, null, null, inDType, in, inLayout, 0);
            return;
        }
        // Elements convert before they are combined.
        Layout dense = inLayout.denseLike();
        CudaBuffer converted = backend.allocate(outDType, inLayout.numel());
        try {
            backend.elementwise().copy(stream, outDType, converted, dense, inDType, in, inLayout);
            ReduceKind k = integral(actual, outDType);
            run(s, k.ordinal(), k.name(), outDType, out, outLayout, null, null, outDType, converted, dense, 0);
        } finally {
            converted.release();
        }
    }

    /** True when the kernel may read one type and write the other, since no element changes on the way. */
    private static boolean widens(DType in, DType out) {
        return in.isFloatingPoint() ? in.isReducedFloatingPoint() && out == DType.FLOAT32 : out == DType.INT64;
    }

    /** Integers have no NaN to leave out. */
    private static ReduceKind integral(ReduceKind kind, DType dtype) {
        return kind == ReduceKind.NANSUM && !dtype.isFloatingPoint() ? ReduceKind.SUM : kind;
    }

    /** In truth values a sum is "any" and a product "all". */
    private static ReduceKind ofTruths(ReduceKind kind) {
        return switch (kind) {
            case SUM, NANSUM, MAX, NORM1, NORM2, ANY, COUNT_NONZERO -> ReduceKind.ANY;
            case PROD, MIN, ALL -> ReduceKind.ALL;
            case MEAN, LOGSUMEXP -> kind;
        };
    }

    @Override
    public void reduceWithIndex(
            Stream stream,
            boolean largest,
            DType dtype,
            @Nullable Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        if (indicesLayout.numel() == 0) {
            return;
        }
        boolean[] reduced = new boolean[inLayout.rank()];
        if (reduced.length > 0) {
            reduced[dim] = true;
        }
        run(
                (CudaStream) stream,
                largest ? ARGMAX : ARGMIN,
                largest ? "ARGMAX" : "ARGMIN",
                reduced,
                dtype,
                values,
                valuesLayout,
                indices,
                DType.INT64,
                indicesLayout,
                dtype,
                in,
                inLayout,
                0);
    }

    @Override
    public void varMean(
            Stream stream,
            DType dtype,
            Buffer variance,
            @Nullable Buffer mean,
            Layout outLayout,
            Buffer in,
            Layout inLayout,
            double correction) {
        variance((CudaStream) stream, dtype, variance, mean, outLayout, dtype, in, inLayout, correction);
    }

    /** Likewise, with results of another type than the elements. */
    void variance(
            CudaStream stream,
            DType outDType,
            Buffer variance,
            @Nullable Buffer mean,
            Layout outLayout,
            DType inDType,
            Buffer in,
            Layout inLayout,
            double correction) {
        if (outLayout.numel() > 0) {
            run(
                    stream,
                    VARIANCE,
                    "VARIANCE",
                    outDType,
                    variance,
                    outLayout,
                    mean,
                    outDType,
                    inDType,
                    in,
                    inLayout,
                    correction);
        }
    }

    private void run(
            CudaStream stream,
            int kind,
            String name,
            DType outDType,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer second,
            @Nullable DType secondDType,
            DType inDType,
            Buffer in,
            Layout inLayout,
            double correction) {
        boolean[] reduced = new boolean[inLayout.rank()];
        for (int d = 0; d < reduced.length; d++) {
            reduced[d] = inLayout.size(d) != outLayout.size(d) || inLayout.size(d) == 1;
        }
        run(
                stream,
                kind,
                name,
                reduced,
                outDType,
                out,
                outLayout,
                second,
                secondDType == null ? outDType : secondDType,
                outLayout,
                inDType,
                in,
                inLayout,
                correction);
    }

    private void run(
            CudaStream stream,
            int kind,
            String name,
            boolean[] reduced,
            DType outDType,
            @Nullable Buffer out,
            Layout outLayout,
            @Nullable Buffer second,
            DType secondDType,
            Layout secondLayout,
            DType inDType,
            Buffer in,
            Layout inLayout,
            double correction) {
        long from = Operands.input(stream, inDType, in, inLayout);
        long to = out == null ? 0 : Operands.output(stream, outDType, out, outLayout);
        long beside = second == null ? 0 : Operands.output(stream, secondDType, second, secondLayout);
        Layout[] kept = {
            ReduceGrid.part(inLayout, reduced, false),
            ReduceGrid.part(outLayout, reduced, false),
            ReduceGrid.part(secondLayout, reduced, false)
        };
        ReduceGrid grid = ReduceGrid.of(backend, kept, new Layout[] {ReduceGrid.part(inLayout, reduced, true)});
        int variant = inDType.ordinal() * TYPES + outDType.ordinal();
        Types types = new Types(inDType, outDType);
        boolean wide = grid.isWide();
        grid.launch(
                backend,
                stream,
                table.get(variant, kind, name, 0, wide, types),
                table.get(variant, kind, name, 1, wide, types),
                3,
                1,
                a -> a.address(from).address(to).address(beside).float64(correction));
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(second);
    }

    @Override
    public void scan(
            Stream stream,
            ScanKind kind,
            DType dtype,
            Buffer out,
            Layout outLayout,
            @Nullable Buffer indices,
            @Nullable Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim) {
        scans.scan((CudaStream) stream, kind, dtype, out, outLayout, indices, indicesLayout, in, inLayout, dim);
    }

    @Override
    public void sort(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean descending) {
        sorts.first(
                (CudaStream) stream,
                dtype,
                values,
                valuesLayout,
                indices,
                indicesLayout,
                in,
                inLayout,
                dim,
                descending);
    }

    @Override
    public void topk(
            Stream stream,
            DType dtype,
            Buffer values,
            Layout valuesLayout,
            Buffer indices,
            Layout indicesLayout,
            Buffer in,
            Layout inLayout,
            int dim,
            boolean largest) {
        sorts.first(
                (CudaStream) stream, dtype, values, valuesLayout, indices, indicesLayout, in, inLayout, dim, largest);
    }

    @Override
    public void searchSorted(
            Stream stream,
            DType dtype,
            Buffer out,
            Layout outLayout,
            Buffer boundaries,
            Layout boundariesLayout,
            Buffer values,
            Layout valuesLayout,
            boolean right) {
        searches.search(
                (CudaStream) stream, dtype, out, outLayout, boundaries, boundariesLayout, values, valuesLayout, right);
    }
}
