package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which rows belong to which bag of an embedding bag: bag b holds rows {@code start[b]} to {@code start[b + 1]}.
 *
 * @param start one more entry than there are bags
 */
record Bags(long[] start) {
    static Bags of(Tensor input, @Nullable Tensor offsets, boolean includeLastOffset) {
        if (input.dim() == 2) {
            if (offsets != null) {
                throw new ArgumentException("if input is 2D, then offsets has to be None, as input is treated is a"
                        + " mini-batch of fixed length sequences. However, found offsets of type Tensor");
            }
            long[] start = HeapArrays.longs(input.size(0) + 1);
            Arrays.setAll(start, b -> b * input.size(1));
            return new Bags(start);
        }
        if (input.dim() != 1) {
            throw new ShapeException("input has to be 1D or 2D Tensor, but got Tensor of dimension " + input.dim());
        }
        if (offsets == null) {
            throw new ArgumentException("offsets has to be a 1D Tensor but got None");
        }
        if (offsets.dim() != 1) {
            throw new ShapeException("offsets has to be a 1D Tensor");
        }
        long[] given = offsets.to(DType.INT64).toLongArray();
        long n = input.numel();
        if (given.length > 0 && given[0] != 0) {
            throw new ArgumentException(
                    "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start"
                            + " from position 0. However, got " + given[0]);
        }
        if (given.length > 0 && given[given.length - 1] > n) {
            throw new ArgumentException("offsets[-1] can not be greater than input's length (" + n + "), but got"
                    + " offsets[-1] of " + given[given.length - 1]);
        }
        for (int b = 1; b < given.length; b++) {
            if (given[b] < given[b - 1]) {
                throw new ArgumentException("offsets have to ascend, but offsets[" + b + "] of " + given[b]
                        + " is less than offsets[" + (b - 1) + "] of " + given[b - 1]);
            }
        }
        if (includeLastOffset) {
            return new Bags(given);
        }
        long[] start = Arrays.copyOf(given, given.length + 1);
        start[given.length] = n;
        return new Bags(start);
    }

    private int count() {
        return Math.max(0, start.length - 1);
    }

    /** The bag of each row. */
    private Tensor owner(Tensor like, long rows) {
        long[] owner = HeapArrays.longs(rows);
        for (int b = 0; b < count(); b++) {
            Arrays.fill(owner, HeapArrays.length(start[b]), HeapArrays.length(start[b + 1]), b);
        }
        return Tensors.tensor(new TensorOptions(DType.INT64, like.device()), owner, rows);
    }

    Tensor sum(Tensor rows, Tensor index, long padding, boolean mean) {
        long n = count() == 0 ? 0 : start[count()];
        Tensor counted = rows.narrow(0, 0, n);
        Tensor keep = index.narrow(0, 0, n).ne(padding).to(rows.dtype()).unsqueeze(1);
        Tensor owner = owner(rows, n);
        TensorOptions o = new TensorOptions(rows.dtype(), rows.device());
        Tensor out = Tensors.zeros(o, count(), rows.size(1)).indexAdd(0, owner, counted.mul(keep));
        if (!mean) {
            return out;
        }
        return out.div(Tensors.zeros(o, count(), 1).indexAdd(0, owner, keep).clampMin(1));
    }

    Tensor max(Tensor rows, Tensor index, long padding) {
        Tensor[] parts = new Tensor[count()];
        Tensor padded = index.eq(padding).unsqueeze(1);
        for (int b = 0; b < parts.length; b++) {
            long from = start[b];
            long length = start[b + 1] - from;
            Tensor skip = padded.narrow(0, from, length);
            if (length == 0 || !Batching.isBatched(skip) && skip.all().itemBoolean()) {
                parts[b] = rows.newZeros(1, rows.size(1));
            } else {
                parts[b] = rows.narrow(0, from, length)
                        .maskedFill(skip, Double.NEGATIVE_INFINITY)
                        .max(0, true)
                        .values();
            }
        }
        return parts.length == 0 ? rows.newZeros(0, rows.size(1)) : Tensors.cat(0, parts);
    }
}
