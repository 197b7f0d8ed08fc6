package dev.jgrad.nn.sequence;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pads, packs and takes apart sequences of different lengths; all of it differentiable. {@code torch.nn.utils.rnn}. */
public final class Sequences {
    private Sequences() {}

    /**
     * A padded batch, and how long each of its sequences is.
     *
     * @param output (time, batch, *), or with the batch first
     * @param lengths int64, on the CPU
     */
    public record Padded(Tensor output, Tensor lengths) {}

    // ---- packing ---------------------------------------------------------------------------------------------

    /** {@link #packPaddedSequence(Tensor, long[], boolean, boolean)} of (time, batch, *), sorted already. */
    public static PackedSequence packPaddedSequence(Tensor input, long[] lengths) {
        return packPaddedSequence(input, lengths, false, true);
    }

    /**
     * Packs a padded batch.
     *
     * @param input (time, batch, *), or with the batch first
     * @param lengths how much of each sequence counts, at least 1
     * @param enforceSorted refuses lengths that are not descending; otherwise sequences are sorted, which the result
     *     remembers
     * @throws ArgumentException when a length is less than 1, or they are not descending though they should be
     * @throws ShapeException when there is not one length for each sequence, or a sequence is shorter than its length
     */
    public static PackedSequence packPaddedSequence(
            Tensor input, long[] lengths, boolean batchFirst, boolean enforceSorted) {
        if (input.dim() < 2) {
            throw new ShapeException(
                    "pack_padded_sequence: expected input with time and batch, but it has shape " + input.shape());
        }
        Tensor timeFirst = batchFirst ? input.transpose(0, 1) : input;
        if (timeFirst.numel() == 0) {
            throw new ArgumentException("Cannot pack empty tensors.");
        }
        int batch = Math.toIntExact(timeFirst.size(1));
        if (lengths.length != batch) {
            throw new ShapeException("Expected `len(lengths)` to be equal to batch_size, but got " + lengths.length
                    + " (batch_size=" + batch + ")");
        }
        int[] order = order(lengths, enforceSorted);
        long[] sorted = Arrays.stream(order).mapToLong(i -> lengths[i]).toArray();
        if (sorted[batch - 1] <= 0) {
            throw new ArgumentException("Length of all samples has to be greater than 0, but found an element in"
                    + " 'lengths' that is <= 0");
        }
        if (sorted[0] > timeFirst.size(0)) {
            throw new ShapeException("pack_padded_sequence: a sequence of length " + sorted[0]
                    + " does not fit into an input of " + timeFirst.size(0) + " times");
        }
        Tensor data = rows(timeFirst.flatten(0, 1), places(sorted, (time, i) -> time * batch + order[i]));
        Tensor sizes = Tensors.tensor(batchSizes(sorted));
        if (enforceSorted) {
            return new PackedSequence(data, sizes, null, null);
        }
        long[] to = new long[batch];
        for (int i = 0; i < batch; i++) {
            to[order[i]] = i;
        }
        long[] from = Arrays.stream(order).asLongStream().toArray();
        return new PackedSequence(
                data,
                sizes,
                Tensors.tensor(from).to(input.device()),
                Tensors.tensor(to).to(input.device()));
    }

    /** {@link #packPaddedSequence(Tensor, long[], boolean, boolean)} with lengths in a vector of integers. */
    public static PackedSequence packPaddedSequence(
            Tensor input, Tensor lengths, boolean batchFirst, boolean enforceSorted) {
        if (lengths.dim() != 1) {
            throw new ShapeException("'lengths' argument should be a 1D CPU int64 tensor, but got " + lengths.dim()
                    + "D " + lengths.device() + " " + lengths.dtype().scalarTypeName() + " tensor");
        }
        return packPaddedSequence(input, lengths.toLong().toLongArray(), batchFirst, enforceSorted);
    }

    /** {@link #packSequence(List, boolean)} of sequences by descending length. */
    public static PackedSequence packSequence(List<Tensor> sequences) {
        return packSequence(sequences, true);
    }

    /** Packs sequences (length, *) of one dtype and one form but for the length. */
    public static PackedSequence packSequence(List<Tensor> sequences, boolean enforceSorted) {
        Tensor padded = padSequence(sequences);
        long[] lengths = sequences.stream().mapToLong(s -> s.size(0)).toArray();
        return packPaddedSequence(padded, lengths, false, enforceSorted);
    }

    /** {@link #padPackedSequence(PackedSequence, boolean, double, Long)} with the time first, zeros, no longer than needed. */
    public static Padded padPackedSequence(PackedSequence sequence) {
        return padPackedSequence(sequence, false, 0, null);
    }

    /**
     * The padded batch in its first order.
     *
     * @param totalLength how many times the result has; null for the length of the longest sequence
     * @throws ArgumentException when {@code totalLength} is less than that
     */
    public static Padded padPackedSequence(
            PackedSequence sequence, boolean batchFirst, double paddingValue, @Nullable Long totalLength) {
        long[] sizes = sequence.batchSizes().toLongArray();
        int times = sizes.length;
        if (totalLength != null && totalLength < times) {
            throw new ArgumentException("Expected total_length to be at least the length of the longest sequence in"
                    + " input, but got total_length=" + totalLength + " and max sequence length being " + times);
        }
        long total = totalLength == null ? times : totalLength;
        int batch = Math.toIntExact(sizes[0]);
        long[] to = sequence.unsortedIndices() == null
                ? Tensors.arange(batch).toLongArray()
                : sequence.unsortedIndices().toLongArray();
        long beyond = sequence.data().size(0);
        if ((long) times * batch > Integer.MAX_VALUE) {
            throw new ArgumentException("pad_packed_sequence: " + times + " times of " + batch
                    + " sequences are more than " + Integer.MAX_VALUE);
        }
        long[] from = new long[times * batch];
        Arrays.fill(from, beyond);
        long[] lengths = new long[batch];
        long start = 0;
        for (int time = 0; time < times; time++) {
            for (int i = 0; i < batch; i++) {
                if (to[i] < sizes[time]) {
                    from[time * batch + i] = start + to[i];
                    lengths[i]++;
                }
            }
            start += sizes[time];
        }
        Tensor data = sequence.data();
        long[] one = data.shape().toArray();
        one[0] = 1;
        Tensor padding = Tensors.full(new TensorOptions(data.dtype(), data.device()), paddingValue, one);
        Tensor all = rows(Tensors.cat(0, data, padding), from);
        Tensor padded = all.unflatten(0, times, batch);
        if (total > times) {
            long[] rest = padded.shape().toArray();
            rest[0] = total - times;
            padded = Tensors.cat(0, padded, padding.expand(rest));
        }
        return new Padded(batchFirst ? padded.transpose(0, 1) : padded, Tensors.tensor(lengths));
    }

    /** The sequences in their first order. */
    public static List<Tensor> unpackSequence(PackedSequence sequence) {
        Padded padded = padPackedSequence(sequence, true, 0, null);
        return unpadSequence(padded.output(), padded.lengths(), true);
    }

    // ---- padding ---------------------------------------------------------------------------------------------

    /** {@link #padSequence(List, boolean, double, String)} with the time first and zeros on the right. */
    public static Tensor padSequence(List<Tensor> sequences) {
        return padSequence(sequences, false, 0, "right");
    }

    /**
     * Sequences (length, *) as one tensor (time, batch, *), or with the batch first.
     *
     * @param paddingSide {@code "right"} or {@code "left"}
     */
    public static Tensor padSequence(
            List<Tensor> sequences, boolean batchFirst, double paddingValue, String paddingSide) {
        if (sequences.isEmpty()) {
            throw new ArgumentException("received an empty list of sequences");
        }
        if (!paddingSide.equals("left") && !paddingSide.equals("right")) {
            throw new ArgumentException(
                    "Expected padding_side to be one of left or right, but got " + paddingSide + ".");
        }
        long longest = sequences.stream().mapToLong(s -> s.size(0)).max().getAsLong();
        Tensor[] padded = new Tensor[sequences.size()];
        for (int i = 0; i < padded.length; i++) {
            Tensor s = sequences.get(i);
            long[] sizes = s.shape().toArray();
            sizes[0] = longest - sizes[0];
            Tensor padding = Tensors.full(new TensorOptions(s.dtype(), s.device()), paddingValue, sizes);
            padded[i] = paddingSide.equals("left") ? Tensors.cat(0, padding, s) : Tensors.cat(0, s, padding);
        }
        return Tensors.stack(batchFirst ? 0 : 1, padded);
    }

    /** The sequences of a padded batch (time, batch, *), or with the batch first. */
    public static List<Tensor> unpadSequence(Tensor paddedSequences, Tensor lengths, boolean batchFirst) {
        Tensor batches = batchFirst ? paddedSequences : paddedSequences.transpose(0, 1);
        long[] all = lengths.toLong().toLongArray();
        if (all.length != batches.size(0)) {
            throw new ShapeException("unpad_sequence: there are " + all.length + " lengths for a batch of "
                    + batches.size(0) + " sequences");
        }
        List<Tensor> sequences = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            sequences.add(batches.select(0, i).narrow(0, 0, Math.clamp(all[i], 0, batches.size(1))));
        }
        return sequences;
    }

    // ---- where elements are ----------------------------------------------------------------------------------

    private interface Place {
        long of(int time, int sequence);
    }

    private static int[] order(long[] lengths, boolean enforceSorted) {
        Integer[] order = new Integer[lengths.length];
        Arrays.setAll(order, i -> i);
        if (!enforceSorted) {
            Arrays.sort(order, (a, b) -> Long.compare(lengths[b], lengths[a]));
        }
        for (int i = 1; i < lengths.length; i++) {
            if (lengths[order[i]] > lengths[order[i - 1]]) {
                throw new ArgumentException(
                        "`lengths` array must be sorted in decreasing order when `enforce_sorted` is"
                                + " True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to"
                                + " sidestep this requirement if you do not need ONNX exportability.");
            }
        }
        return Arrays.stream(order).mapToInt(i -> i).toArray();
    }

    private static long[] batchSizes(long[] sorted) {
        long[] sizes = new long[Math.toIntExact(sorted[0])];
        for (int time = 0; time < sizes.length; time++) {
            int t = time;
            sizes[time] = Arrays.stream(sorted).filter(length -> length > t).count();
        }
        return sizes;
    }

    private static long[] places(long[] sorted, Place place) {
        long[] places = new long[Math.toIntExact(Arrays.stream(sorted).sum())];
        int at = 0;
        for (int time = 0; time < sorted[0]; time++) {
            for (int i = 0; i < sorted.length && sorted[i] > time; i++) {
                places[at++] = place.of(time, i);
            }
        }
        return places;
    }

    private static Tensor rows(Tensor from, long[] places) {
        return from.indexSelect(0, Tensors.tensor(places).to(from.device()));
    }
}
