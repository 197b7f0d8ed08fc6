package dev.jgrad.cpu.kernels.order;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.kernels.index.Elements;
import dev.jgrad.cpu.kernels.lanes.Workspace;
import dev.jgrad.cpu.kernels.walk.Lines;
import dev.jgrad.cpu.kernels.walk.Odometer;
import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.cpu.threads.Parallel;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import java.util.Arrays;

/** Sorting along a dimension, whole or the first k. Elements are moved as raw bits. */
public final class Sorting {
    private static final long GRAIN = 512;

    private Sorting() {}

    /**
     * The {@code k} first of the sorted order of each line; values and indices have k elements there. All of them for a
     * whole sort.
     */
    public static void first(
            DType dtype,
            CpuBuffer values,
            Layout valuesLayout,
            CpuBuffer indices,
            Layout indicesLayout,
            CpuBuffer in,
            Layout inLayout,
            int dim,
            int k,
            boolean descending) {
        if (inLayout.numel() == 0 || k == 0) {
            return;
        }
        Lines lines = new Lines(dim, inLayout, valuesLayout, indicesLayout);
        int n = lines.length;
        long perBlock = (long) n * lines.abreast;
        Parallel.forRange(lines.blocks(), Math.max(1, GRAIN / perBlock), (from, to) -> {
            Workspace workspace = Workspace.current();
            long[] positions = workspace.longs(0, n);
            long[] bits = workspace.longs(1, n);
            long[] keys = workspace.longs(2, n);
            long[] more = workspace.longs(3, n);
            int[] places = workspace.ints(0, n);
            Odometer o = lines.odometer(from);
            for (long block = from; block < to; block++) {
                for (int line = 0; line < lines.lines(block); line++) {
                    long start = lines.start(o, block, 0) + line * lines.across[0];
                    Elements.spread(positions, start, lines.along[0], n);
                    Elements.get(dtype, in, positions, bits, n);
                    Keys.of(dtype, bits, keys, n, descending);
                    select(dtype, keys, places, n, k, more, workspace);
                    for (int i = 0; i < k; i++) {
                        more[i] = bits[places[i]];
                    }
                    long target = lines.start(o, block, 1) + line * lines.across[1];
                    Elements.spread(positions, target, lines.along[1], k);
                    Elements.set(dtype, values, positions, more, k);
                    long at = lines.start(o, block, 2) + line * lines.across[2];
                    Blocks.store(DType.INT64, indices, at, lines.along[2], places, 0, k);
                }
                lines.advance(o, block);
            }
        });
    }

    /** Leaves the places of the {@code k} least keys, in order, at the front of {@code places}. */
    private static void select(DType dtype, long[] keys, int[] places, int n, int k, long[] more, Workspace workspace) {
        if (Keys.width(dtype) == 32 && k < n / 8) {
            // Key and place in one long: the k least of those, kept in a heap with the greatest on top.
            for (int i = 0; i < n; i++) {
                more[i] = (keys[i] - (1L << 31)) << 32 | i;
            }
            heapSelect(more, n, k);
            Arrays.sort(more, 0, k);
            for (int i = 0; i < k; i++) {
                places[i] = (int) more[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            places[i] = i;
        }
        RadixSort.sort(keys, places, n, Keys.width(dtype), more, workspace.ints(1, n));
    }

    private static void heapSelect(long[] a, int n, int k) {
        for (int i = k / 2 - 1; i >= 0; i--) {
            sink(a, i, k);
        }
        for (int i = k; i < n; i++) {
            if (a[i] < a[0]) {
                a[0] = a[i];
                sink(a, 0, k);
            }
        }
    }

    private static void sink(long[] a, int i, int k) {
        long value = a[i];
        while (2 * i + 1 < k) {
            int child = 2 * i + 1;
            if (child + 1 < k && a[child + 1] > a[child]) {
                child++;
            }
            if (a[child] <= value) {
                break;
            }
            a[i] = a[child];
            i = child;
        }
        a[i] = value;
    }
}
