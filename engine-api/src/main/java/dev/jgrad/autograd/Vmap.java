package dev.jgrad.autograd;

import dev.jgrad.batch.BatchLevel;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.ShapeException;
import dev.jgrad.op.Batching;
import dev.jgrad.op.ThreadState;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Func#vmap} maps over, and how. Immutable; {@code new Vmap().inDims(0, null)}.
 *
 * <p>A function under vmap sees one example: tensors without the mapped dimension. What it does happens to all examples at
 * once. Tensors it takes from elsewhere are the same for all.
 */
public final class Vmap {
    private final @Nullable Integer @Nullable [] inDims;
    private final @Nullable Integer @Nullable [] outDims;
    private final BatchLevel.Randomness randomness;
    private final int chunkSize;

    /** The first dimension of every input and result; random operations fail; all examples at once. */
    public Vmap() {
        this(null, null, BatchLevel.Randomness.ERROR, 0);
    }

    private Vmap(
            @Nullable Integer @Nullable [] inDims,
            @Nullable Integer @Nullable [] outDims,
            BatchLevel.Randomness randomness,
            int chunkSize) {
        this.inDims = inDims;
        this.outDims = outDims;
        this.randomness = randomness;
        this.chunkSize = chunkSize;
    }

    /** The mapped dimension of each input, null for one that is the same for all; a single number serves all inputs. */
    public Vmap inDims(@Nullable Integer... dims) {
        return new Vmap(dims.clone(), outDims, randomness, chunkSize);
    }

    /** Where the mapped dimension goes in each result, null for one that does not differ; a single number serves all. */
    public Vmap outDims(@Nullable Integer... dims) {
        return new Vmap(inDims, dims.clone(), randomness, chunkSize);
    }

    /**
     * What random operations do: {@code error}, {@code different} or {@code same}.
     *
     * @throws ArgumentException for another word
     */
    public Vmap randomness(String mode) {
        BatchLevel.Randomness r = switch (mode) {
            case "error" -> BatchLevel.Randomness.ERROR;
            case "different" -> BatchLevel.Randomness.DIFFERENT;
            case "same" -> BatchLevel.Randomness.SAME;
            default ->
                throw new ArgumentException(
                        "Only allowed values for randomness are 'error', 'different', or 'same'. Got " + mode);
        };
        return new Vmap(inDims, outDims, r, chunkSize);
    }

    /** At most this many examples at once, to bound memory. */
    public Vmap chunkSize(int examples) {
        if (examples <= 0) {
            throw new ArgumentException("vmap: chunk_size should be None or greater than 0. (got " + examples + ")");
        }
        return new Vmap(inDims, outDims, randomness, examples);
    }

    List<Tensor> run(UnaryOperator<List<Tensor>> function, List<Tensor> inputs) {
        @Nullable Integer[] dims = wrapped(inputs);
        long size = size(inputs, dims);
        if (chunkSize == 0 || size <= chunkSize) {
            return atOnce(function, inputs, dims, size);
        }
        List<List<Tensor>> parts = new ArrayList<>();
        for (long from = 0; from < size; from += chunkSize) {
            long length = Math.min(chunkSize, size - from);
            List<Tensor> part = new ArrayList<>(inputs);
            for (int i = 0; i < dims.length; i++) {
                Integer d = dims[i];
                if (d != null) {
                    part.set(i, inputs.get(i).narrow(d, from, length));
                }
            }
            parts.add(atOnce(function, part, dims, length));
        }
        List<Tensor> joined = new ArrayList<>();
        for (int k = 0; k < parts.getFirst().size(); k++) {
            int output = k;
            Tensor first = parts.getFirst().get(k);
            Integer d = outDim(k, parts.getFirst().size());
            joined.add(
                    d == null
                            ? first
                            : Tensors.cat(
                                    Dims.wrap(d, first.dim()),
                                    parts.stream().map(p -> p.get(output)).toArray(Tensor[]::new)));
        }
        return joined;
    }

    private @Nullable Integer[] wrapped(List<Tensor> inputs) {
        int n = inputs.size();
        if (n == 0) {
            throw new ArgumentException("vmap: got no inputs. Maybe you forgot to add inputs, or you are trying to vmap"
                    + " over a function with no inputs. The latter is unsupported.");
        }
        @Nullable Integer[] dims = new Integer[n];
        if (inDims == null) {
            Arrays.fill(dims, 0);
        } else if (inDims.length == 1) {
            Arrays.fill(dims, inDims[0]);
        } else if (inDims.length == n) {
            System.arraycopy(inDims, 0, dims, 0, n);
        } else {
            throw new ArgumentException("vmap(in_dims=" + Arrays.toString(inDims)
                    + ", ...)(<inputs>): in_dims is not compatible with the structure of `inputs`: there are "
                    + inDims.length + " dimensions for " + n + " inputs");
        }
        for (int i = 0; i < n; i++) {
            Integer d = dims[i];
            if (d != null) {
                int rank = inputs.get(i).dim();
                if (d < -rank || d >= rank) {
                    throw new ShapeException("vmap(in_dims=" + d + ", ...)(<inputs>): Got in_dim=" + d
                            + " for some input, but that input is a Tensor of dimensionality " + rank
                            + " so expected in_dim to satisfy -" + rank + " <= in_dim < " + rank + ".");
                }
                dims[i] = d < 0 ? d + rank : d;
            }
        }
        return dims;
    }

    private static long size(List<Tensor> inputs, @Nullable Integer[] dims) {
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < dims.length; i++) {
            Integer d = dims[i];
            if (d != null) {
                sizes.add(inputs.get(i).size(d));
            }
        }
        if (sizes.isEmpty()) {
            throw new ArgumentException("vmap: in_dims is null for every input, so there is nothing to map over");
        }
        if (sizes.stream().distinct().count() > 1) {
            throw new ShapeException(
                    "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes " + sizes
                            + " for the mapped dimension");
        }
        return sizes.getFirst();
    }

    private @Nullable Integer outDim(int k, int count) {
        if (outDims == null) {
            return 0;
        }
        if (outDims.length == 1) {
            return outDims[0];
        }
        if (outDims.length != count) {
            throw new ArgumentException("vmap(..., out_dims=" + Arrays.toString(outDims)
                    + ")(<inputs>): out_dims is not compatible with the structure of `outputs`: there are "
                    + outDims.length + " dimensions for " + count + " results");
        }
        return outDims[k];
    }

    private List<Tensor> atOnce(
            UnaryOperator<List<Tensor>> function, List<Tensor> inputs, @Nullable Integer[] dims, long size) {
        ThreadState ts = ThreadState.current();
        BatchLevel level = new BatchLevel(size, randomness);
        List<Tensor> examples = new ArrayList<>(inputs.size());
        for (int i = 0; i < dims.length; i++) {
            Integer d = dims[i];
            examples.add(d == null ? inputs.get(i) : Batching.enter(inputs.get(i), level, d));
        }
        List<Tensor> results;
        int entered = ts.enter();
        ts.batches.add(level);
        try {
            results = function.apply(examples);
        } finally {
            ts.batches.removeLast();
            ts.leave(entered);
        }
        List<Tensor> outputs = new ArrayList<>(results.size());
        for (int k = 0; k < results.size(); k++) {
            outputs.add(output(results.get(k), level, outDim(k, results.size())));
        }
        return outputs;
    }

    private static Tensor output(Tensor result, BatchLevel level, @Nullable Integer dim) {
        if (dim == null) {
            if (Batching.isBatched(result, level)) {
                throw new ArgumentException(
                        "vmap(...): the function can not return a BatchedTensor when out_dim is None");
            }
            return result;
        }
        return Batching.exit(result, level, Dims.wrap(dim, result.dim() + 1));
    }
}
