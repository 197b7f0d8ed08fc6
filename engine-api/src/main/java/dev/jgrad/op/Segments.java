package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions over runs of a dimension whose lengths vary: {@code torch.segment_reduce}. */
public final class Segments {
    private static final int[] FIRST = {0};

    private Segments() {}

    /** Reduces runs of these lengths along {@code axis}; the dimensions before it have runs of their own. */
    public static Tensor byLengths(
            Tensor data, String reduce, Tensor lengths, int axis, boolean unsafe, @Nullable Double initial) {
        if (Batching.anyBatched(lengths)) {
            return Batching.loopOne(
                    "segment_reduce", x -> byLengths(x[0], reduce, x[1], axis, unsafe, initial), data, lengths);
        }
        int d = checked(data, reduce, lengths, "lengths", axis);
        long count = lengths.size(d);
        long[] all = lengths.toLongArray();
        long[] bounds = HeapArrays.longs(all.length / Math.max(count, 1) * (count + 1));
        for (int row = 0, at = 0; row * count < all.length && count > 0; row++) {
            for (int k = 0; k < count; k++, at++) {
                long length = all[row * (int) count + k];
                if (!unsafe && length < 0) {
                    throw new ArgumentException("lengths contains negative value!");
                }
                bounds[at + 1] = bounds[at] + length;
            }
            if (!unsafe && bounds[at] != data.size(d)) {
                throw new ArgumentException(
                        "Expected all rows of lengths along axis to sum to data.size(lengths.dim()-1)"
                                + " when !unsafe: " + bounds[at] + " instead of " + data.size(d));
            }
            at++;
        }
        return reduced(data, reduce, bounds, HeapArrays.length(count), d, initial);
    }

    /** The same with the ends of the runs: offsets from 0 to the size, one more than runs. */
    public static Tensor byOffsets(Tensor data, String reduce, Tensor offsets, int axis, @Nullable Double initial) {
        if (Batching.anyBatched(offsets)) {
            return Batching.loopOne("segment_reduce", x -> byOffsets(x[0], reduce, x[1], axis, initial), data, offsets);
        }
        int d = checked(data, reduce, offsets, "offsets", axis);
        if (offsets.size(d) == 0) {
            throw new ShapeException("segment_reduce(): offsets needs at least one element along axis");
        }
        return reduced(data, reduce, offsets.toLongArray(), HeapArrays.length(offsets.size(d) - 1), d, initial);
    }

    private static int checked(Tensor data, String reduce, Tensor by, String name, int axis) {
        if (!List.of("sum", "mean", "max", "min", "prod").contains(reduce)) {
            throw new ArgumentException("segment_reduce(): reduce is one of sum, mean, max, min, prod; got " + reduce);
        }
        if (by.dtype().isFloatingPoint() || by.dtype().isBool()) {
            throw new DTypeException("segment_reduce(): " + name + " holds integers, got "
                    + by.dtype().scalarTypeName());
        }
        if (data.dim() == 0) {
            throw new ShapeException("segment_reduce(): data has no dimension to reduce along");
        }
        int d = Dims.wrap(axis, data.dim());
        if (by.dim() != d + 1) {
            throw new ShapeException("segment_reduce(): Expected axis to be the last dimension of " + name + " but got "
                    + axis + " for " + name + " of shape " + by.shape());
        }
        for (int k = 0; k < d; k++) {
            if (by.size(k) != data.size(k)) {
                throw new ShapeException("segment_reduce(): data " + data.shape() + " and " + name + " " + by.shape()
                        + " differ before axis " + d);
            }
        }
        return d;
    }

    private static Tensor reduced(
            Tensor data, String reduce, long[] bounds, int count, int d, @Nullable Double initial) {
        long[] sizes = TensorAccess.shown(data).sizes().clone();
        long[] rest = Arrays.copyOfRange(sizes, d + 1, sizes.length);
        long rows = Dims.numel(Arrays.copyOf(sizes, d));
        long[] shape = sizes.clone();
        shape[d] = count;
        if (rows == 0 || count == 0) {
            return data.newZeros(shape);
        }
        return Composed.named("SegmentReduceBackward0", new Tensor[] {data}, x -> {
            long[] flat = new long[2 + rest.length];
            flat[0] = rows;
            flat[1] = sizes[d];
            System.arraycopy(rest, 0, flat, 2, rest.length);
            Tensor table = x[0].reshape(flat);
            List<Tensor> parts = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                Tensor line = table.select(0, row);
                for (int k = 0; k < count; k++) {
                    long from = bounds[row * (count + 1) + k];
                    long to = bounds[row * (count + 1) + k + 1];
                    parts.add(one(line.narrow(0, from, to - from), reduce, rest, initial));
                }
            }
            return Tensors.stack(0, parts.toArray(Tensor[]::new)).reshape(shape);
        });
    }

    private static Tensor one(Tensor run, String reduce, long[] rest, @Nullable Double initial) {
        long n = run.size(0);
        if (n == 0) {
            double empty = switch (reduce) {
                case "max" -> Double.NEGATIVE_INFINITY;
                case "min" -> Double.POSITIVE_INFINITY;
                case "prod" -> 1;
                case "mean" -> Double.NaN;
                default -> 0;
            };
            return run.newFull(rest, initial == null ? empty : initial);
        }
        Tensor r = switch (reduce) {
            case "max" -> run.amax(FIRST, false);
            case "min" -> run.amin(FIRST, false);
            case "prod" -> run.prod(0);
            default -> run.sum(FIRST, false);
        };
        if (initial != null) {
            r = switch (reduce) {
                case "max" -> r.clampMin(initial);
                case "min" -> r.clampMax(initial);
                case "prod" -> r.mul(initial);
                default -> r.add(initial);
            };
        }
        return reduce.equals("mean") ? r.div((double) n) : r;
    }
}
