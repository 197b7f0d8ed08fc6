package dev.jgrad.batch;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.spi.RandomKernels;
import dev.jgrad.spi.Stream;

/** What the level allows: numbers of its own for each example, the same for all, or none. */
final class BatchedRandoms implements RandomKernels {
    private final Examples x;

    BatchedRandoms(Examples x) {
        this.x = x;
    }

    @Override
    public void fill(
            Stream stream,
            Distribution distribution,
            DType dtype,
            Buffer out,
            Layout ol,
            long seed,
            long offset,
            double p,
            double q,
            long integerP,
            long integerQ) {
        switch (x.level.randomness()) {
            case ERROR -> throw Refusals.random();
            case DIFFERENT -> {
                Buffer target = x.target(out, dtype);
                x.below
                        .randoms()
                        .fill(
                                stream,
                                distribution,
                                dtype,
                                target,
                                x.all(out, ol),
                                seed,
                                offset,
                                p,
                                q,
                                integerP,
                                integerQ);
            }
            case SAME -> {
                Layout dense = Layout.contiguous(ol.sizes());
                Buffer one = x.below.allocate(dtype, Math.max(1, ol.numel()));
                x.below.randoms().fill(stream, distribution, dtype, one, dense, seed, offset, p, q, integerP, integerQ);
                x.below
                        .elementwise()
                        .copy(stream, dtype, x.target(out, dtype), x.all(out, ol), dtype, one, x.all(one, dense));
            }
        }
    }

    @Override
    public void permutation(Stream stream, Buffer out, long n, long seed, long offset) {
        if (x.level.randomness() == BatchLevel.Randomness.ERROR) {
            throw Refusals.random();
        }
        boolean same = x.level.randomness() == BatchLevel.Randomness.SAME;
        Buffer target = x.target(out, DType.INT64);
        Buffer one = x.below.allocate(DType.INT64, n);
        Layout from = Layout.contiguous(n);
        for (long i = 0; i < x.level.size(); i++) {
            if (i == 0 || !same) {
                x.below.randoms().permutation(stream, one, n, seed, offset + i * (n + 1));
            }
            Layout to = Layout.strided(new long[] {n}, new long[] {1}, i * x.stride(out));
            x.below.elementwise().copy(stream, DType.INT64, target, to, DType.INT64, one, from);
        }
    }
}
