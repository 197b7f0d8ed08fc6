package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Histograms with any edges and any number of dimensions: {@code torch.histogram} and {@code torch.histogramdd}. Counted on the host. */
public final class BinnedCounts {
    private BinnedCounts() {}

    /**
     * Counts points, or adds up their weights, in the cells of a grid.
     *
     * @param points N x D after all dimensions but the last are made one
     * @param edges D ascending vectors; a cell holds its lower edge, the last one its upper edge as well
     * @return the counts and copies of the edges; PyTorch has no gradient of either
     */
    public static Tensor[] count(String op, Tensor points, Tensor[] edges, @Nullable Tensor weight, boolean density) {
        int d = edges.length;
        Tensor[] results = new Tensor[d + 1];
        Tensor[] inputs = Arrays.copyOf(edges, d + 2);
        inputs[d] = points;
        inputs[d + 1] = weight;
        Grad.noGrad(() -> {
            results[0] = inCells(op, points.detach(), edges, weight, density);
            for (int k = 0; k < d; k++) {
                results[k + 1] = edges[k].detach().clone();
            }
        });
        NotDifferentiable.record(op, results, inputs);
        return results;
    }

    private static Tensor inCells(String op, Tensor points, Tensor[] edges, @Nullable Tensor weight, boolean density) {
        Tensor[] all = Arrays.copyOf(edges, edges.length + 2);
        all[edges.length] = points;
        all[edges.length + 1] = weight;
        if (Batching.anyBatched(all)) {
            int k = edges.length;
            return Batching.loopOne(op, x -> inCells(op, x[k], Arrays.copyOf(x, k), x[k + 1], density), all);
        }
        return HeapArrays.within(() -> counted(op, points, edges, weight, density));
    }

    private static Tensor counted(String op, Tensor points, Tensor[] edges, @Nullable Tensor weight, boolean density) {
        int d = edges.length;
        int n = HeapArrays.length(points.numel() / Math.max(d, 1));
        double[] x = points.to(DType.FLOAT64).toDoubleArray();
        double[] w = weight == null ? null : weight.detach().to(DType.FLOAT64).toDoubleArray();
        double[][] bounds = new double[d][];
        long[] sizes = new long[d];
        for (int k = 0; k < d; k++) {
            bounds[k] = edges[k].detach().to(DType.FLOAT64).toDoubleArray();
            sizes[k] = bounds[k].length - 1;
        }
        double[] counts = new double[cells(op, sizes)];
        for (int i = 0; i < n; i++) {
            int cell = 0;
            for (int k = 0; k < d && cell >= 0; k++) {
                int bin = bin(bounds[k], x[i * d + k]);
                cell = bin < 0 ? -1 : cell * (int) sizes[k] + bin;
            }
            if (cell >= 0) {
                counts[cell] += w == null ? 1 : w[i];
            }
        }
        Tensor out = Tensors.tensor(new TensorOptions(points.dtype(), points.device()), counts, sizes);
        return density ? density(out, edges) : out;
    }

    /** A grid of bins in many dimensions soon has more cells than any memory. */
    private static int cells(String op, long[] sizes) {
        double cells = 1;
        for (long size : sizes) {
            cells *= size;
        }
        if (cells > 1 << 28) {
            throw new ArgumentException(
                    op + "(): " + Arrays.toString(sizes) + " bins are too many to count in; the most is " + (1 << 28));
        }
        return (int) cells;
    }

    private static int bin(double[] bounds, double x) {
        int last = bounds.length - 1;
        if (!(x >= bounds[0] && x <= bounds[last])) {
            return -1;
        }
        int at = Arrays.binarySearch(bounds, x);
        if (at < 0) {
            return -at - 2;
        }
        while (at < last && bounds[at + 1] == x) {
            at++;
        }
        return Math.min(at, last - 1);
    }

    private static Tensor density(Tensor counts, Tensor[] edges) {
        Tensor out = counts.div(counts.sum());
        for (int k = 0; k < edges.length; k++) {
            long[] sizes = new long[edges.length];
            Arrays.fill(sizes, 1);
            sizes[k] = -1;
            out = out.div(edges[k].diff().to(counts.dtype()).reshape(sizes));
        }
        return out;
    }

    /** Equal bins between the ends of a range, of the values themselves where none is given. */
    public static Tensor edges(String op, Tensor values, long bins, double @Nullable [] range) {
        if (Batching.isBatched(values)) {
            return Batching.loopOne(op, x -> edges(op, x[0], bins, range), values);
        }
        if (bins <= 0) {
            throw new ArgumentException(op + "(): bins must be > 0, but got " + bins);
        }
        if (bins >= Integer.MAX_VALUE) {
            throw new ArgumentException(op + "(): bins must be below " + Integer.MAX_VALUE + ", but got " + bins);
        }
        double low = 0;
        double high = 1;
        if (range != null) {
            if (range.length != 2) {
                throw new ArgumentException(op + "(): range should have 2 elements, but got " + range.length);
            }
            low = range[0];
            high = range[1];
        } else if (values.numel() > 0) {
            low = values.min().item();
            high = values.max().item();
        }
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new ArgumentException(op + "(): range [" + low + ", " + high + "] is not finite");
        }
        if (low > high) {
            throw new ArgumentException(op + "(): min should not exceed max, but got min " + low + " max " + high);
        }
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        return Tensors.linspace(
                new TensorOptions(values.dtype(), values.device()), low, high, HeapArrays.length(bins + 1));
    }

    /** Fails for what has no bins. */
    public static void check(String op, Tensor points, @Nullable Tensor weight, long[] weightSizes) {
        if (!points.isFloatingPoint()) {
            throw new DTypeException(
                    "\"" + op + "\" not implemented for '" + points.dtype().scalarTypeName() + "'");
        }
        if (weight != null && weight.dtype() != points.dtype()) {
            throw new DTypeException(
                    op + "(): if weight tensor is provided, input tensor and weight tensor should have the"
                            + " same dtype, but got input(" + points.dtype().label() + "), and weight("
                            + weight.dtype().label()
                            + ")");
        }
        if (weight != null && !Arrays.equals(TensorAccess.shown(weight).sizes(), weightSizes)) {
            throw new ShapeException(op + "(): if weight tensor is provided it should have the same shape as the input"
                    + " tensor excluding its innermost dimension for histogramdd, but got weight " + weight.shape());
        }
    }

    /** Fails for edges that are not an ascending vector of the dtype of the values. */
    public static void checkEdges(String op, Tensor points, Tensor edges) {
        if (edges.dtype() != points.dtype()) {
            throw new DTypeException(op + "(): input tensor and bins tensors should have the same dtype, but got input "
                    + points.dtype().label() + " and bins " + edges.dtype().label());
        }
        if (edges.dim() != 1 || edges.numel() == 0) {
            throw new ShapeException(
                    op + "(): bins tensor should have one dimension and at least 1 element, but got " + edges.shape());
        }
    }
}
