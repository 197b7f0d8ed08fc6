package dev.jgrad.nn.train;

import dev.jgrad.tensor.Tensor;

/** Adds up loss and right answers over batches. */
public final class Score {
    private double loss;
    private long right;
    private long count;

    /** Nothing yet. */
    public Score() {}

    /** Counts a batch, and returns its mean loss. */
    double add(Tensor logits, Tensor target, Tensor meanLoss) {
        long n = target.size(0);
        double value = meanLoss.item();
        loss += value * n;
        right += logits.argmax(1).eq(target).sum().itemLong();
        count += n;
        return value;
    }

    /** The mean loss of all samples. */
    public double loss() {
        return count == 0 ? 0 : loss / count;
    }

    /** The share of right answers, 0 to 1. */
    public double accuracy() {
        return count == 0 ? 0 : (double) right / count;
    }

    /** The number of samples. */
    public long count() {
        return count;
    }
}
