package dev.jgrad.nn.loss;

import java.util.Locale;

/** What becomes of the losses of all elements. */
public enum Reduction {
    /** They stay as they are. */
    NONE,
    /** Their mean. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Their sum divided by the batch size; Kullback-Leibler divergence only. */
    BATCHMEAN;

    /** PyTorch's name. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reduction of PyTorch's name. */
    public static Reduction of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
