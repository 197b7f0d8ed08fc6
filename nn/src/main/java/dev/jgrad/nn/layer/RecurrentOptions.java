package dev.jgrad.nn.layer;

/**
 * What PyTorch names by keyword for recurrent networks.
 *
 * @param numLayers number of layers, each reading what the one before has written
 * @param bias adds learned numbers
 * @param batchFirst takes (batch, time, features) instead of (time, batch, features)
 * @param dropout probability of zeros between two layers in training
 * @param bidirectional reads the sequence from its end as well
 */
public record RecurrentOptions(int numLayers, boolean bias, boolean batchFirst, double dropout, boolean bidirectional) {
    /** PyTorch's defaults. */
    public static final RecurrentOptions DEFAULT = new RecurrentOptions(1, true, false, 0, false);

    /** A copy with another number of layers. */
    public RecurrentOptions withNumLayers(int value) {
        return new RecurrentOptions(value, bias, batchFirst, dropout, bidirectional);
    }

    /** A copy with or without learned summands. */
    public RecurrentOptions withBias(boolean value) {
        return new RecurrentOptions(numLayers, value, batchFirst, dropout, bidirectional);
    }

    /** A copy with another order of dimensions. */
    public RecurrentOptions withBatchFirst(boolean value) {
        return new RecurrentOptions(numLayers, bias, value, dropout, bidirectional);
    }

    /** A copy with dropout between layers. */
    public RecurrentOptions withDropout(double value) {
        return new RecurrentOptions(numLayers, bias, batchFirst, value, bidirectional);
    }

    /** A copy that reads in one or both directions. */
    public RecurrentOptions withBidirectional(boolean value) {
        return new RecurrentOptions(numLayers, bias, batchFirst, dropout, value);
    }
}
