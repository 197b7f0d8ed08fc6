package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.kernels.lanes.TileLanes;
import dev.jgrad.memory.Block;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What a thread needs for one block: the points of both sides, a few rows between the two dimensions, zeros. */
final class TileBlock implements AutoCloseable {
    /** Floats between the points' matrices, so that these do not begin at the same place of a page. */
    private static final int GAP = 80;

    final long inPlane;
    final long outPlane;
    final long inPoints;
    final long outPoints;
    private final float[] between;
    private final float[] added;
    private final long zeros;
    private final Block block;

    TileBlock(int tiles, TileImage in, TileImage out, long bias) {
        this.inPlane = 4 * ((long) tiles * in.channels() + GAP);
        this.outPlane = 4 * ((long) tiles * out.channels() + GAP);
        long zeroBytes = Math.max(in.width() * in.pixel(), out.width() * out.pixel());
        this.block =
                CpuMemory.INSTANCE.allocator().allocate(ConvolutionByTiles.POINTS * (inPlane + outPlane) + zeroBytes);
        this.inPoints = block.address();
        this.outPoints = inPoints + ConvolutionByTiles.POINTS * inPlane;
        this.zeros = outPoints + ConvolutionByTiles.POINTS * outPlane;
        Native.ALL.asSlice(zeros, zeroBytes).fill((byte) 0);
        int columns = 2 * out.tilesAcross() + 2;
        this.between = new float[4 * columns * Math.max(in.channels(), out.channels())];
        this.added = new float[out.channels()];
        if (bias != 0) {
            MemorySegment.copy(Native.ALL, Native.FLOAT, bias, added, 0, added.length);
        }
    }

    /** The points of one row of tiles, the first of which is {@code at}. */
    void inputPoints(TileImage in, TileImage out, long row, int above, int before, int at) {
        long image = row / out.tilesDown();
        int y = 2 * (int) (row % out.tilesDown()) - above;
        int columns = 2 * out.tilesAcross() + 2;
        int inside = Math.clamp(columns - before, 0, in.width());
        int plane = columns * in.channels();
        for (int i = 0; i < 4; i++) {
            Arrays.fill(between, i * plane, i * plane + before * in.channels(), 0);
            Arrays.fill(between, i * plane + (before + inside) * in.channels(), (i + 1) * plane, 0);
        }
        TileLanes.inputDown(
                source(in, image, y),
                source(in, image, y + 1),
                source(in, image, y + 2),
                source(in, image, y + 3),
                between,
                before * in.channels(),
                plane,
                inside * in.channels());
        for (int i = 0; i < 4; i++) {
            long to = inPoints + 4 * i * inPlane + at * in.pixel();
            for (int t = 0; t < out.tilesAcross(); t++) {
                int first = i * plane + 2 * t * in.channels();
                TileLanes.inputAcross(between, first, to + t * in.pixel(), inPlane, in.channels());
            }
        }
    }

    /** The points of one row of tiles of the output's gradient. */
    void gradientPoints(TileImage grad, long row, int at) {
        long image = row / grad.tilesDown();
        int y = 2 * (int) (row % grad.tilesDown());
        int across = grad.tilesAcross();
        int plane = 2 * across * grad.channels();
        for (int i = 0; i < 4; i++) {
            Arrays.fill(between, i * plane + grad.width() * grad.channels(), (i + 1) * plane, 0);
        }
        TileLanes.gradientDown(
                source(grad, image, y), source(grad, image, y + 1), between, plane, grad.width() * grad.channels());
        for (int i = 0; i < 4; i++) {
            long to = outPoints + 4 * i * outPlane + at * grad.pixel();
            for (int t = 0; t < across; t++) {
                int first = i * plane + 2 * t * grad.channels();
                TileLanes.gradientAcross(between, first, to + t * grad.pixel(), outPlane, grad.channels());
            }
        }
    }

    private long source(TileImage image, long number, int y) {
        return y >= 0 && y < image.height() ? image.row(number, y) : zeros;
    }

    /** The pixels of one row of tiles, the first of which is {@code at}. */
    void output(TileImage out, long row, int at) {
        long image = row / out.tilesDown();
        int y = 2 * (int) (row % out.tilesDown());
        int plane = out.tilesAcross() * out.channels();
        for (int j = 0; j < 4; j++) {
            TileLanes.outputDown(
                    outPoints + j * outPlane + at * out.pixel(),
                    4 * outPlane,
                    between,
                    j * plane,
                    (4 + j) * plane,
                    plane);
        }
        pixels(out, 0, plane, out.row(image, y));
        if (y + 1 < out.height()) {
            pixels(out, 4 * plane, plane, out.row(image, y + 1));
        }
    }

    private void pixels(TileImage out, int from, int plane, long to) {
        int whole = out.width() / 2;
        for (int t = 0; t < whole; t++) {
            TileLanes.outputAcross(
                    between, from + t * out.channels(), plane, added, to + 2 * t * out.pixel(), out.channels());
        }
        if (out.width() % 2 != 0) {
            TileLanes.outputLast(
                    between, from + whole * out.channels(), plane, added, to + 2 * whole * out.pixel(), out.channels());
        }
    }

    @Override
    public void close() {
        CpuMemory.INSTANCE.allocator().free(block);
    }
}
