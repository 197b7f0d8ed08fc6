package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The sample table of operations in forms with an argument more: tensors as bounds and values, factors, several answers. */
public final class FormSamples {
    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 9000;

    private FormSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        FormSamples s = new FormSamples();
        s.arithmetic();
        s.reductions();
        s.arrangement();
        return s.samples;
    }

    private void add(String name, String gradFn, Function<List<Tensor>, Tensor> f, long[]... sizes) {
        long first = seed;
        seed += sizes.length;
        samples.add(new OpSample(
                name,
                f,
                () -> {
                    List<Tensor> inputs = new ArrayList<>();
                    for (int i = 0; i < sizes.length; i++) {
                        inputs.add(values(first + i, 0.3, 2.1, sizes[i]));
                    }
                    return inputs;
                },
                gradFn,
                false));
    }

    private static long[] of(long... sizes) {
        return sizes;
    }

    private void arithmetic() {
        add("rsub tensor", "RsubBackward0", x -> x.get(0).rsub(x.get(1), 2.5), of(2, 3), of(3));
        add(
                "round decimals",
                "RoundBackward1",
                x -> x.get(0).mul(0.01).add(0.12).round(1),
                of(2, 3));
        add("fillDiagonal_", "CopySlices", x -> x.get(0).mul(1).fillDiagonal_(2, true), of(5, 2));
        add("fillDiagonal_ of three", "CopySlices", x -> x.get(0).mul(1).fillDiagonal_(2), of(2, 2, 2));
        add("fill tensor", "FillBackward1", x -> x.get(0).fill(x.get(1)), of(2, 3), of());
        add("clampMin tensor", "ClampMinBackward1", x -> x.get(0).clampMin(x.get(1)), of(2, 3), of(3));
        add("clampMax tensor", "ClampMaxBackward1", x -> x.get(0).clampMax(x.get(1)), of(2, 3), of(3));
        add("xlogy number", "XlogyBackward1", x -> Tensors.xlogy(2.5, x.get(0)), of(2, 3));
        add("pow number first", "PowBackward2", x -> Tensors.pow(2.5, x.get(0)), of(2, 3));
        add("norm nuc", "SumBackward1", x -> x.get(0).norm("nuc"), of(3, 2));
    }

    private void reductions() {
        add("aminmax", "AddBackward0", x -> both(x.get(0).aminmax(1, false)), of(2, 3));
        add(
                "varMean",
                "AddBackward0",
                x -> {
                    var r = x.get(0).varMean(new int[] {1}, 1, true);
                    return r.var().add(r.mean());
                },
                of(2, 3));
        add(
                "stdMean",
                "AddBackward0",
                x -> {
                    var r = x.get(0).stdMean(new int[] {0}, 0, false);
                    return r.std().add(r.mean());
                },
                of(2, 3));
    }

    private static Tensor both(dev.jgrad.tensor.MinMax r) {
        return r.min().mul(3).add(r.max());
    }

    private void arrangement() {
        Tensor rows = Tensors.tensor(2L, 0L, 2L);
        add("indexFill tensor", "IndexFillBackward1", x -> x.get(0).indexFill(0, rows, x.get(1)), of(3, 2), of());
        add("roll flat", "RollBackward0", x -> x.get(0).roll(2), of(2, 3));
        add("roll two", "RollBackward0", x -> x.get(0).roll(new long[] {1, -1}, new int[] {0, 1}), of(2, 3));
        add("repeatInterleave number", "ViewBackward0", x -> x.get(0).repeatInterleave(2, 1), of(3, 2));
        add("repeatInterleave", "IndexSelectBackward0", x -> x.get(0).repeatInterleave(rows, 0), of(3, 2));
    }
}
