package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.CudaBackend;
import dev.jgrad.cuda.CudaBuffer;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.cuda.compile.KernelFunction;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.ScatterKind;
import java.lang.ref.Reference;
import java.util.List;

/** Writes at indexed positions, always in the order of the source: {@code scatter.cu} and {@code positions.cu}. */
final class ScatterCuda {
    private static final int TYPES = DType.values().length;
    private static final int BLOCK = 256;
    private static final int POSITIONS = 0;
    private static final int ENTRIES = 1;
    private static final long ENTRY = 16;
    /** Index values of a line up to which one thread takes them all. */
    private static final long SHORT = 32;
    /** Lines from which on a thread for each keeps the device busy. */
    private static final long MANY = 1 << 15;

    private static final List<String> COMBINING = List.of("ADD", "MUL", "MAX", "MIN");
    private static final List<String> SETTING = List.of("SET");

    private final CudaBackend backend;
    private final KindTable table;
    private final UnitTable preparing;
    private final SortCuda sorts;

    ScatterCuda(CudaBackend backend) {
        this.backend = backend;
        table = new KindTable(backend.kernels(), "scatter.cu", ScatterKind.values().length, TYPES, "_lines", "_sorted");
        preparing = new UnitTable(backend.kernels(), "positions.cu", dtype -> List.of(), "positions", "entries");
        sorts = new SortCuda(backend);
    }

    private record Of(DType dtype, boolean set) implements KindTable.Variant {
        @Override
        public String[] defines() {
            return new String[] {"IN=" + Operands.type(dtype)};
        }

        @Override
        public List<String> names() {
            return set ? SETTING : COMBINING;
        }
    }

    /** Positions of index tuples in a tensor, checked; -1 for one that is out of range. */
    void positions(CudaStream stream, CudaBuffer positions, Layout target, Buffer[] indices, Layout[] layouts) {
        for (int k = 0; k < indices.length; k++) {
            IndexRule rule = new IndexRule(KernelFailure.INDEX, k, target.size(k), true, target.stride(k));
            WalkPlan walk = WalkPlan.rowMajor(layouts[k]);
            if (walk.count == 0) {
                return;
            }
            KernelFunction kernel = preparing.get(DType.INT64, POSITIONS, walk.isWide());
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(positions.output(stream))
                    .address(Operands.input(stream, DType.INT64, indices[k], layouts[k]))
                    .int64(walk.count)
                    .int64(k == 0 ? 1 : 0);
            rule.write(a, stream);
            walk.write(a, 1);
            kernel.launch(stream, kernel.blocksFor(walk.count, BLOCK), BLOCK, 0, a.endStruct());
            Reference.reachabilityFence(indices[k]);
        }
        Reference.reachabilityFence(positions);
    }

    /**
     * Combines source elements with what is at the positions of their indices.
     *
     * @param length index values of a line, {@code indexAlong} apart, for source elements {@code sourceAlong} apart
     */
    void scatter(
            CudaStream stream,
            ScatterKind kind,
            DType dtype,
            Buffer self,
            Layout selfLayout,
            Buffer index,
            Layout indexLayout,
            Buffer source,
            Layout sourceLayout,
            Placing placing,
            long length,
            long indexAlong,
            long sourceAlong,
            IndexRule rule) {
        boolean set = kind == ScatterKind.SET;
        DType type = set ? Operands.bits(dtype) : dtype;
        WalkPlan walk = WalkPlan.of(placing.self(), placing.index(), placing.source());
        long slices = placing.slices() ? walk.count : 1;
        long lines = placing.slices() ? 1 : walk.count;
        boolean wide = walk.isWide() || lines * slices * length >= 1L << 31;
        boolean sorted = length > SHORT && walk.count < MANY;
        KernelFunction kernel =
                table.get(type.ordinal(), kind.ordinal(), kind.name(), sorted ? 1 : 0, wide, new Of(type, set));
        CudaBuffer one = sorted ? backend.allocateBytes(lines * length * ENTRY) : null;
        CudaBuffer other = sorted ? backend.allocateBytes(lines * length * ENTRY) : null;
        try {
            long indexAt = Operands.input(stream, DType.INT64, index, indexLayout);
            long entries = 0;
            if (one != null && other != null) {
                entries(stream, one, indexAt, placing, lines, length, indexAlong, rule);
                entries = sorts.sortEntries(stream, one, other, lines, length).input(stream);
            }
            KernelArguments a = kernel.arguments()
                    .beginStruct(8)
                    .address(Operands.output(stream, dtype, self, selfLayout))
                    .address(indexAt)
                    .address(Operands.input(stream, dtype, source, sourceLayout))
                    .address(entries)
                    .int64(length)
                    .int64(lines)
                    .int64(slices)
                    .int64(indexAlong)
                    .int64(sourceAlong);
            rule.write(a, stream);
            walk.write(a, 3);
            long threads = lines * slices * (sorted ? length : 1);
            kernel.launch(stream, kernel.blocksFor(threads, BLOCK), BLOCK, 0, a.endStruct());
        } finally {
            if (one != null && other != null) {
                one.release();
                other.release();
            }
        }
        Reference.reachabilityFence(self);
        Reference.reachabilityFence(index);
        Reference.reachabilityFence(source);
    }

    /** Index values with the numbers of their source elements, for sorting. */
    private void entries(
            CudaStream stream,
            CudaBuffer entries,
            long index,
            Placing placing,
            long lines,
            long length,
            long along,
            IndexRule rule) {
        WalkPlan walk = placing.slices() ? WalkPlan.contiguous(1, 1) : indexOnly(placing);
        KernelFunction kernel = preparing.get(DType.INT64, ENTRIES, walk.isWide() || lines * length >= 1L << 31);
        KernelArguments a = kernel.arguments()
                .beginStruct(8)
                .address(entries.output(stream))
                .address(index)
                .int64(lines)
                .int64(length)
                .int64(along);
        rule.write(a, stream);
        walk.write(a, 1);
        kernel.launch(stream, kernel.blocksFor(lines * length, BLOCK), BLOCK, 0, a.endStruct());
    }

    /** Lines of the index in the order in which the scatter numbers them. */
    private static WalkPlan indexOnly(Placing placing) {
        return WalkPlan.of(placing.self(), placing.index(), placing.source()).only(1);
    }
}
