package dev.jgrad.tensor;

import dev.jgrad.op.Sampling;

/** Draws that a tensor describes; other numbers than PyTorch's for the same seed. */
public sealed interface RandomMethods permits Tensor {
    /** {@link #bernoulli(Generator)} from the default generator. */
    default Tensor bernoulli() {
        return bernoulli(Generator.defaultGenerator());
    }

    /**
     * 1 with the probability that stands in each element, else 0, in the same floating-point dtype; the gradient is zero.
     * {@code torch.bernoulli}.
     */
    default Tensor bernoulli(Generator generator) {
        return Sampling.bernoulli((Tensor) this, generator);
    }

    /** {@link #bernoulli(double, Generator)} from the default generator. */
    default Tensor bernoulli(double p) {
        return bernoulli(p, Generator.defaultGenerator());
    }

    /** 1 with probability {@code p}, else 0, in this tensor's shape and dtype; the gradient is zero. */
    default Tensor bernoulli(double p, Generator generator) {
        return Sampling.bernoulli((Tensor) this, p, generator);
    }

    /** {@link #multinomial(long, boolean, Generator)} without replacement. */
    default Tensor multinomial(long numSamples) {
        return multinomial(numSamples, false);
    }

    /** {@link #multinomial(long, boolean, Generator)} from the default generator. */
    default Tensor multinomial(long numSamples, boolean replacement) {
        return multinomial(numSamples, replacement, Generator.defaultGenerator());
    }

    /**
     * Positions drawn with probabilities proportional to these weights: (n) to (numSamples), (m, n) to (m, numSamples) row by
     * row, int64. {@code torch.multinomial}.
     *
     * @throws dev.jgrad.data.ArgumentException for a weight that is negative or not finite, a row of zeros, and, without
     *     replacement, a row with fewer weights above zero than samples
     */
    default Tensor multinomial(long numSamples, boolean replacement, Generator generator) {
        return Sampling.multinomial((Tensor) this, numSamples, replacement, generator);
    }

    /** {@link #poisson(Generator)} from the default generator. */
    default Tensor poisson() {
        return poisson(Generator.defaultGenerator());
    }

    /**
     * Poisson numbers with these means, in this floating-point dtype; drawn on the host, and the gradient is zero. {@code
     * torch.poisson}.
     *
     * @throws dev.jgrad.data.ArgumentException for a mean that is negative or NaN
     */
    default Tensor poisson(Generator generator) {
        return Sampling.poisson((Tensor) this, generator);
    }
}
