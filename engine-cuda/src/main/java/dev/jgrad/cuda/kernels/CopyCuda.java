package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ElementwisePlan;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;

/** Copies: by the driver where both sides are one run, through tiles where one is transposed, else {@code copy.cu}. */
final class CopyCuda {
    private static final int TYPES = DType.values().length;
    private static final List<String> NAMES =
            Arrays.stream(DType.values()).map(Operands::type).toList();
    private static final int TILE = 32;
    private static final int TILE_ROWS = 8;
    /** Rows and columns from which on tiles are worth it. */
    private static final int TRANSPOSE_FROM = 16;

    private final CudaBackend backend;
    private final KindTable table;
    private final UnitTable transposes;

    CopyCuda(CudaBackend backend) {
        this.backend = backend;
        table = new KindTable(backend.kernels(), "copy.cu", TYPES, TYPES, "_packs", "_each");
        transposes = new UnitTable(backend.kernels(), "transpose.cu", "IN", "transpose");
    }

    private record From(DType in) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"IN=" + Operands.type(in)};
        }

        @Override
        public List<String> names() {
            return NAMES;
        }
    }

    void copy(
            CudaStream stream,
            DType outDType,
            Buffer out,
            Layout outLayout,
            DType inDType,
            Buffer in,
            Layout inLayout) {
        if (outLayout.numel() == 0) {
            return;
        }
        long from = Operands.input(stream, inDType, in, inLayout);
        long to = Operands.output(stream, outDType, out, outLayout);
        if (outDType != inDType) {
            convert(stream, outDType, to, outLayout, inDType, from, inLayout);
        } else if (outLayout.isContiguous() && inLayout.isContiguous()) {
            backend.driver().copy(to, from, outLayout.numel() * outDType.byteSize(), stream.handle());
        } else {
            DType bits = Operands.bits(outDType);
            if (!transpose(stream, bits, to, outLayout, from, inLayout)) {
                convert(stream, bits, to, outLayout, bits, from, inLayout);
            }
        }
        Reference.reachabilityFence(out);
        Reference.reachabilityFence(in);
    }

    private void convert(
            CudaStream stream, DType outDType, long to, Layout outLayout, DType inDType, long from, Layout inLayout) {
        int width = outDType.byteSize();
        int inWidth = inDType.byteSize();
        MapShape shape = MapShape.of(
                Math.max(width, inWidth), new Layout[] {outLayout, inLayout}, new long[] {to, from}, new int[] {
                    width, inWidth
                });
        KernelFunction kernel = table.get(
                inDType.ordinal(),
                outDType.ordinal(),
                Operands.type(outDType),
                shape.packs ? 0 : 1,
                shape.isWide(),
                new From(inDType));
        KernelArguments args = kernel.arguments().beginStruct(8).address(to).address(from);
        shape.write(args, 2);
        ElementwiseCuda.launch(kernel, stream, shape, args.endStruct());
    }

    /** False when tiles do not suit the layouts. */
    private boolean transpose(CudaStream stream, DType bits, long to, Layout outLayout, long from, Layout inLayout) {
        ElementwisePlan plan = ElementwisePlan.of(outLayout, inLayout);
        int rank = plan.rank();
        int columns = rank - 1;
        if (rank < 2 || plan.stride(0, columns) != 1 || plan.stride(1, columns) == 1) {
            return false;
        }
        int rows = -1;
        for (int d = 0; d < columns; d++) {
            rows = plan.stride(1, d) == 1 ? d : rows;
        }
        if (rows < 0 || plan.size(rows) < TRANSPOSE_FROM || plan.size(columns) < TRANSPOSE_FROM) {
            return false;
        }
        WalkPlan batch = batch(plan, rows, columns);
        KernelFunction kernel = transposes.get(bits, 0, batch.isWide());
        KernelArguments args = kernel.arguments()
                .beginStruct(8)
                .address(to)
                .address(from)
                .int64(plan.size(rows))
                .int64(plan.size(columns))
                .int64(plan.stride(1, columns))
                .int64(plan.stride(0, rows))
                .int64(batch.count);
        batch.write(args, 2);
        long tiles = ((plan.size(rows) + TILE - 1) / TILE) * ((plan.size(columns) + TILE - 1) / TILE) * batch.count;
        int grid = kernel.blocksFor(tiles * TILE * TILE_ROWS, TILE * TILE_ROWS);
        kernel.launch(stream, grid, 1, 1, TILE, TILE_ROWS, 1, 0, args.endStruct());
        return true;
    }

    /** The dimensions that are neither rows nor columns, as a walk over in and out. */
    private static WalkPlan batch(ElementwisePlan plan, int rows, int columns) {
        int n = plan.rank() - 2;
        long[] sizes = new long[n];
        long[] inStrides = new long[n];
        long[] outStrides = new long[n];
        int k = 0;
        for (int d = 0; d < plan.rank(); d++) {
            if (d != rows && d != columns) {
                sizes[k] = plan.size(d);
                inStrides[k] = plan.stride(1, d);
                outStrides[k++] = plan.stride(0, d);
            }
        }
        return WalkPlan.rowMajor(Layout.strided(sizes, inStrides, 0), Layout.strided(sizes, outStrides, 0));
    }
}
