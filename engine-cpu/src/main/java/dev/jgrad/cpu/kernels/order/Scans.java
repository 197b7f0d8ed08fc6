package dev.jgrad.cpu.kernels.order;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Lines;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ScanKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Running sums, products and extremes along a dimension. */
public final class Scans {
    private static final int CHUNK = 4096;
    private static final long GRAIN = 8192;

    private final ScanKind kind;
    private final DType dtype;
    private final CpuBuffer out;
    private final @Nullable CpuBuffer indices;
    private final CpuBuffer in;
    private final Lines lines;

    private Scans(ScanKind kind, DType dtype, CpuBuffer out, @Nullable CpuBuffer indices, CpuBuffer in, Lines lines) {
        this.kind = kind;
        this.dtype = dtype;
        this.out = out;
        this.indices = indices;
        this.in = in;
        this.lines = lines;
    }

    /** As {@link dev.jgrad.spi.ReductionKernels#scan}. */
    public static void run(
            ScanKind kind,
            DType dtype,
            CpuBuffer out,
            Layout outLayout,
            @Nullable CpuBuffer indices,
            @Nullable Layout indicesLayout,
            CpuBuffer in,
            Layout inLayout,
            int dim) {
        if (inLayout.numel() == 0) {
            return;
        }
        if (kind == ScanKind.LOGCUMSUMEXP && !dtype.isFloatingPoint()) {
            throw new DTypeException("\"logcumsumexp_out_cpu\" not implemented for '" + dtype.scalarTypeName() + "'");
        }
        Lines lines = new Lines(dim, inLayout, outLayout, indicesLayout == null ? outLayout : indicesLayout);
        Scans scan = new Scans(kind, dtype, out, indices, in, lines);
        long work = (long) lines.length * lines.abreast;
        Parallel.forRange(lines.blocks(), Math.max(1, GRAIN / work), (from, to) -> {
            Odometer o = lines.odometer(from);
            for (long block = from; block < to; block++) {
                if (dtype.isFloatingPoint()) {
                    scan.doubles(o, block);
                } else {
                    scan.longs(o, block);
                }
                lines.advance(o, block);
            }
        });
    }

    private void doubles(Odometer o, long block) {
        Workspace workspace = Workspace.current();
        int w = lines.lines(block);
        int rows = Math.max(1, CHUNK / w);
        double[] x = workspace.doubles(0, rows * w);
        double[] state = workspace.doubles(1, w);
        long[] where = workspace.longs(1, w);
        long[] places = workspace.longs(2, indices == null ? 0 : rows * w);
        Arrays.fill(state, 0, w, DoubleScan.start(kind));
        for (int first = 0; first < lines.length; first += rows) {
            int n = Math.min(rows, lines.length - first);
            for (int i = 0; i < (w == 1 ? 1 : n); i++) {
                long at = lines.start(o, block, 0) + (first + i) * lines.along[0];
                Blocks.load(dtype, in, at, w == 1 ? lines.along[0] : lines.across[0], x, i * w, w == 1 ? n : w);
            }
            for (int i = 0; i < n; i++) {
                DoubleScan.step(kind, x, i * w, state, where, w, first + i);
                System.arraycopy(state, 0, x, i * w, w);
                if (indices != null) {
                    System.arraycopy(where, 0, places, i * w, w);
                }
            }
            for (int i = 0; i < (w == 1 ? 1 : n); i++) {
                long at = lines.start(o, block, 1) + (first + i) * lines.along[1];
                Blocks.store(dtype, out, at, w == 1 ? lines.along[1] : lines.across[1], x, i * w, w == 1 ? n : w);
            }
            storePlaces(o, block, places, first, n, w);
        }
    }

    private void longs(Odometer o, long block) {
        Workspace workspace = Workspace.current();
        int w = lines.lines(block);
        int rows = Math.max(1, CHUNK / w);
        long[] x = workspace.longs(0, rows * w);
        long[] state = workspace.longs(3, w);
        long[] where = workspace.longs(1, w);
        long[] places = workspace.longs(2, indices == null ? 0 : rows * w);
        Arrays.fill(state, 0, w, kind == ScanKind.CUMPROD ? 1 : 0);
        for (int first = 0; first < lines.length; first += rows) {
            int n = Math.min(rows, lines.length - first);
            for (int i = 0; i < (w == 1 ? 1 : n); i++) {
                long at = lines.start(o, block, 0) + (first + i) * lines.along[0];
                Blocks.load(dtype, in, at, w == 1 ? lines.along[0] : lines.across[0], x, i * w, w == 1 ? n : w);
            }
            for (int i = 0; i < n; i++) {
                LongScan.step(kind, x, i * w, state, where, w, first + i);
                System.arraycopy(state, 0, x, i * w, w);
                if (indices != null) {
                    System.arraycopy(where, 0, places, i * w, w);
                }
            }
            for (int i = 0; i < (w == 1 ? 1 : n); i++) {
                long at = lines.start(o, block, 1) + (first + i) * lines.along[1];
                Blocks.store(dtype, out, at, w == 1 ? lines.along[1] : lines.across[1], x, i * w, w == 1 ? n : w);
            }
            storePlaces(o, block, places, first, n, w);
        }
    }

    private void storePlaces(Odometer o, long block, long[] places, int first, int n, int w) {
        if (indices == null) {
            return;
        }
        for (int i = 0; i < (w == 1 ? 1 : n); i++) {
            long at = lines.start(o, block, 2) + (first + i) * lines.along[2];
            long stride = w == 1 ? lines.along[2] : lines.across[2];
            Blocks.store(DType.INT64, indices, at, stride, places, i * w, w == 1 ? n : w);
        }
    }
}
