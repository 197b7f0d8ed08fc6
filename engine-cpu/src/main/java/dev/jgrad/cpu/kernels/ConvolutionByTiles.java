package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.kernels.lanes.FloatLanes;
import dev.jgrad.cpu.kernels.lanes.TileLanes;
import dev.jgrad.cpu.onednn.OneDnnMatmul;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.Block;
import dev.jgrad.spi.ConvSpec;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions with 3x3 taps by Winograd's minimal filtering F(2x2, 3x3), see {@link TileLanes}: tiles of 4x4 input pixels
 * become 16 points, each point is a matrix product over the channels, and 16 points become 2x2 output pixels. That is 16
 * multiplications for what takes 36 directly; the library's own kernels do not know it on processors. Rounding errors are
 * about twice those of a direct convolution.
 *
 * <p>Float32; activations are channels-last, weights have their channels innermost. A block of tiles is transformed,
 * multiplied and transformed back while it is in the second-level cache. Addresses include the offsets of the layouts.
 */
final class ConvolutionByTiles {
    private static final DType F32 = DType.FLOAT32;
    static final int POINTS = 16;

    /** Fewer channels make the products thin, more the weights' points larger than the cache. */
    private static final int LEAST_CHANNELS = 32;

    private static final int MOST_CHANNELS = 384;

    /** With fewer tiles bringing the weight to its points costs what is saved. */
    private static final int LEAST_TILES = 48;

    /** Bytes of a block's points. */
    private static final int BLOCK = 768 << 10;

    private static final int LEAST_BLOCK_TILES = 28;

    /** A product with the weight's gradient as its result sums over the tiles: there should be many. */
    private static final int SUMMED_TILES = 112;

    private final int batch;
    private final int inChannels;
    private final int outChannels;
    private final int inHeight;
    private final int inWidth;
    private final int outHeight;
    private final int outWidth;
    private final int top;
    private final int left;

    private ConvolutionByTiles(ConvSpec spec, Layout input, Layout output) {
        this.batch = (int) input.size(0);
        this.inChannels = (int) input.size(1);
        this.outChannels = (int) output.size(1);
        this.inHeight = (int) input.size(2);
        this.inWidth = (int) input.size(3);
        this.outHeight = (int) output.size(2);
        this.outWidth = (int) output.size(3);
        this.top = (int) spec.padding()[0];
        this.left = (int) spec.padding()[1];
    }

    /** The plan for a convolution of these layouts, or null where another way is better. */
    static @Nullable ConvolutionByTiles of(ConvSpec spec, Layout input, Layout weight, Layout output) {
        if (!FloatLanes.areVectors()
                || output.rank() != 4
                || spec.groups() != 1
                || weight.size(2) != 3
                || weight.size(3) != 3
                || !all(spec.stride(), 1, 1)
                || !all(spec.dilation(), 1, 1)
                || !all(spec.padding(), 0, 2)
                || !suits(input.size(1))
                || !suits(output.size(1))
                || !isChannelsLast(input)
                || !isChannelsLast(output)
                || input.numel() >= Integer.MAX_VALUE / 4
                || output.numel() >= Integer.MAX_VALUE / 4) {
            return null;
        }
        long tiles = input.size(0) * half(output.size(2)) * half(output.size(3));
        boolean filled = output.size(2) * output.size(3) * 10 >= half(output.size(2)) * half(output.size(3)) * 4 * 7;
        return tiles >= LEAST_TILES && filled ? new ConvolutionByTiles(spec, input, output) : null;
    }

    private static boolean all(long[] values, long least, long most) {
        for (long v : values) {
            if (v < least || v > most) {
                return false;
            }
        }
        return true;
    }

    private static boolean suits(long channels) {
        return channels >= LEAST_CHANNELS && channels <= MOST_CHANNELS && channels % TileLanes.WIDTH == 0;
    }

    private static boolean isChannelsLast(Layout layout) {
        return layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    private static long half(long size) {
        return (size + 1) / 2;
    }

    /** Bytes of a weight's points. */
    long pointBytes() {
        return 4L * POINTS * inChannels * outChannels;
    }

    /** A weight's points for {@link #forward}: a matrix [C, K] for each. */
    void forwardPoints(long weight, long to) {
        Block turned = allocate(pointBytes() / 4);
        try {
            points(weight, false, turned.address());
            long bytes = pointBytes() / POINTS;
            Parallel.forRange(POINTS, 1, (from, end) -> {
                for (long p = from; p < end; p++) {
                    Transposing.floats(
                            to + p * bytes,
                            turned.address() + p * bytes,
                            inChannels,
                            outChannels,
                            4L * outChannels,
                            4L * inChannels);
                }
            });
        } finally {
            free(turned);
        }
    }

    /** A weight's points for {@link #inputGradient}: a matrix [K, C] for each, of the taps turned around. */
    void backwardPoints(long weight, long to) {
        points(weight, true, to);
    }

    private void points(long weight, boolean turned, long to) {
        long row = 4L * inChannels;
        long plane = row * outChannels;
        Parallel.forRange(outChannels, 8, (from, end) -> {
            Block between = allocate(12L * inChannels);
            try {
                long t = between.address();
                for (long k = from; k < end; k++) {
                    long taps = weight + k * 9 * row;
                    for (int s = 0; s < 3; s++) {
                        long column = taps + (turned ? 2 - s : s) * row;
                        long first = turned ? column + 6 * row : column;
                        long last = turned ? column : column + 6 * row;
                        TileLanes.weight(first, column + 3 * row, last, t + s * row, 3 * row, inChannels);
                    }
                    for (int i = 0; i < 4; i++) {
                        long r = t + 3 * i * row;
                        TileLanes.weight(r, r + row, r + 2 * row, to + 4 * i * plane + k * row, plane, inChannels);
                    }
                }
            } finally {
                free(between);
            }
        });
    }

    /**
     * The convolution.
     *
     * @param points of {@link #forwardPoints}
     * @param bias address of a value per output channel, or 0
     */
    void forward(long out, long input, long points, long bias) {
        convolve(
                new TileImage(input, inChannels, inHeight, inWidth),
                top,
                left,
                points,
                new TileImage(out, outChannels, outHeight, outWidth),
                bias);
    }

    /** The gradient of the input: a convolution of the output's gradient with the weight turned around. */
    void inputGradient(long gradInput, long gradOutput, long points) {
        convolve(
                new TileImage(gradOutput, outChannels, outHeight, outWidth),
                2 - top,
                2 - left,
                points,
                new TileImage(gradInput, inChannels, inHeight, inWidth),
                0);
    }

    private void convolve(TileImage in, int above, int before, long points, TileImage out, long bias) {
        long rows = (long) batch * out.tilesDown();
        int across = out.tilesAcross();
        long tileBytes = 4L * POINTS * (in.channels() + out.channels());
        int perBlock = rowsPerBlock(rows, across, Math.max(LEAST_BLOCK_TILES, BLOCK / tileBytes));
        Parallel.forRange(Math.ceilDiv(rows, perBlock), 1, (from, end) -> {
            try (TileBlock block = new TileBlock(perBlock * across, in, out, bias)) {
                for (long b = from; b < end; b++) {
                    long first = b * perBlock;
                    int count = (int) Math.min(perBlock, rows - first);
                    int tiles = count * across;
                    for (int r = 0; r < count; r++) {
                        block.inputPoints(in, out, first + r, above, before, r * across);
                    }
                    multiply(
                            block.outPoints,
                            matrices(tiles, out.channels(), block.outPlane),
                            block.inPoints,
                            matrices(tiles, in.channels(), block.inPlane),
                            points,
                            Layout.contiguous(POINTS, in.channels(), out.channels()),
                            0);
                    for (int r = 0; r < count; r++) {
                        block.output(out, first + r, r * across);
                    }
                }
            }
        });
    }

    /** The gradient of a weight whose input channels are innermost. */
    void weightGradient(long gradWeight, long gradOutput, long input) {
        TileImage in = new TileImage(input, inChannels, inHeight, inWidth);
        TileImage grad = new TileImage(gradOutput, outChannels, outHeight, outWidth);
        long rows = (long) batch * grad.tilesDown();
        int across = grad.tilesAcross();
        int perBlock = rowsPerBlock(rows, across, SUMMED_TILES);
        long blocks = Math.ceilDiv(rows, perBlock);
        // As many sums as threads at most, whoever computes them: the result does not depend on that.
        int parts = (int) Math.min(Parallel.mostThreads(), blocks);
        long elements = pointBytes() / 4;
        Block sums = allocate(parts * elements);
        try {
            Parallel.forRange(parts, 1, (from, end) -> {
                for (long part = from; part < end; part++) {
                    long to = sums.address() + 4 * part * elements;
                    try (TileBlock block = new TileBlock(perBlock * across, in, grad, 0)) {
                        for (long b = part * blocks / parts; b < (part + 1) * blocks / parts; b++) {
                            long first = b * perBlock;
                            int count = (int) Math.min(perBlock, rows - first);
                            int tiles = count * across;
                            for (int r = 0; r < count; r++) {
                                block.inputPoints(in, grad, first + r, top, left, r * across);
                                block.gradientPoints(grad, first + r, r * across);
                            }
                            multiply(
                                    to,
                                    Layout.contiguous(POINTS, outChannels, inChannels),
                                    block.outPoints,
                                    matrices(tiles, outChannels, block.outPlane).transpose(1, 2),
                                    block.inPoints,
                                    matrices(tiles, inChannels, block.inPlane),
                                    b == part * blocks / parts ? 0 : 1);
                        }
                    }
                }
            });
            taps(gradWeight, sums.address(), parts);
        } finally {
            free(sums);
        }
    }

    /** From the points of a weight's gradient to its taps. */
    private void taps(long gradWeight, long sums, int parts) {
        long row = 4L * inChannels;
        long plane = row * outChannels;
        Parallel.forRange(outChannels, 8, (from, end) -> {
            Block between = allocate(12L * inChannels);
            try {
                long t = between.address();
                for (long k = from; k < end; k++) {
                    for (int p = 0; p < POINTS; p++) {
                        for (int part = 1; part < parts; part++) {
                            long at = sums + p * plane + k * row;
                            TileLanes.add(at, at + part * POINTS * plane, inChannels);
                        }
                    }
                    for (int j = 0; j < 4; j++) {
                        long x = sums + j * plane + k * row;
                        TileLanes.weightGradient(
                                x, x + 4 * plane, x + 8 * plane, x + 12 * plane, t + j * row, 4 * row, inChannels);
                    }
                    for (int r = 0; r < 3; r++) {
                        long x = t + 4 * r * row;
                        TileLanes.weightGradient(
                                x,
                                x + row,
                                x + 2 * row,
                                x + 3 * row,
                                gradWeight + (9 * k + 3 * r) * row,
                                row,
                                inChannels);
                    }
                }
            } finally {
                free(between);
            }
        });
    }

    /** Rows of tiles in a block of about so many tiles, such that all threads get the same number of blocks. */
    private static int rowsPerBlock(long rows, int across, long tiles) {
        int threads = Parallel.mostThreads();
        long wanted = Math.max(1, tiles / across);
        long rounds = Math.ceilDiv(rows, wanted * threads);
        return (int) Math.ceilDiv(rows, rounds * threads);
    }

    private static Layout matrices(long tiles, long channels, long plane) {
        return Layout.strided(new long[] {POINTS, tiles, channels}, new long[] {plane / 4, channels, 1}, 0);
    }

    private static void multiply(
            long out, Layout outLayout, long a, Layout aLayout, long b, Layout bLayout, float beta) {
        if (!OneDnnMatmul.run(F32, 1, out, outLayout, a, aLayout, b, bLayout, 0, 1, beta)) {
            throw new JgradException("oneDNN: no product of " + aLayout + " and " + bLayout);
        }
    }

    private static Block allocate(long elements) {
        return CpuMemory.INSTANCE.allocator().allocate(4 * elements);
    }

    private static void free(Block block) {
        CpuMemory.INSTANCE.allocator().free(block);
    }
}
