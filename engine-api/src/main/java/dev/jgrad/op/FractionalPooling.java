package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Max pooling over windows whose places are drawn at random: {@code fractional_max_pool}. Source: Graham 2014. */
public final class FractionalPooling {
    private FractionalPooling() {}

    private static void checkWindows(String op, long planes, long[] size, long[] pool) {
        double all = planes;
        for (int d = 0; d < size.length; d++) {
            all *= (double) size[d] * pool[d];
        }
        if (all > Integer.MAX_VALUE - 8) {
            throw new ArgumentException(op + "(): windows of " + Arrays.toString(pool) + " for an output of size "
                    + Arrays.toString(size) + " on " + planes + " planes have more elements than an array");
        }
    }

    private static void checkCount(String op, String name, int given, int rank) {
        if (given != 1 && given != rank) {
            throw new ArgumentException(
                    op + ": " + name + " must either be a single number or " + rank + " numbers, but got " + given);
        }
    }

    /**
     * The greatest elements and their positions in the flattened spatial dimensions.
     *
     * @param rank 2 or 3 spatial dimensions
     * @param samples (N, C, rank) in [0, 1), drawn when null
     */
    public static Tensor[] maxPool(
            int rank,
            Tensor input,
            long[] kernel,
            long @Nullable [] outputSize,
            double @Nullable [] ratio,
            @Nullable Tensor samples) {
        String op = "fractional_max_pool" + rank + "d";
        if (Batching.anyBatched(input, samples)) {
            return Batching.loop(
                    op,
                    x -> maxPool(rank, java.util.Objects.requireNonNull(x[0]), kernel, outputSize, ratio, x[1]),
                    input,
                    samples);
        }
        if ((outputSize == null) == (ratio == null)) {
            throw new ArgumentException(
                    op + " requires specifying either an output_size or an output_ratio, and not both");
        }
        if (input.dim() != rank + 1 && input.dim() != rank + 2) {
            throw new ShapeException(op + "(): Expected " + (rank + 1) + "D or " + (rank + 2)
                    + "D tensor, but got a tensor of shape " + input.shape());
        }
        checkCount(op, "kernel_size", kernel.length, rank);
        checkCount(op, "output_size", outputSize == null ? 1 : outputSize.length, rank);
        checkCount(op, "output_ratio", ratio == null ? 1 : ratio.length, rank);
        Tensor wide = input.dim() == rank + 1 ? input.unsqueeze(0) : input;
        long[] size = new long[rank];
        long[] pool = new long[rank];
        long[] in = new long[rank];
        for (int d = 0; d < rank; d++) {
            in[d] = wide.size(d + 2);
            pool[d] = kernel[kernel.length == 1 ? 0 : d];
            size[d] = outputSize != null
                    ? outputSize[outputSize.length == 1 ? 0 : d]
                    : (long) (in[d] * java.util.Objects.requireNonNull(ratio)[ratio.length == 1 ? 0 : d]);
            if (pool[d] < 1) {
                throw new ArgumentException(
                        op + "(): kernel_size must be positive, but got " + Arrays.toString(kernel));
            }
            if (pool[d] > in[d] || size[d] < 1 || size[d] + pool[d] - 1 > in[d]) {
                throw new ShapeException(op + "(): pool size " + pool[d] + " too large relative to input size " + in[d]
                        + " for output size " + size[d]);
            }
        }
        long planes = wide.size(0) * wide.size(1);
        Tensor drawn = samples != null
                ? samples
                : Tensors.rand(new TensorOptions(input.dtype(), input.device()), wide.size(0), wide.size(1), rank);
        if (drawn.dim() != 3
                || drawn.size(0) < wide.size(0)
                || drawn.size(1) != wide.size(1)
                || drawn.size(2) != rank) {
            throw new ShapeException(op + "(): expect _random_samples to have shape (" + wide.size(0) + ", "
                    + wide.size(1) + ", " + rank + ") or more samples, got " + drawn.shape());
        }
        double[] u = drawn.detach().to(DType.FLOAT64).contiguous().toDoubleArray();
        checkWindows(op, planes, size, pool);
        int outputs = (int) Arrays.stream(size).reduce(1, (a, b) -> a * b);
        int elements = (int) Arrays.stream(pool).reduce(1, (a, b) -> a * b);
        long[] index = HeapArrays.longs(planes * outputs * elements);
        for (int p = 0, at = 0; p < planes; p++) {
            long[][] starts = new long[rank][];
            for (int d = 0; d < rank; d++) {
                // PyTorch's samples count from the last dimension in two dimensions, and from the first in three.
                starts[d] = starts(u[p * rank + (rank == 3 ? d : rank - 1 - d)], in[d], size[d], pool[d]);
            }
            for (int o = 0; o < outputs; o++) {
                for (int e = 0; e < elements; e++) {
                    index[at++] = position(o, e, size, pool, in, starts);
                }
            }
        }
        long spatial = Arrays.stream(in).reduce(1, (a, b) -> a * b);
        Tensor places = Tensors.tensor(
                new TensorOptions(DType.INT64, input.device()), index, planes, (long) outputs * elements);
        Tensor best = Grad.noGrad(() -> {
            Tensor windows =
                    wide.detach().reshape(planes, spatial).gather(1, places).reshape(planes, outputs, elements);
            Tensor which = windows.max(2, true).indices();
            return places.reshape(planes, outputs, elements).gather(2, which).reshape(planes, outputs);
        });
        long[] shape = TensorAccess.shown(input).sizes().clone();
        System.arraycopy(size, 0, shape, shape.length - rank, rank);
        Tensor values = Composed.named(
                "FractionalMaxPool" + rank + "DBackward0",
                new Tensor[] {input},
                new Tensor[] {best},
                x -> x[0].reshape(planes, spatial).gather(1, x[1]).reshape(shape));
        return new Tensor[] {values, best.reshape(shape)};
    }

    private static long[] starts(double sample, long in, long out, long pool) {
        long[] starts = new long[(int) out];
        if (out > 1) {
            double alpha = (in - pool) / (double) (out - 1);
            for (int i = 0; i < out - 1; i++) {
                starts[i] = (long) ((i + sample) * alpha) - (long) (sample * alpha);
            }
        }
        starts[(int) out - 1] = in - pool;
        return starts;
    }

    private static long position(int output, int element, long[] size, long[] pool, long[] in, long[][] starts) {
        long at = 0;
        long stride = 1;
        long o = output;
        long e = element;
        for (int d = size.length - 1; d >= 0; d--) {
            at += (starts[d][(int) (o % size[d])] + e % pool[d]) * stride;
            o /= size[d];
            e /= pool[d];
            stride *= in[d];
        }
        return at;
    }
}
