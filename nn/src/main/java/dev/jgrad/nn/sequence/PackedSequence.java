package dev.jgrad.nn.sequence;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Sequences by descending length, time by time: first the first elements of all, then the second ones of those that have one.
 * {@link Sequences} makes them. {@code torch.nn.utils.rnn.PackedSequence}.
 *
 * @param data all elements, (sum of lengths, *)
 * @param batchSizes how many sequences reach each time, int64 on the CPU
 * @param sortedIndices where each sequence stood in the batch before it was sorted; null where it was sorted already
 * @param unsortedIndices the inverse, where each sequence of the batch stands now
 */
public record PackedSequence(
        Tensor data,
        Tensor batchSizes,
        @Nullable Tensor sortedIndices,
        @Nullable Tensor unsortedIndices) {

    /** The number of sequences. */
    public long batchSize() {
        return batchSizes.select(0, 0).itemLong();
    }

    /** Other data of the same form, such as a layer's result. */
    public PackedSequence withData(Tensor other) {
        return new PackedSequence(other, batchSizes, sortedIndices, unsortedIndices);
    }

    /** With data of a dtype. */
    public PackedSequence to(DType dtype) {
        return withData(data.to(dtype));
    }

    /** With data and indices on a device. */
    public PackedSequence to(Device device) {
        return new PackedSequence(
                data.to(device),
                batchSizes,
                sortedIndices == null ? null : sortedIndices.to(device),
                unsortedIndices == null ? null : unsortedIndices.to(device));
    }

    /** The text PyTorch prints. */
    @Override
    public String toString() {
        return "PackedSequence(data=" + data + ", batch_sizes=" + batchSizes + ", sorted_indices="
                + (sortedIndices == null ? "None" : sortedIndices) + ", unsorted_indices="
                + (unsortedIndices == null ? "None" : unsortedIndices) + ")";
    }
}
