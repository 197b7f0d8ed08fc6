package dev.jgrad.nn.layer;

/** One step of gated recurrent units: (batch, inputSize) and state to state. {@code torch.nn.GRUCell}. */
public final class GRUCell extends RecurrentCell {
    /** With learned summands. */
    public GRUCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    /** With or without learned summands. */
    public GRUCell(long inputSize, long hiddenSize, boolean bias) {
        super(CellKind.GRU, inputSize, hiddenSize, bias);
    }
}
