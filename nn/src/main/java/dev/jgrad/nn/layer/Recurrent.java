package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Shape;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.nn.sequence.PackedSequence;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Layers and directions of recurrent cells over a sequence: what RNN, LSTM and GRU share. */
abstract class Recurrent extends Module {
    private final CellKind kind;
    final long inputSize;
    final long hiddenSize;
    final long projSize;
    final RecurrentOptions options;

    Recurrent(CellKind kind, long inputSize, long hiddenSize, long projSize, RecurrentOptions options) {
        if (inputSize <= 0) {
            throw new ArgumentException("input_size must be greater than zero");
        }
        if (hiddenSize <= 0) {
            throw new ArgumentException("hidden_size must be greater than zero");
        }
        if (options.numLayers() <= 0) {
            throw new ArgumentException("num_layers must be greater than zero");
        }
        if (!(options.dropout() >= 0 && options.dropout() <= 1)) {
            throw new ArgumentException("dropout should be a number in range [0, 1] representing the probability of an"
                    + " element being zeroed");
        }
        if (projSize < 0 || projSize >= hiddenSize) {
            throw new ArgumentException("proj_size has to be smaller than hidden_size, zero to disable projections");
        }
        this.kind = kind;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.projSize = projSize;
        this.options = options;
        for (int layer = 0; layer < options.numLayers(); layer++) {
            for (int direction = 0; direction < directions(); direction++) {
                register(layer, suffix(layer, direction));
            }
        }
        resetParameters();
    }

    private void register(int layer, String suffix) {
        long gates = kind.gates() * hiddenSize;
        long inputs = layer == 0 ? inputSize : outputSize() * directions();
        registerParameter("weight_ih" + suffix, Tensors.empty(gates, inputs));
        registerParameter("weight_hh" + suffix, Tensors.empty(gates, outputSize()));
        if (options.bias()) {
            registerParameter("bias_ih" + suffix, Tensors.empty(gates));
            registerParameter("bias_hh" + suffix, Tensors.empty(gates));
        }
        if (projSize > 0) {
            registerParameter("weight_hr" + suffix, Tensors.empty(projSize, hiddenSize));
        }
    }

    private int directions() {
        return options.bidirectional() ? 2 : 1;
    }

    private long outputSize() {
        return projSize > 0 ? projSize : hiddenSize;
    }

    private static String suffix(int layer, int direction) {
        return "_l" + layer + (direction == 1 ? "_reverse" : "");
    }

    /** Fills the parameters anew as PyTorch does: uniform within 1 / sqrt(hiddenSize). */
    public final void resetParameters() {
        double bound = 1 / Math.sqrt(hiddenSize);
        parameters().forEach(parameter -> Init.uniform_(parameter, -bound, bound));
    }

    /** Output, last hidden states and, for an LSTM, last cell states. */
    @Override
    protected final List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        @Nullable Tensor[] given = inputs.toArray(Tensor[]::new);
        int states = kind == CellKind.LSTM ? 2 : 1;
        Inputs.check(this, given, 1, 1 + states);
        Tensor input = given[0];
        if (input.dim() != 2 && input.dim() != 3) {
            throw new ShapeException(typeName() + ": Expected input to be 2D or 3D, got " + input.dim() + "D instead");
        }
        checkSize(input);
        boolean batched = input.dim() == 3;
        Tensor sequence = batched ? (options.batchFirst() ? input.transpose(0, 1) : input) : input.unsqueeze(1);
        Tensor hidden = state(Inputs.optional(given, 1), sequence, sequence.size(1), outputSize(), batched);
        Tensor cell =
                states == 2 ? state(Inputs.optional(given, 2), sequence, sequence.size(1), hiddenSize, batched) : null;
        List<Tensor> results = compute(sequence, null, hidden, cell);
        Tensor output = results.getFirst();
        results.set(0, batched ? (options.batchFirst() ? output.transpose(0, 1) : output) : output.squeeze(1));
        if (!batched) {
            results.replaceAll(result -> result == results.getFirst() ? result : result.squeeze(1));
        }
        return new ArrayList<>(results);
    }

    /** The same on packed sequences; states stand in the order of the batch before it was packed. */
    final List<@Nullable Tensor> callPacked(PackedSequence sequence, @Nullable Tensor hidden, @Nullable Tensor cell) {
        List<@Nullable Tensor> inputs = new ArrayList<>(Arrays.asList(sequence.data(), hidden));
        if (kind == CellKind.LSTM) {
            inputs.add(cell);
        }
        return callAll(inputs, given -> packed(sequence, given));
    }

    private List<@Nullable Tensor> packed(PackedSequence sequence, List<@Nullable Tensor> given) {
        Tensor data = Objects.requireNonNull(given.getFirst());
        if (data.dim() != 2) {
            throw new ShapeException("input must have 2 dimensions, got " + data.dim());
        }
        checkSize(data);
        long[] sizes = sequence.batchSizes().toLongArray();
        Tensor first = sorted(given.get(1), sequence.sortedIndices(), data, sizes[0], outputSize());
        Tensor cell =
                given.size() < 3 ? null : sorted(given.get(2), sequence.sortedIndices(), data, sizes[0], hiddenSize);
        List<Tensor> results = compute(data, sizes, first, cell);
        Tensor back = sequence.unsortedIndices();
        for (int i = 1; i < results.size() && back != null; i++) {
            results.set(i, results.get(i).indexSelect(1, back));
        }
        return new ArrayList<>(results);
    }

    private Tensor sorted(@Nullable Tensor given, @Nullable Tensor order, Tensor data, long batch, long size) {
        Tensor state = state(given, data, batch, size, true);
        return given == null || order == null ? state : state.indexSelect(1, order);
    }

    private void checkSize(Tensor input) {
        if (input.size(-1) != inputSize) {
            throw new ShapeException(
                    "input.size(-1) must be equal to input_size. Expected " + inputSize + ", got " + input.size(-1));
        }
    }

    private Tensor state(@Nullable Tensor given, Tensor sequence, long batch, long size, boolean batched) {
        long[] expected = {(long) options.numLayers() * directions(), batch, size};
        if (given == null) {
            return sequence.newZeros(expected);
        }
        Tensor state = batched ? given : given.unsqueeze(1);
        if (!state.shape().equals(Shape.of(expected))) {
            throw new ShapeException("Expected hidden size " + Arrays.toString(expected) + ", got "
                    + Arrays.toString(state.shape().toArray()));
        }
        return state;
    }

    /** @param batchSizes how many sequences reach each time where they are packed, null where all are as long */
    private List<Tensor> compute(Tensor sequence, long @Nullable [] batchSizes, Tensor hidden, @Nullable Tensor cell) {
        List<Tensor> lastHidden = new ArrayList<>();
        List<Tensor> lastCell = new ArrayList<>();
        Tensor x = sequence;
        for (int layer = 0; layer < options.numLayers(); layer++) {
            if (layer > 0 && options.dropout() > 0) {
                x = Functional.dropout(x, options.dropout(), isTraining());
            }
            Tensor[] outputs = new Tensor[directions()];
            for (int direction = 0; direction < outputs.length; direction++) {
                int index = layer * outputs.length + direction;
                CellState first = new CellState(hidden.select(0, index), cell == null ? null : cell.select(0, index));
                Tensor[] over = new Tensor[batchSizes == null ? Math.toIntExact(x.size(0)) : batchSizes.length];
                CellState last = run(x, batchSizes, suffix(layer, direction), direction == 1, first, over);
                outputs[direction] = batchSizes == null ? Tensors.stack(0, over) : Tensors.cat(0, over);
                lastHidden.add(last.hidden());
                if (last.cell() != null) {
                    lastCell.add(last.cell());
                }
            }
            x = outputs.length == 1 ? outputs[0] : Tensors.cat(-1, outputs);
        }
        List<Tensor> results = new ArrayList<>(List.of(x, Tensors.stack(0, lastHidden.toArray(Tensor[]::new))));
        if (cell != null) {
            results.add(Tensors.stack(0, lastCell.toArray(Tensor[]::new)));
        }
        return results;
    }

    private CellState run(
            Tensor x, long @Nullable [] batchSizes, String suffix, boolean backwards, CellState first, Tensor[] over) {
        Tensor weight = ownTensor("weight_hh" + suffix);
        Tensor bias = options.bias() ? ownTensor("bias_hh" + suffix) : null;
        Tensor projection = projSize > 0 ? ownTensor("weight_hr" + suffix) : null;
        // What the input contributes is one product for all times.
        Tensor contributions = Functional.linear(
                x, ownTensor("weight_ih" + suffix), options.bias() ? ownTensor("bias_ih" + suffix) : null);
        PackedSteps steps = batchSizes == null ? null : new PackedSteps(batchSizes, first, backwards);
        CellState state = first;
        for (int i = 0; i < over.length; i++) {
            int time = backwards ? over.length - 1 - i : i;
            state = steps == null ? state : steps.before(time, state);
            Tensor recurrent = Functional.linear(state.hidden(), weight, bias);
            Tensor contribution = steps == null ? contributions.select(0, time) : steps.rows(contributions, time);
            state = kind.step(contribution, recurrent, state);
            if (projection != null) {
                state = new CellState(Functional.linear(state.hidden(), projection), state.cell());
            }
            over[time] = state.hidden();
        }
        return steps == null ? state : steps.last(state);
    }

    @Override
    protected final String extraRepr() {
        StringBuilder text = new StringBuilder(inputSize + ", " + hiddenSize);
        if (projSize != 0) {
            text.append(", proj_size=").append(projSize);
        }
        if (options.numLayers() != 1) {
            text.append(", num_layers=").append(options.numLayers());
        }
        if (!options.bias()) {
            text.append(", bias=False");
        }
        if (options.batchFirst()) {
            text.append(", batch_first=True");
        }
        if (options.dropout() != 0) {
            text.append(", dropout=").append(Repr.of(options.dropout()));
        }
        if (options.bidirectional()) {
            text.append(", bidirectional=True");
        }
        return text.toString();
    }
}
