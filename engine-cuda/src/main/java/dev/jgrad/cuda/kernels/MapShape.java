package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.data.Layout;

/**
 * How an elementwise kernel goes over its operands: in packs of neighbours where every operand has neighbours along the
 * innermost dimension (or one element again and again) and lies on a boundary of packs, one by one otherwise. The host's
 * side of {@code MapShape} in {@code map.cuh}.
 */
final class MapShape {
    /** Whether it goes in packs. */
    final boolean packs;

    final long tail;
    private final long neighbours;
    private final WalkPlan walk;
    /** Packs, or elements. */
    final long count;

    private MapShape(boolean packs, long count, long tail, long neighbours, WalkPlan walk) {
        this.packs = packs;
        this.count = count;
        this.tail = tail;
        this.neighbours = neighbours;
        this.walk = walk;
    }

    /** Neighbours in a pack: as many as 16 bytes of the widest type hold, {@code PackSize} in {@code map.cuh}. */
    static int packSize(int widest) {
        return widest >= 8 ? 2 : widest == 4 ? 4 : 8;
    }

    /**
     * The shape for some operands, the output first.
     *
     * @param widths bytes of an element of each operand
     * @param widest the greatest width that counts for packs
     */
    static MapShape of(int widest, Layout[] layouts, long[] addresses, int[] widths) {
        WalkPlan walk = WalkPlan.of(layouts);
        int pack = packSize(widest);
        long neighbours = 0;
        boolean packs = walk.rank == 1 || walk.innerSize() % pack == 0;
        for (int k = 0; k < layouts.length && packs; k++) {
            long inner = walk.innerStride(k);
            if (inner == 1) {
                neighbours |= 1L << k;
                packs = addresses[k] % ((long) widths[k] * pack) == 0 && outerStridesArePacks(walk, k, pack);
            } else {
                packs = inner == 0 && k > 0;
            }
        }
        if (!packs) {
            return new MapShape(false, walk.count, 0, 0, walk);
        }
        long full = walk.count / pack;
        return new MapShape(true, full, walk.count - full * pack, neighbours, walk.packed(pack));
    }

    private static boolean outerStridesArePacks(WalkPlan walk, int operand, int pack) {
        for (int d = 0; d < walk.rank - 1; d++) {
            if (walk.strides[operand][d] % pack != 0) {
                return false;
            }
        }
        return true;
    }

    boolean isWide() {
        return walk.isWide();
    }

    /** Threads worth starting. */
    long threads() {
        return Math.max(count, tail);
    }

    /** Writes {@code MapShape<operands>}; operands beyond those of this shape are numbers. */
    void write(KernelArguments a, int operands) {
        a.int64(count).int64(tail).int64(neighbours);
        walk.write(a, operands);
    }

    /** Writes it with the operands of this shape spread over those of the kernel; -1 for a number. */
    void writeSpread(KernelArguments a, int... operands) {
        long bits = 0;
        for (int k = 0; k < operands.length; k++) {
            if (operands[k] >= 0 && (neighbours >> operands[k] & 1) != 0) {
                bits |= 1L << k;
            }
        }
        a.int64(count).int64(tail).int64(bits);
        walk.writeSpread(a, operands);
    }
}
