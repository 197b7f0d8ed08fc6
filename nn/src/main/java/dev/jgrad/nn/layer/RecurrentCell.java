package dev.jgrad.nn.layer;

import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.init.Init;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step in time of a recurrent network: what RNNCell, LSTMCell and GRUCell share. */
abstract class RecurrentCell extends Module {
    private final CellKind kind;
    private final long inputSize;
    private final long hiddenSize;
    private final boolean bias;

    RecurrentCell(CellKind kind, long inputSize, long hiddenSize, boolean bias) {
        this.kind = kind;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.bias = bias;
        long gates = kind.gates() * hiddenSize;
        registerParameter("weight_ih", Tensors.empty(gates, inputSize));
        registerParameter("weight_hh", Tensors.empty(gates, hiddenSize));
        if (bias) {
            registerParameter("bias_ih", Tensors.empty(gates));
            registerParameter("bias_hh", Tensors.empty(gates));
        } else {
            registerNoParameter("bias_ih");
            registerNoParameter("bias_hh");
        }
        resetParameters();
    }

    /** Fills the parameters anew as PyTorch does: uniform within 1 / sqrt(hiddenSize). */
    public final void resetParameters() {
        double bound = hiddenSize > 0 ? 1 / Math.sqrt(hiddenSize) : 0;
        parameters().forEach(parameter -> Init.uniform_(parameter, -bound, bound));
    }

    /** The new hidden state and, for an LSTM, the new cell state. */
    @Override
    protected final List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        @Nullable Tensor[] given = inputs.toArray(Tensor[]::new);
        int states = kind == CellKind.LSTM ? 2 : 1;
        Inputs.check(this, given, 1, 1 + states);
        if (given[0].dim() != 1 && given[0].dim() != 2) {
            throw new ShapeException(
                    typeName() + ": Expected input to be 1D or 2D, got " + given[0].dim() + "D instead");
        }
        boolean batched = given[0].dim() == 2;
        Tensor input = batched ? given[0] : given[0].unsqueeze(0);
        CellState before = new CellState(
                state(0, Inputs.optional(given, 1), input, batched),
                states == 2 ? state(1, Inputs.optional(given, 2), input, batched) : null);
        Tensor in = Functional.linear(input, getParameter("weight_ih"), bias ? getParameter("bias_ih") : null);
        Tensor recurrent =
                Functional.linear(before.hidden(), getParameter("weight_hh"), bias ? getParameter("bias_hh") : null);
        CellState after = kind.step(in, recurrent, before);
        List<@Nullable Tensor> results = new ArrayList<>(Arrays.asList(after.hidden()));
        if (after.cell() != null) {
            results.add(after.cell());
        }
        if (!batched) {
            results.replaceAll(result -> result == null ? null : result.squeeze(0));
        }
        return results;
    }

    private Tensor state(int number, @Nullable Tensor given, Tensor input, boolean batched) {
        if (given == null) {
            return input.newZeros(input.size(0), hiddenSize);
        }
        if (given.dim() != 1 && given.dim() != 2) {
            String name = kind == CellKind.LSTM ? "hx[" + number + "]" : "hidden";
            throw new ShapeException(
                    typeName() + ": Expected " + name + " to be 1D or 2D, got " + given.dim() + "D instead");
        }
        Tensor state = batched ? given : given.unsqueeze(0);
        if (state.size(0) != input.size(0)) {
            throw new ShapeException("Input batch size " + input.size(0) + " doesn't match hidden" + number
                    + " batch size " + state.size(0));
        }
        if (state.size(-1) != hiddenSize) {
            throw new ShapeException("hidden" + number + " has inconsistent hidden_size: got " + state.size(-1)
                    + ", expected " + hiddenSize);
        }
        return state;
    }

    @Override
    protected String extraRepr() {
        return inputSize + ", " + hiddenSize + (bias ? "" : ", bias=False");
    }
}
