package dev.jgrad.cuda.kernels;

import dev.jgrad.cuda.compile.KernelArguments;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ElementwisePlan;

/**
 * How a kernel finds the places of an element in its operands: the host's side of {@code Walk} in {@code walk.cuh}.
 * Offsets are not in it, they belong to the addresses.
 */
final class WalkPlan {
    /** As in {@code walk.cuh}. */
    static final int MAX_RANK = 16;

    private static final long NARROW = 1L << 31;

    /** Has all walks count in 64 bits, for tests. */
    static volatile boolean alwaysWide;

    final int rank;
    final long[] sizes;
    /** By operand and dimension. */
    final long[][] strides;

    final long count;

    private WalkPlan(int rank, long[] sizes, long[][] strides, long count) {
        if (rank > MAX_RANK) {
            throw new ArgumentException("a strided tensor with more than " + MAX_RANK
                    + " dimensions that do not merge cannot be used on cuda; use contiguous()");
        }
        this.rank = rank;
        this.sizes = sizes;
        this.strides = strides;
        this.count = count;
    }

    /** Over operands of the same sizes, in the order in which the first lies in memory. */
    static WalkPlan of(Layout... operands) {
        boolean contiguous = true;
        for (Layout layout : operands) {
            contiguous &= layout.isContiguous();
        }
        if (contiguous) {
            return contiguous(operands[0].numel(), operands.length);
        }
        ElementwisePlan plan = ElementwisePlan.of(operands);
        int rank = plan.rank();
        long[] sizes = new long[rank];
        long[][] strides = new long[operands.length][rank];
        for (int d = 0; d < rank; d++) {
            sizes[d] = plan.size(d);
            for (int k = 0; k < operands.length; k++) {
                strides[k][d] = plan.stride(k, d);
            }
        }
        return new WalkPlan(rank, sizes, strides, plan.numel());
    }

    /** One run of neighbouring elements in each operand. */
    static WalkPlan contiguous(long count, int operands) {
        long[][] strides = new long[operands][1];
        for (long[] s : strides) {
            s[0] = 1;
        }
        return new WalkPlan(1, new long[] {count}, strides, count);
    }

    /** Over operands of the same sizes in row-major order, whatever lies where in memory. */
    static WalkPlan rowMajor(Layout... operands) {
        long[] all = operands[0].sizes();
        long[] sizes = new long[Math.max(1, all.length)];
        long[][] strides = new long[operands.length][sizes.length];
        int rank = 0;
        for (int d = 0; d < all.length; d++) {
            if (all[d] == 1) {
                continue;
            }
            boolean merges = rank > 0;
            for (int k = 0; merges && k < operands.length; k++) {
                merges = strides[k][rank - 1] == operands[k].stride(d) * all[d];
            }
            rank = merges ? rank : rank + 1;
            sizes[rank - 1] = merges ? sizes[rank - 1] * all[d] : all[d];
            for (int k = 0; k < operands.length; k++) {
                strides[k][rank - 1] = operands[k].stride(d);
            }
        }
        if (rank == 0) {
            sizes[0] = 1;
            rank = 1;
        }
        return new WalkPlan(rank, sizes, strides, operands[0].numel());
    }

    /** The same numbering of elements for one of the operands alone. */
    WalkPlan only(int operand) {
        return new WalkPlan(rank, sizes, new long[][] {strides[operand]}, count);
    }

    /** The same with the innermost dimension in packs of neighbours. */
    WalkPlan packed(int pack) {
        long[] packs = sizes.clone();
        packs[rank - 1] /= pack;
        long[][] steps = new long[strides.length][];
        for (int k = 0; k < strides.length; k++) {
            steps[k] = strides[k].clone();
            steps[k][rank - 1] *= pack;
        }
        return new WalkPlan(rank, packs, steps, count);
    }

    /** The stride of an operand along the innermost dimension. */
    long innerStride(int operand) {
        return strides[operand][rank - 1];
    }

    long innerSize() {
        return sizes[rank - 1];
    }

    /** True when numbers or places do not fit into 31 bits. */
    boolean isWide() {
        if (alwaysWide || count >= NARROW) {
            return true;
        }
        for (long[] s : strides) {
            long last = 0;
            for (int d = 0; d < rank; d++) {
                last += (sizes[d] - 1) * s[d];
            }
            if (last >= NARROW) {
                return true;
            }
        }
        return false;
    }

    /** Writes {@code Walk<operands>}; operands that this plan does not have stay at place 0. */
    void write(KernelArguments a, int operands) {
        head(a);
        for (int k = 0; k < operands; k++) {
            operand(a, k < strides.length ? k : -1);
        }
    }

    /** Writes a walk of other operands: each is one of this plan, or -1 for one that stays at place 0. */
    void writeSpread(KernelArguments a, int... operands) {
        head(a);
        for (int k : operands) {
            operand(a, k);
        }
    }

    private void head(KernelArguments a) {
        int rest = 8 * (MAX_RANK - rank);
        a.int64(rank);
        for (int d = 0; d < rank; d++) {
            a.int64(sizes[d]);
        }
        a.skip(rest);
        for (int d = 0; d < rank; d++) {
            a.int64(magic(sizes[d]));
        }
        a.skip(rest);
    }

    private void operand(KernelArguments a, int k) {
        for (int d = 0; d < rank; d++) {
            a.int64(k < 0 ? 0 : strides[k][d]);
        }
        a.skip(8 * (MAX_RANK - rank));
    }

    /**
     * Multiplier and shift that divide numbers below 2^31. Source: Granlund and Montgomery 1994, division by invariant
     * integers using multiplication.
     */
    static long magic(long divisor) {
        if (divisor <= 0 || divisor >= NARROW) {
            return 0; // only wide walks have such a size, and they divide
        }
        int shift = 64 - Long.numberOfLeadingZeros(divisor - 1);
        long multiplier = (1L << 32) * ((1L << shift) - divisor) / divisor + 1;
        return (long) shift << 32 | multiplier;
    }
}
