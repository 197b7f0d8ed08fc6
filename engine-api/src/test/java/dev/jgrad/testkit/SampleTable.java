package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A table of samples in the making: each input is of a seed of its own, counted on from sample to sample. */
final class SampleTable {
    static final long[] ONE = {1};
    static final long[] TWO = {2};
    static final long[] NONE = {0};

    final List<OpSample> samples = new ArrayList<>();
    private long seed;

    SampleTable(long seed) {
        this.seed = seed;
    }

    /** Inputs of these sizes, uniform in [from, to). */
    void add(String name, String gradFn, double from, double to, Function<List<Tensor>, Tensor> f, long[]... sizes) {
        long first = seed;
        seed += sizes.length;
        samples.add(new OpSample(
                name,
                f,
                () -> {
                    List<Tensor> inputs = new ArrayList<>();
                    for (int i = 0; i < sizes.length; i++) {
                        inputs.add(values(first + i, from, to, sizes[i]));
                    }
                    return inputs;
                },
                gradFn,
                false));
    }

    /** One input of 3 x 4. */
    void one(String name, String gradFn, UnaryOperator<Tensor> f) {
        add(name, gradFn, -3.7, 3.9, x -> f.apply(x.getFirst()), of(3, 4));
    }

    /** One input of these sizes. */
    void image(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        add(name, gradFn, -2, 2, x -> f.apply(x.getFirst()), sizes);
    }

    /** Two inputs of 3 x 4. */
    void pair(String name, String gradFn, double from, double to, Function<List<Tensor>, Tensor> f) {
        add(name, gradFn, from, to, f, of(3, 4), of(3, 4));
    }

    static long[] of(long... sizes) {
        return sizes;
    }
}
