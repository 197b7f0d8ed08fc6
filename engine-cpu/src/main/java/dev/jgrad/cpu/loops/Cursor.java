package dev.jgrad.cpu.loops;

import dev.jgrad.spi.ElementwisePlan;

/**
 * A place in an elementwise walk: which index, and where each operand's element lies. It moves in runs, that is along the
 * innermost dimension.
 */
public final class Cursor {
    private final ElementwisePlan plan;
    private final int inner;
    private final long innerSize;
    private final long[] index;
    private final long[] position;

    /** A cursor at the {@code start}-th element in the plan's order. */
    public Cursor(ElementwisePlan plan, long start) {
        this.plan = plan;
        this.inner = plan.rank() - 1;
        this.innerSize = plan.size(inner);
        this.index = new long[inner + 1];
        this.position = new long[plan.operands()];
        for (int k = 0; k < position.length; k++) {
            position[k] = plan.offset(k);
        }
        long rest = start;
        for (int d = inner; d >= 0; d--) {
            index[d] = d == 0 ? rest : rest % plan.size(d);
            rest /= plan.size(d);
            for (int k = 0; k < position.length; k++) {
                position[k] += index[d] * plan.stride(k, d);
            }
        }
    }

    /** The number of elements from here to the end of the innermost dimension. */
    public long run() {
        return innerSize - index[inner];
    }

    /** Where an operand's element lies, in elements. */
    public long position(int operand) {
        return position[operand];
    }

    /** Moves on by at most {@link #run} elements. */
    public void advance(long n) {
        index[inner] += n;
        for (int k = 0; k < position.length; k++) {
            position[k] += n * plan.innerStride(k);
        }
        for (int d = inner; d > 0 && index[d] == plan.size(d); d--) {
            index[d] = 0;
            index[d - 1]++;
            for (int k = 0; k < position.length; k++) {
                position[k] += plan.stride(k, d - 1) - plan.size(d) * plan.stride(k, d);
            }
        }
    }
}
