package dev.jgrad.nn.layer;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** The recurrent cells: how many gates they have, and one step in time. */
enum CellKind {
    /** tanh of the sum. */
    TANH(1) {
        @Override
        CellState step(Tensor input, Tensor recurrent, CellState before) {
            return new CellState(input.add(recurrent).tanh(), null);
        }
    },
    /** The rectified sum. */
    RELU(1) {
        @Override
        CellState step(Tensor input, Tensor recurrent, CellState before) {
            return new CellState(input.add(recurrent).relu(), null);
        }
    },
    /** Hochreiter, Schmidhuber 1997, with a forget gate; gates in the order input, forget, cell, output. */
    LSTM(4) {
        @Override
        CellState step(Tensor input, Tensor recurrent, CellState before) {
            List<Tensor> gates = input.add(recurrent).chunk(4, -1);
            Tensor kept = gates.get(1).sigmoid().mul(Objects.requireNonNull(before.cell()));
            Tensor cell = kept.add(gates.get(0).sigmoid().mul(gates.get(2).tanh()));
            return new CellState(gates.get(3).sigmoid().mul(cell.tanh()), cell);
        }
    },
    /** Cho and others 2014; gates in the order reset, update, new. */
    GRU(3) {
        @Override
        CellState step(Tensor input, Tensor recurrent, CellState before) {
            List<Tensor> in = input.chunk(3, -1);
            List<Tensor> re = recurrent.chunk(3, -1);
            Tensor reset = in.get(0).add(re.get(0)).sigmoid();
            Tensor update = in.get(1).add(re.get(1)).sigmoid();
            Tensor proposed = in.get(2).add(reset.mul(re.get(2))).tanh();
            return new CellState(before.hidden().sub(proposed).mul(update).add(proposed), null);
        }
    };

    private final int gates;

    CellKind(int gates) {
        this.gates = gates;
    }

    int gates() {
        return gates;
    }

    /** One step from what the input and the last state contribute to the gates, both (batch, gates × hidden). */
    abstract CellState step(Tensor input, Tensor recurrent, CellState before);
}
