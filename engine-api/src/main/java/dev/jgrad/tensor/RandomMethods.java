package dev.jgrad.tensor;

import dev.jgrad.op.Sampling;
import org.jspecify.annotations.Nullable;

/** Draws that a tensor describes or that overwrite it; other numbers than PyTorch's for the same seed. */
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

    /** {@link #exponential_(double, Generator)} from the default generator. */
    default Tensor exponential_(double lambd) {
        return exponential_(lambd, Generator.defaultGenerator());
    }

    /** Fills with exponential random numbers of rate {@code lambd} > 0; floating-point dtypes only. */
    default Tensor exponential_(double lambd, Generator generator) {
        return Sampling.exponentialInPlace((Tensor) this, lambd, generator);
    }

    /** {@link #exponential_(double)} of rate 1. */
    default Tensor exponential_() {
        return exponential_(1);
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

    /** {@link #geometric_(double, Generator)} from the default generator. */
    default Tensor geometric_(double p) {
        return geometric_(p, Generator.defaultGenerator());
    }

    /** Fills with numbers of trials, from 1, up to the first success of probability {@code p} in (0, 1). */
    default Tensor geometric_(double p, Generator generator) {
        return Sampling.geometricInPlace((Tensor) this, p, generator);
    }

    /** {@link #cauchy_(double, double)} around 0 with half width 1. */
    default Tensor cauchy_() {
        return cauchy_(0, 1);
    }

    /** {@link #cauchy_(double, double, Generator)} from the default generator. */
    default Tensor cauchy_(double median, double sigma) {
        return cauchy_(median, sigma, Generator.defaultGenerator());
    }

    /** Fills with Cauchy numbers of half width {@code sigma} > 0; floating-point dtypes only. */
    default Tensor cauchy_(double median, double sigma, Generator generator) {
        return Sampling.cauchyInPlace((Tensor) this, median, sigma, generator);
    }

    /** {@link #logNormal_(double, double)} of mean 1 and deviation 2. */
    default Tensor logNormal_() {
        return logNormal_(1, 2);
    }

    /** {@link #logNormal_(double, double, Generator)} from the default generator. */
    default Tensor logNormal_(double mean, double std) {
        return logNormal_(mean, std, Generator.defaultGenerator());
    }

    /** Fills with numbers whose logarithms are normal with this mean and deviation > 0; floating-point dtypes only. */
    default Tensor logNormal_(double mean, double std, Generator generator) {
        return Sampling.logNormalInPlace((Tensor) this, mean, std, generator);
    }

    /**
     * Fills with random integers from 0 to the greatest that the dtype holds; for floating-point dtypes to
     * where integers begin to have gaps, 2^24 for float32.
     */
    default Tensor random_() {
        return random_(Generator.defaultGenerator());
    }

    /** {@link #random_()} from a generator. */
    default Tensor random_(Generator generator) {
        return Sampling.randomInPlace((Tensor) this, null, generator);
    }

    /** {@link #random_(long, Generator)} from the default generator. */
    default Tensor random_(long to) {
        return random_(to, Generator.defaultGenerator());
    }

    /** Fills with random integers in [0, to), which the dtype has to hold. */
    default Tensor random_(long to, Generator generator) {
        return Sampling.randomInPlace((Tensor) this, 0, to, true, generator);
    }

    /** {@link #random_(long, long, Generator)} from the default generator. */
    default Tensor random_(long from, long to) {
        return random_(from, to, Generator.defaultGenerator());
    }

    /**
     * Fills with random integers in [from, to), which the dtype has to hold.
     *
     * @throws dev.jgrad.data.ArgumentException when {@code from} is not less than {@code to} or one is out of the dtype's
     *     bounds
     */
    default Tensor random_(long from, long to, Generator generator) {
        return Sampling.randomInPlace((Tensor) this, from, to, false, generator);
    }

    /** {@link #random_(long, long, Generator)}; from {@code from} up to where {@link #random_()} ends where there is no end. */
    default Tensor random_(long from, @Nullable Long to, Generator generator) {
        Tensor self = (Tensor) this;
        return to == null
                ? Sampling.randomInPlace(self, from, generator)
                : Sampling.randomInPlace(self, from, to, false, generator);
    }
}
