package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts the results of max pooling back to the positions they came from. */
public final class MaxUnpooling {
    private MaxUnpooling() {}

    /** Puts pooled values back into a tensor whose sizes follow from those of the pooling. */
    public static Tensor unpool(
            int rank,
            Tensor input,
            Tensor indices,
            long[] kernel,
            long @Nullable [] stride,
            long[] padding,
            long @Nullable [] outputSize) {
        if (Autocasting.applies("max_unpool" + rank + "d", input)) {
            return Autocasting.run(
                    "max_unpool" + rank + "d",
                    in -> unpool(rank, in[0], in[1], kernel, stride, padding, outputSize),
                    input,
                    indices);
        }
        checkUnpool(rank, input, indices);
        String op = "max_unpool" + rank + "d";
        long[] k = PoolingShapes.perDimension(op, "kernel_size", kernel, rank);
        long[] step = stride == null || stride.length == 0 ? k : PoolingShapes.perDimension(op, "stride", stride, rank);
        long[] border = PoolingShapes.perDimension(op, "padding", padding, rank);
        if (outputSize != null && outputSize.length != rank && outputSize.length != rank + 2) {
            throw new ArgumentException("output_size should be a sequence containing " + rank + " or " + (rank + 2)
                    + " elements, but it has a length of '" + outputSize.length + "'");
        }
        long[] sizes = new long[rank];
        for (int d = 0; d < rank; d++) {
            long least = (input.size(input.dim() - rank + d) - 1) * step[d] - 2 * border[d] + k[d];
            sizes[d] = outputSize == null ? least : outputSize[outputSize.length - rank + d];
            if (outputSize != null && (sizes[d] <= least - step[d] || sizes[d] >= least + step[d])) {
                throw new ShapeException("invalid output_size \"" + Arrays.toString(outputSize) + "\" (dim " + d
                        + " must be between " + (least - step[d]) + " and " + (least + step[d]) + ")");
            }
        }
        return unpool(rank, input, indices, sizes);
    }

    /** {@code torch.nn.functional.max_unpool1d} to {@code 3d}: puts values back to the positions they came from. */
    public static Tensor unpool(int rank, Tensor input, Tensor indices, long[] outputSizes) {
        checkUnpool(rank, input, indices);
        if (outputSizes.length != rank) {
            throw new ShapeException("There should be exactly " + rank + " elements (one per spatial dimension) in"
                    + " output_size, but got " + outputSizes.length + " elements.");
        }
        int plane = input.dim() - rank;
        long[] full = PoolingShapes.sizes(input).clone();
        long elements = 1;
        for (int d = 0; d < rank; d++) {
            full[plane + d] = outputSizes[d];
            elements *= outputSizes[d];
        }
        long[] flat = Arrays.copyOf(full, plane + 1);
        flat[plane] = elements;
        return input.newZeros(flat)
                .scatter(plane, indices.flatten(plane, -1), input.flatten(plane, -1))
                .reshape(full);
    }

    private static void checkUnpool(int rank, Tensor input, Tensor indices) {
        if (input.dim() != rank + 1 && input.dim() != rank + 2) {
            throw new ShapeException("Input to max_unpooling" + rank + "d should be a " + (rank + 1) + "d or "
                    + (rank + 2) + "d Tensor, but got a tensor with " + input.dim() + " dimensions.");
        }
        if (indices.dtype() != DType.INT64) {
            throw new DTypeException("elements in indices should be type int64 but got: "
                    + indices.dtype().scalarTypeName());
        }
        if (!Arrays.equals(PoolingShapes.sizes(input), PoolingShapes.sizes(indices))) {
            throw new ShapeException("Expected shape of indices to be same as that of the input tensor ("
                    + input.shape() + ") but got indices tensor with shape: " + indices.shape());
        }
    }
}
