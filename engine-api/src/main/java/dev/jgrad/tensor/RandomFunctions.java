package dev.jgrad.tensor;

import dev.jgrad.data.DType;
import dev.jgrad.op.CreationOps;
import dev.jgrad.op.Sampling;
import dev.jgrad.spi.RandomKernels.Distribution;

/** Random tensors among {@link Tensors}, which is the name to use. Without a generator, the default one draws. */
public abstract sealed class RandomFunctions extends RangeFunctions permits CombiningFunctions {
    RandomFunctions() {}

    /** Uniform in [0, 1). */
    public static Tensor rand(long... sizes) {
        return rand(TensorOptions.DEFAULT, Generator.defaultGenerator(), sizes);
    }

    /** Uniform in [0, 1). */
    public static Tensor rand(TensorOptions o, long... sizes) {
        return rand(o, Generator.defaultGenerator(), sizes);
    }

    /** Uniform in [0, 1) from a generator. */
    public static Tensor rand(TensorOptions o, Generator generator, long... sizes) {
        return finish(
                CreationOps.random(backend(o), generator, Distribution.UNIFORM, floating(o), 0, 1, 0, 1, sizes), o);
    }

    /** Standard normal. */
    public static Tensor randn(long... sizes) {
        return randn(TensorOptions.DEFAULT, Generator.defaultGenerator(), sizes);
    }

    /** Standard normal. */
    public static Tensor randn(TensorOptions o, long... sizes) {
        return randn(o, Generator.defaultGenerator(), sizes);
    }

    /** Standard normal from a generator. */
    public static Tensor randn(TensorOptions o, Generator generator, long... sizes) {
        return finish(
                CreationOps.random(backend(o), generator, Distribution.NORMAL, floating(o), 0, 1, 0, 1, sizes), o);
    }

    /** Integers in [low, high), int64. */
    public static Tensor randint(long low, long high, long... sizes) {
        return randint(TensorOptions.DEFAULT, Generator.defaultGenerator(), low, high, sizes);
    }

    /** Integers in [low, high) from a generator; int64 where the options name no dtype. */
    public static Tensor randint(TensorOptions o, Generator generator, long low, long high, long... sizes) {
        DType dtype = o.dtype() == null ? DType.INT64 : o.dtype();
        Sampling.checkRange(dtype, low, high);
        return finish(
                CreationOps.random(backend(o), generator, Distribution.INTEGER, dtype, low, high, low, high, sizes), o);
    }

    /** A random order of 0 to n - 1, int64. */
    public static Tensor randperm(long n) {
        return randperm(Generator.defaultGenerator(), n);
    }

    /** A random order of 0 to n - 1, int64, from a generator. */
    public static Tensor randperm(Generator generator, long n) {
        return CreationOps.permutation(backend(TensorOptions.DEFAULT), generator, n);
    }

    /** Uniform in [0, 1) with shape, dtype and device of another tensor. */
    public static Tensor randLike(Tensor t) {
        return rand(like(t), t.shape().toArray());
    }

    /** Standard normal with shape, dtype and device of another tensor. */
    public static Tensor randnLike(Tensor t) {
        return randn(like(t), t.shape().toArray());
    }

    /** Integers in [0, high) with shape, dtype and device of another tensor. */
    public static Tensor randintLike(Tensor t, long high) {
        return randintLike(t, 0, high);
    }

    /** Integers in [low, high), which the dtype has to hold, with shape, dtype and device of another tensor. */
    public static Tensor randintLike(Tensor t, long low, long high) {
        return randint(
                like(t), Generator.defaultGenerator(), low, high, t.shape().toArray());
    }

    /** {@link Tensor#bernoulli()}. */
    public static Tensor bernoulli(Tensor p) {
        return p.bernoulli();
    }

    /** {@link Tensor#multinomial(long, boolean)}. */
    public static Tensor multinomial(Tensor weights, long numSamples, boolean replacement) {
        return weights.multinomial(numSamples, replacement);
    }

    /** Normal with a mean and a standard deviation, not negative. {@code torch.normal}. */
    public static Tensor normal(double mean, double std, long... sizes) {
        return normal(TensorOptions.DEFAULT, Generator.defaultGenerator(), mean, std, sizes);
    }

    /** Normal with a mean and a standard deviation, from a generator. */
    public static Tensor normal(TensorOptions o, Generator generator, double mean, double std, long... sizes) {
        Sampling.checkDeviation(std);
        return finish(
                CreationOps.random(backend(o), generator, Distribution.NORMAL, floating(o), mean, std, 0, 1, sizes), o);
    }

    /** {@link #binomial(Tensor, Tensor, Generator)} from the default generator. */
    public static Tensor binomial(Tensor count, Tensor prob) {
        return binomial(count, prob, Generator.defaultGenerator());
    }

    /**
     * How many of {@code count} trials succeed that do so with probability {@code prob}; both broadcast, are of one
     * floating-point dtype, and have no derivative. Drawn on the host. {@code torch.binomial}.
     */
    public static Tensor binomial(Tensor count, Tensor prob, Generator generator) {
        return Sampling.binomial(count, prob, generator);
    }

    /** Normal around the elements of a floating-point tensor; the gradient is zero. */
    public static Tensor normal(Tensor mean, double std) {
        return normal(mean, std, Generator.defaultGenerator());
    }

    /** Normal around the elements of a floating-point tensor, from a generator. */
    public static Tensor normal(Tensor mean, double std, Generator generator) {
        return Sampling.normal(mean, std, generator);
    }

    /** Normal around a number with deviations from a floating-point tensor; the gradient is zero. */
    public static Tensor normal(double mean, Tensor std) {
        return normal(mean, std, Generator.defaultGenerator());
    }

    /** Normal around a number with deviations from a floating-point tensor, from a generator. */
    public static Tensor normal(double mean, Tensor std, Generator generator) {
        return Sampling.normal(mean, std, generator);
    }

    /** Normal, both parameters floating-point tensors that broadcast, in the dtype of {@code mean}; gradients are zero. */
    public static Tensor normal(Tensor mean, Tensor std) {
        return normal(mean, std, Generator.defaultGenerator());
    }

    /** Normal, both parameters floating-point tensors that broadcast, from a generator. */
    public static Tensor normal(Tensor mean, Tensor std, Generator generator) {
        return Sampling.normal(mean, std, generator);
    }
}
