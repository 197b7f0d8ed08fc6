package dev.jgrad.nn.layer;

import dev.jgrad.data.ArgumentException;

/** One step of a simple recurrent network: (batch, inputSize) and state to state. {@code torch.nn.RNNCell}. */
public final class RNNCell extends RecurrentCell {
    private final String nonlinearity;

    /** With tanh. */
    public RNNCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, true, "tanh");
    }

    /** With all settings; {@code nonlinearity} is {@code tanh} or {@code relu}. */
    public RNNCell(long inputSize, long hiddenSize, boolean bias, String nonlinearity) {
        super(kind(nonlinearity), inputSize, hiddenSize, bias);
        this.nonlinearity = nonlinearity;
    }

    static CellKind kind(String nonlinearity) {
        return switch (nonlinearity) {
            case "tanh" -> CellKind.TANH;
            case "relu" -> CellKind.RELU;
            default ->
                throw new ArgumentException(
                        "Unknown nonlinearity '" + nonlinearity + "'. Select from 'tanh' or 'relu'.");
        };
    }

    @Override
    protected String extraRepr() {
        return super.extraRepr() + (nonlinearity.equals("tanh") ? "" : ", nonlinearity=" + nonlinearity);
    }
}
