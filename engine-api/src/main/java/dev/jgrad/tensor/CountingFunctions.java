package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.op.BinnedCounts;
import dev.jgrad.op.FiniteDifferences;
import dev.jgrad.op.FloatParts;
import dev.jgrad.op.Segments;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of {@link Tensors} that count, take differences, and take numbers and positions apart. */
public abstract sealed class CountingFunctions permits CreationFunctions {
    CountingFunctions() {}

    /** Counts of a histogram and the edges of its bins. */
    public record Histogram(Tensor hist, Tensor binEdges) {}

    /** Counts on a grid and the edges along each of its dimensions. */
    public record HistogramDd(Tensor hist, List<Tensor> binEdges) {}

    /** Numbers as mantissa 2^exponent. */
    public record Frexp(Tensor mantissa, Tensor exponent) {}

    /** Mantissas in (-1, -0.5] or [0.5, 1), or 0, and int32 exponents; differentiable. */
    public static Frexp frexp(Tensor input) {
        Tensor[] parts = FloatParts.frexp(input);
        return new Frexp(parts[0], parts[1]);
    }

    /** The derivative along each dimension of a function sampled at distance 1. */
    public static List<Tensor> gradient(Tensor input) {
        return FiniteDifferences.gradient(input, 1, null, 1);
    }

    /** {@link #gradient(Tensor)} along some dimensions, all when null. */
    public static List<Tensor> gradient(Tensor input, int @Nullable [] dim, int edgeOrder) {
        return FiniteDifferences.gradient(input, 1, dim, edgeOrder);
    }

    /** The derivative along dimensions of a function sampled at equal distances. */
    public static List<Tensor> gradient(Tensor input, double spacing, int @Nullable [] dim, int edgeOrder) {
        return FiniteDifferences.gradient(input, spacing, dim, edgeOrder);
    }

    /** {@link #gradient(Tensor, double, int[], int)} with a distance for each dimension. */
    public static List<Tensor> gradient(Tensor input, double[] spacing, int @Nullable [] dim, int edgeOrder) {
        return FiniteDifferences.gradient(input, spacing, dim, edgeOrder);
    }

    /** {@link #gradient(Tensor, double, int[], int)} at the coordinates that a vector for each dimension holds. */
    public static List<Tensor> gradient(Tensor input, Tensor[] spacing, int @Nullable [] dim, int edgeOrder) {
        return FiniteDifferences.gradient(input, spacing, dim, edgeOrder);
    }

    /**
     * Counts of all elements in equal bins.
     *
     * @param range lower and upper end; those of the elements when null
     * @param weight what each element counts, 1 when null
     * @param density true for counts that integrate to 1
     */
    public static Histogram histogram(
            Tensor input, long bins, double @Nullable [] range, @Nullable Tensor weight, boolean density) {
        BinnedCounts.check("histogram", input, weight, input.shape().toArray());
        Tensor edges = BinnedCounts.edges("histogram", input, bins, range);
        return histogram(input, edges, weight, density);
    }

    /** Counts of all elements between ascending edges. */
    public static Histogram histogram(Tensor input, Tensor bins, @Nullable Tensor weight, boolean density) {
        BinnedCounts.check("histogram", input, weight, input.shape().toArray());
        BinnedCounts.checkEdges("histogram", input, bins);
        Tensor[] results = BinnedCounts.count("histogram", input, new Tensor[] {bins}, weight, density);
        return new Histogram(results[0], results[1]);
    }

    /** Counts of points, whose coordinates stand in the last dimension, on a grid of equal cells. */
    public static HistogramDd histogramdd(
            Tensor input, long[] bins, double @Nullable [] range, @Nullable Tensor weight, boolean density) {
        int d = dimensions(input, bins.length, weight);
        if (range != null && range.length != 2 * d) {
            throw new ArgumentException(
                    "histogramdd(): range should have " + 2 * d + " elements, but got " + range.length);
        }
        Tensor[] edges = new Tensor[d];
        for (int k = 0; k < d; k++) {
            double[] part = range == null ? null : Arrays.copyOfRange(range, 2 * k, 2 * k + 2);
            edges[k] = BinnedCounts.edges("histogramdd", input.select(-1, k), bins[k], part);
        }
        return counted(input, edges, weight, density);
    }

    private static HistogramDd counted(Tensor input, Tensor[] edges, @Nullable Tensor weight, boolean density) {
        Tensor[] results = BinnedCounts.count("histogramdd", input, edges, weight, density);
        return new HistogramDd(results[0], List.of(results).subList(1, results.length));
    }

    /** {@link #histogramdd(Tensor, long[], double[], Tensor, boolean)} with one number of bins for all dimensions. */
    public static HistogramDd histogramdd(
            Tensor input, long bins, double @Nullable [] range, @Nullable Tensor weight, boolean density) {
        long[] each = HeapArrays.longs(input.dim() < 2 ? 0 : input.size(-1));
        Arrays.fill(each, bins);
        return histogramdd(input, each, range, weight, density);
    }

    /** {@link #histogramdd(Tensor, long[], double[], Tensor, boolean)} between given edges. */
    public static HistogramDd histogramdd(Tensor input, Tensor[] bins, @Nullable Tensor weight, boolean density) {
        dimensions(input, bins.length, weight);
        for (Tensor edges : bins) {
            BinnedCounts.checkEdges("histogramdd", input, edges);
        }
        return counted(input, bins, weight, density);
    }

    private static int dimensions(Tensor input, int given, @Nullable Tensor weight) {
        if (input.dim() < 2) {
            throw new ShapeException(
                    "torch.histogramdd: input tensor should have at least 2 dimensions, but got " + input.dim());
        }
        if (given != input.size(-1)) {
            throw new ShapeException(
                    "torch.histogramdd: expected " + input.size(-1) + " sequences of bins but got " + given);
        }
        BinnedCounts.check(
                "histogramdd", input, weight, Arrays.copyOf(input.shape().toArray(), input.dim() - 1));
        return given;
    }

    /** The coordinates of positions in a flattened tensor of that shape, a tensor for each dimension. */
    public static List<Tensor> unravelIndex(Tensor indices, long... shape) {
        if (indices.dtype().isFloatingPoint() || indices.dtype().isBool()) {
            throw new DTypeException("torch.unravel_index(): Expected 'indices' to be integer dtype, but got torch."
                    + indices.dtype().label());
        }
        if (Arrays.stream(shape).anyMatch(n -> n < 0)) {
            throw new ShapeException(
                    "torch.unravel_index(): 'shape' cannot have negative values, but got " + Arrays.toString(shape));
        }
        Tensor[] out = new Tensor[shape.length];
        Tensor rest = indices.to(DType.INT64);
        for (int d = shape.length - 1; d >= 0; d--) {
            out[d] = rest.remainder(shape[d]);
            rest = rest.floorDivide(shape[d]);
        }
        return List.of(out);
    }

    /**
     * Reduces runs of a dimension: {@code sum}, {@code mean}, {@code max}, {@code min} or {@code prod}. Give either the lengths of
     * the runs or offsets, where each begins and the last ends.
     *
     * @param axis the last dimension of lengths or offsets
     * @param unsafe true to leave out the check that the lengths fit
     * @param initial what each run begins with; for an empty run the result
     */
    public static Tensor segmentReduce(
            Tensor data,
            String reduce,
            @Nullable Tensor lengths,
            @Nullable Tensor offsets,
            int axis,
            boolean unsafe,
            @Nullable Double initial) {
        if (offsets != null) {
            return Segments.byOffsets(data, reduce, offsets, axis, initial);
        }
        if (lengths == null) {
            throw new ArgumentException("segment_reduce(): Either lengths or offsets must be provided.");
        }
        return Segments.byLengths(data, reduce, lengths, axis, unsafe, initial);
    }
}
