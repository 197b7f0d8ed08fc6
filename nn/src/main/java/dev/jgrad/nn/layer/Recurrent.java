package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Shape;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers and directions of recurrent cells over a sequence: what RNN, LSTM and GRU share. */
abstract class Recurrent extends Module {
    private final CellKind kind;
    final long inputSize;
    final long hiddenSize;
    final long projSize;
    final RecurrentOptions options;

    Recurrent(CellKind kind, long inputSize, long hiddenSize, long projSize, RecurrentOptions options) {
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
        if (input.size(-1) != inputSize) {
            throw new ShapeException(
                    "input.size(-1) must be equal to input_size. Expected " + inputSize + ", got " + input.size(-1));
        }
        boolean batched = input.dim() == 3;
        Tensor sequence = batched ? (options.batchFirst() ? input.transpose(0, 1) : input) : input.unsqueeze(1);
        Tensor hidden = state(Inputs.optional(given, 1), sequence, outputSize(), batched);
        Tensor cell = states == 2 ? state(Inputs.optional(given, 2), sequence, hiddenSize, batched) : null;
        List<Tensor> results = compute(sequence, hidden, cell);
        Tensor output = results.getFirst();
        results.set(0, batched ? (options.batchFirst() ? output.transpose(0, 1) : output) : output.squeeze(1));
        if (!batched) {
            results.replaceAll(result -> result == results.getFirst() ? result : result.squeeze(1));
        }
        return new ArrayList<>(results);
    }

    private Tensor state(@Nullable Tensor given, Tensor sequence, long size, boolean batched) {
        long[] expected = {(long) options.numLayers() * directions(), sequence.size(1), size};
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

    private List<Tensor> compute(Tensor sequence, Tensor hidden, @Nullable Tensor cell) {
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
                Tensor[] over = new Tensor[Math.toIntExact(x.size(0))];
                CellState last = run(x, suffix(layer, direction), direction == 1, first, over);
                outputs[direction] = Tensors.stack(0, over);
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

    private CellState run(Tensor x, String suffix, boolean backwards, CellState first, Tensor[] over) {
        Tensor weight = getParameter("weight_hh" + suffix);
        Tensor bias = options.bias() ? getParameter("bias_hh" + suffix) : null;
        Tensor projection = projSize > 0 ? getParameter("weight_hr" + suffix) : null;
        // What the input contributes is one product for all times.
        Tensor contributions = Functional.linear(
                x, getParameter("weight_ih" + suffix), options.bias() ? getParameter("bias_ih" + suffix) : null);
        CellState state = first;
        for (int i = 0; i < over.length; i++) {
            int time = backwards ? over.length - 1 - i : i;
            Tensor recurrent = Functional.linear(state.hidden(), weight, bias);
            state = kind.step(contributions.select(0, time), recurrent, state);
            if (projection != null) {
                state = new CellState(Functional.linear(state.hidden(), projection), state.cell());
            }
            over[time] = state.hidden();
        }
        return state;
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
