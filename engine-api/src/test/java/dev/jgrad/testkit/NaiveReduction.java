package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.ReduceKind;
import java.util.ArrayList;
import java.util.List;

/** Reductions as anyone would write them, in double (sums and products of integers in long). */
public final class NaiveReduction {
    private NaiveReduction() {}

    /** Reduces row-major values of some sizes to others. */
    public static double[] reduce(ReduceKind kind, DType dtype, double[] values, long[] sizes, long[] outSizes) {
        return groups(values, sizes, outSizes).stream()
                .mapToDouble(g -> one(kind, dtype, g))
                .toArray();
    }

    /** Variances with Bessel's correction. */
    public static double[] variance(double[] values, long[] sizes, long[] outSizes) {
        return groups(values, sizes, outSizes).stream()
                .mapToDouble(g -> {
                    double m = g.stream().mapToDouble(x -> x).sum() / g.size();
                    return g.stream().mapToDouble(x -> (x - m) * (x - m)).sum() / (g.size() - 1);
                })
                .toArray();
    }

    private static List<List<Double>> groups(double[] values, long[] sizes, long[] outSizes) {
        Positions in = new Positions(Layout.contiguous(sizes));
        Layout outLayout = Layout.contiguous(outSizes);
        Positions out = new Positions(outLayout);
        List<List<Double>> groups = new ArrayList<>();
        for (int i = 0; i < outLayout.numel(); i++) {
            groups.add(new ArrayList<>());
        }
        for (int i = 0; i < values.length; i++) {
            long[] index = in.index(i);
            for (int d = 0; d < sizes.length; d++) {
                index[d] = outSizes[d] == 1 ? 0 : index[d];
            }
            groups.get((int) out.number(index)).add(values[i]);
        }
        return groups;
    }

    private static double one(ReduceKind kind, DType dtype, List<Double> g) {
        return switch (kind) {
            case SUM -> g.stream().mapToDouble(x -> x).sum();
            case NANSUM -> g.stream().mapToDouble(x -> x).filter(x -> x == x).sum();
            case MEAN -> g.stream().mapToDouble(x -> x).sum() / g.size();
            case PROD -> product(dtype, g);
            case MAX -> g.stream().mapToDouble(x -> x).reduce(Double.NEGATIVE_INFINITY, Math::max);
            case MIN -> g.stream().mapToDouble(x -> x).reduce(Double.POSITIVE_INFINITY, Math::min);
            case ANY -> g.stream().anyMatch(x -> x != 0) ? 1 : 0;
            case ALL -> g.stream().allMatch(x -> x != 0) ? 1 : 0;
            case COUNT_NONZERO -> g.stream().filter(x -> x != 0).count();
            case LOGSUMEXP -> logSumExp(g);
            case NORM2 -> Math.sqrt(g.stream().mapToDouble(x -> x * x).sum());
            case NORM1 -> g.stream().mapToDouble(Math::abs).sum();
        };
    }

    private static double product(DType dtype, List<Double> g) {
        if (dtype.isFloatingPoint()) {
            return g.stream().mapToDouble(x -> x).reduce(1, (x, y) -> x * y);
        }
        long p = 1;
        for (double x : g) {
            p *= (long) x;
        }
        return p;
    }

    private static double logSumExp(List<Double> g) {
        double m = g.stream().mapToDouble(x -> x).reduce(Double.NEGATIVE_INFINITY, Math::max);
        double shift = Double.isInfinite(m) ? 0 : m;
        return Math.log(g.stream().mapToDouble(x -> Math.exp(x - shift)).sum()) + shift;
    }
}
