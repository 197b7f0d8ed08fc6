package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Stream;
import java.lang.ref.Reference;

/**
 * Random numbers. An element depends on its number only, so blocks are made in any order by any thread: float32 and
 * narrower floats take one 32-bit word each, all others one 64-bit word.
 */
public final class RandomCpu implements RandomKernels {
    /** Elements made at a time; a multiple of what one counter gives. */
    private static final int BLOCK = 1024;

    /** Blocks per hand-over to a thread: about 4 µs. */
    private static final int GRAIN = 2;

    @Override
    public void fill(
            Stream stream,
            Distribution distribution,
            DType dtype,
            Buffer out,
            Layout outLayout,
            long seed,
            long offset,
            double p,
            double q,
            long integerP,
            long integerQ) {
        CpuBuffer target = (CpuBuffer) out;
        Extents.check(dtype, target, outLayout);
        boolean narrow = dtype.isFloatingPoint() && dtype != DType.FLOAT64 && distribution != Distribution.INTEGER;
        long n = outLayout.numel();
        long perBlock = BLOCK / (narrow ? 4 : 2);
        try {
            Parallel.forRange((n + BLOCK - 1) / BLOCK, GRAIN, (from, to) -> {
                int[] words = new int[narrow ? BLOCK : 2 * BLOCK];
                float[] floats = new float[narrow ? BLOCK : 0];
                double[] doubles = new double[narrow ? 0 : BLOCK];
                long[] longs = new long[distribution == Distribution.INTEGER ? BLOCK : 0];
                RowMajor rows = new RowMajor(outLayout, from * BLOCK);
                for (long b = from; b < to; b++) {
                    int k = (int) Math.min(BLOCK, n - b * BLOCK);
                    Philox.words(seed, offset + b * perBlock, words, (int) perBlock);
                    if (distribution == Distribution.INTEGER) {
                        Distributions.integers(words, longs, k, integerP, integerQ);
                    } else if (narrow) {
                        Distributions.floats(distribution, dtype, words, floats, (float) p, (float) q);
                    } else {
                        Distributions.doubles(distribution, words, doubles, p, q);
                    }
                    for (int at = 0; at < k; ) {
                        int m = (int) Math.min(k - at, rows.run());
                        if (distribution == Distribution.INTEGER) {
                            Blocks.store(dtype, target, rows.position(), rows.stride(), longs, at, m);
                        } else if (narrow) {
                            Blocks.store(dtype, target, rows.position(), rows.stride(), floats, at, m);
                        } else {
                            Blocks.store(dtype, target, rows.position(), rows.stride(), doubles, at, m);
                        }
                        rows.advance(m);
                        at += m;
                    }
                }
            });
        } finally {
            Reference.reachabilityFence(out);
        }
    }

    @Override
    public void permutation(Stream stream, Buffer out, long n, long seed, long offset) {
        CpuBuffer target = (CpuBuffer) out;
        Extents.check(DType.INT64, target, Layout.contiguous(n));
        long[] order = HeapArrays.longs(n);
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int[] words = new int[4];
        for (int i = order.length - 1; i > 0; i--) {
            Philox.words(seed, offset + i / 2, words, 1);
            int j = (int) Math.unsignedMultiplyHigh(Philox.wide(words, i % 2), i + 1);
            long t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        Blocks.store(DType.INT64, target, 0, 1, order, 0, order.length);
        Reference.reachabilityFence(out);
    }
}
