package dev.jgrad.tensor;

import dev.jgrad.op.CreationOps;
import dev.jgrad.op.Sampling;
import dev.jgrad.spi.RandomKernels.Distribution;
import org.jspecify.annotations.Nullable;

/** Draws that overwrite the tensor; other numbers than PyTorch's for the same seed. */
public sealed interface RandomWrites permits Tensor {
    /** {@link #uniform_(double, double)} in [0, 1). */
    default Tensor uniform_() {
        return uniform_(0, 1);
    }

    /** {@link #normal_(double, double)} around 0 with deviation 1. */
    default Tensor normal_() {
        return normal_(0, 1);
    }

    /** Fills with uniform random numbers in [from, to). */
    default Tensor uniform_(double from, double to) {
        return uniform_(from, to, Generator.defaultGenerator());
    }

    /** Fills with uniform random numbers in [from, to). */
    default Tensor uniform_(double from, double to, Generator generator) {
        return CreationOps.randomInPlace(
                "uniform", (Tensor) this, generator, Distribution.UNIFORM, from, to, (long) from, (long) to);
    }

    /** Fills with normal random numbers. */
    default Tensor normal_(double mean, double std) {
        return normal_(mean, std, Generator.defaultGenerator());
    }

    /** Fills with normal random numbers. */
    default Tensor normal_(double mean, double std, Generator generator) {
        Sampling.checkDeviation(std);
        return CreationOps.randomInPlace("normal", (Tensor) this, generator, Distribution.NORMAL, mean, std, 0, 0);
    }

    /** Fills with 1 with probability p, else 0. */
    default Tensor bernoulli_(double p) {
        return bernoulli_(p, Generator.defaultGenerator());
    }

    /** Fills with 1 with probability p, else 0. */
    default Tensor bernoulli_(double p, Generator generator) {
        Sampling.checkProbability(p);
        return CreationOps.randomInPlace("bernoulli", (Tensor) this, generator, Distribution.BERNOULLI, p, 0, 0, 0);
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
