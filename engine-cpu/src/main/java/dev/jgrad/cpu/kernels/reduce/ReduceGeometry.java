package dev.jgrad.cpu.kernels.reduce;

import dev.jgrad.data.Layout;

/**
 * The dimensions of a reduction, those of size 1 dropped, sorted by the input's stride (innermost last) and merged where
 * neighbours lie behind each other.
 */
final class ReduceGeometry {
    final int keptRank;
    final long[] keptSize;
    final long[] keptIn;
    final long[] keptOut;
    final int reducedRank;
    final long[] reducedSize;
    final long[] reducedIn;
    /** Product of the kept sizes: the number of results. */
    final long kept;
    /** Product of the reduced sizes: how many elements make one result. */
    final long reduced;

    private ReduceGeometry(Dimensions kept, Dimensions reduced) {
        keptRank = kept.rank;
        keptSize = kept.size;
        keptIn = kept.in;
        keptOut = kept.out;
        reducedRank = reduced.rank;
        reducedSize = reduced.size;
        reducedIn = reduced.in;
        this.kept = kept.product();
        this.reduced = reduced.product();
    }

    static ReduceGeometry of(Layout out, Layout in) {
        int rank = in.rank();
        Dimensions kept = new Dimensions(rank);
        Dimensions reduced = new Dimensions(rank);
        for (int d = 0; d < rank; d++) {
            long n = in.size(d);
            if (n == 1) {
                continue;
            }
            if (n == out.size(d)) {
                kept.insert(n, in.stride(d), out.stride(d));
            } else {
                reduced.insert(n, in.stride(d), 0);
            }
        }
        kept.merge();
        reduced.merge();
        return new ReduceGeometry(kept, reduced);
    }

    /** The innermost reduced dimension's size, 1 when none is reduced. */
    long innerReduced() {
        return reducedRank == 0 ? 1 : reducedSize[reducedRank - 1];
    }

    long innerReducedStride() {
        return reducedRank == 0 ? 0 : reducedIn[reducedRank - 1];
    }

    /** True when neighbouring results come from neighbouring elements, so that whole rows are folded onto each other. */
    boolean byColumns() {
        if (keptRank == 0) {
            return false;
        }
        long stride = keptIn[keptRank - 1];
        return reducedRank == 0 || (stride != 0 && stride < innerReducedStride());
    }

    /** Where the first {@code rank} kept dimensions put the k-th of their combinations. */
    static long position(long k, int rank, long[] size, long[] stride) {
        long p = 0;
        for (int d = rank - 1; d > 0; d--) {
            long n = size[d];
            long q = k / n;
            p += (k - q * n) * stride[d];
            k = q;
        }
        return rank <= 0 ? p : p + k * stride[0];
    }

    /** Dimensions being collected. */
    private static final class Dimensions {
        final long[] size;
        final long[] in;
        final long[] out;
        int rank;

        Dimensions(int capacity) {
            size = new long[capacity];
            in = new long[capacity];
            out = new long[capacity];
        }

        void insert(long n, long inStride, long outStride) {
            int at = rank++;
            while (at > 0 && in[at - 1] < inStride) {
                size[at] = size[at - 1];
                in[at] = in[at - 1];
                out[at] = out[at - 1];
                at--;
            }
            size[at] = n;
            in[at] = inStride;
            out[at] = outStride;
        }

        void merge() {
            int last = 0;
            for (int d = 1; d < rank; d++) {
                if (in[last] == size[d] * in[d] && out[last] == size[d] * out[d]) {
                    size[last] *= size[d];
                    in[last] = in[d];
                    out[last] = out[d];
                } else {
                    last++;
                    size[last] = size[d];
                    in[last] = in[d];
                    out[last] = out[d];
                }
            }
            rank = Math.min(rank, last + 1);
        }

        long product() {
            long n = 1;
            for (int d = 0; d < rank; d++) {
                n *= size[d];
            }
            return n;
        }
    }
}
