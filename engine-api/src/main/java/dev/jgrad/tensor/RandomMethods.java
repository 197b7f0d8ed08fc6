package dev.jgrad.tensor;

import dev.jgrad.op.CreationOps;
import dev.jgrad.op.Sampling;
import dev.jgrad.spi.RandomKernels.Distribution;

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

    /** {@link #random_(long, long, Generator)} from the default generator. */
    default Tensor random_(long from, long to) {
        return random_(from, to, Generator.defaultGenerator());
    }

    /** Fills with random integers in [from, to), which the dtype has to hold. */
    default Tensor random_(long from, long to, Generator generator) {
        Tensor self = (Tensor) this;
        Sampling.checkRange(self.dtype(), from, to);
        return CreationOps.randomInPlace("random", self, generator, Distribution.INTEGER, from, to, from, to);
    }
}
