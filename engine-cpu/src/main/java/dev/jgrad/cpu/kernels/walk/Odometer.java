package dev.jgrad.cpu.kernels.walk;

/**
 * Counts through some dimensions in row-major order and keeps up to three positions with it. Strides may be 0 for an
 * operand that does not move.
 */
public final class Odometer {
    private final int rank;
    private final long[] size;
    private final long[][] stride;
    private final long[] index;
    /** Where each operand is now; not to be written to. */
    public final long[] position;

    /** One array of strides per operand; positions start at the offsets. */
    public Odometer(long[] size, long[][] stride, long[] offset) {
        rank = size.length;
        this.size = size;
        this.stride = stride;
        index = new long[rank];
        position = offset.clone();
    }

    /** Moves on from the start by {@code steps}. */
    public void skip(long steps) {
        for (int d = rank - 1; d >= 0 && steps > 0; d--) {
            long i = steps % size[d];
            steps /= size[d];
            index[d] = i;
            for (int o = 0; o < position.length; o++) {
                position[o] += i * stride[o][d];
            }
        }
    }

    /** Moves on by one. */
    public void next() {
        for (int d = rank - 1; d >= 0; d--) {
            if (++index[d] < size[d]) {
                for (int o = 0; o < position.length; o++) {
                    position[o] += stride[o][d];
                }
                return;
            }
            index[d] = 0;
            for (int o = 0; o < position.length; o++) {
                position[o] -= (size[d] - 1) * stride[o][d];
            }
        }
    }

    /** The current index of a dimension. */
    public long index(int d) {
        return index[d];
    }

    /** An array without some entries. */
    public static long[] without(long[] values, boolean[] dropped) {
        int n = 0;
        for (boolean b : dropped) {
            n += b ? 0 : 1;
        }
        long[] kept = new long[n];
        int at = 0;
        for (int d = 0; d < values.length; d++) {
            if (!dropped[d]) {
                kept[at++] = values[d];
            }
        }
        return kept;
    }
}
