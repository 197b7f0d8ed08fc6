package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.Native;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.spi.ElementwisePlan;

/**
 * Copies native memory whose input runs along another dimension than its output: a transposition, or a change between
 * channels-first and channels-last. In tiles, so that each cache line of the input is used up while it is in the cache.
 */
final class Transposing {
    private static final int TILE = 32;

    private Transposing() {}

    /** The dimension along which the input's elements are neighbours, if that is not the output's and pays; else -1. */
    private static int inputDimension(ElementwisePlan plan) {
        int inner = plan.rank() - 1;
        if (plan.innerStride(0) != 1 || plan.innerStride(1) <= 1 || plan.innerSize() < 2) {
            return -1;
        }
        for (int d = 0; d < inner; d++) {
            if (plan.stride(1, d) == 1 && plan.size(d) > 1) {
                return d;
            }
        }
        return -1;
    }

    static boolean applies(ElementwisePlan plan, DType dtype, CpuBuffer out, CpuBuffer in) {
        return (dtype == DType.FLOAT32 || dtype == DType.FLOAT64)
                && plan.numel() >= TILE * TILE
                && out.isNative()
                && in.isNative()
                && inputDimension(plan) >= 0;
    }

    static void copy(ElementwisePlan plan, DType dtype, CpuBuffer out, CpuBuffer in) {
        int across = inputDimension(plan);
        int inner = plan.rank() - 1;
        long rows = plan.size(across);
        long bands = (rows + TILE - 1) / TILE;
        long planes = plan.numel() / (rows * plan.innerSize());
        long size = dtype.byteSize();
        long target = out.address() + plan.offset(0) * size;
        long source = in.address() + plan.offset(1) * size;
        long perBand = Math.min(rows, TILE) * plan.innerSize();
        Parallel.forRange(planes * bands, Math.max(1, Grain.MEDIUM * 2 / perBand), (from, to) -> {
            for (long job = from; job < to; job++) {
                long plane = job / bands;
                long row = job % bands * TILE;
                long t = target + size * row * plan.stride(0, across);
                long s = source + size * row;
                for (int d = inner - 1; d >= 0; d--) {
                    if (d != across) {
                        long i = plane % plan.size(d);
                        plane /= plan.size(d);
                        t += size * i * plan.stride(0, d);
                        s += size * i * plan.stride(1, d);
                    }
                }
                int n = (int) Math.min(TILE, rows - row);
                if (size == 4) {
                    floats(t, s, n, plan.innerSize(), 4 * plan.stride(0, across), 4 * plan.innerStride(1));
                } else {
                    doubles(t, s, n, plan.innerSize(), 8 * plan.stride(0, across), 8 * plan.innerStride(1));
                }
            }
        });
    }

    /** {@code target[i][j] = source[j][i]} with rows of the given distances in bytes, a tile of columns at a time. */
    static void floats(long target, long source, int n, long columns, long targetRow, long sourceRow) {
        for (long j = 0; j < columns; j += TILE) {
            int m = (int) Math.min(TILE, columns - j);
            for (int i = 0; i < n; i++) {
                long t = target + i * targetRow + 4 * j;
                long s = source + 4L * i + j * sourceRow;
                for (int k = 0; k < m; k++) {
                    Native.ALL.set(Native.FLOAT, t + 4L * k, Native.ALL.get(Native.FLOAT, s + k * sourceRow));
                }
            }
        }
    }

    private static void doubles(long target, long source, int n, long columns, long targetRow, long sourceRow) {
        for (long j = 0; j < columns; j += TILE) {
            int m = (int) Math.min(TILE, columns - j);
            for (int i = 0; i < n; i++) {
                long t = target + i * targetRow + 8 * j;
                long s = source + 8L * i + j * sourceRow;
                for (int k = 0; k < m; k++) {
                    Native.ALL.set(Native.DOUBLE, t + 8L * k, Native.ALL.get(Native.DOUBLE, s + k * sourceRow));
                }
            }
        }
    }
}
