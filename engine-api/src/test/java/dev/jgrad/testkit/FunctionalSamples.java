package dev.jgrad.testkit;

import static dev.jgrad.testkit.SampleTable.TWO;
import static dev.jgrad.testkit.SampleTable.of;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sample table of the functions of {@link Functional}; the big subjects have classes of their own. */
public final class FunctionalSamples {
    private FunctionalSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        SampleTable t = new SampleTable(1000);
        activations(t);
        groups(t);
        ConvolutionSamples.addTo(t);
        PoolingSamples.addTo(t);
        NormalizationSamples.addTo(t);
        LossSamples.addTo(t);
        sequences(t);
        ImageSamples.addTo(t);
        rare(t);
        return t.samples;
    }

    private static void activations(SampleTable t) {
        t.one("functional relu", "ReluBackward0", Functional::relu);
        t.one("relu6", "HardtanhBackward0", x -> Functional.relu6(x.mul(2)));
        t.one("leakyRelu", "LeakyReluBackward0", x -> Functional.leakyRelu(x, 0.1));
        t.one("elu", "EluBackward0", x -> Functional.elu(x, 1.3));
        t.one("selu", "EluBackward0", Functional::selu);
        t.one("celu", "CeluBackward0", x -> Functional.celu(x, 0.7));
        t.one("gelu", "GeluBackward0", Functional::gelu);
        t.one("gelu tanh", "GeluBackward0", x -> Functional.gelu(x, "tanh"));
        t.one("silu", "SiluBackward0", Functional::silu);
        t.one("mish", "MishBackward0", Functional::mish);
        t.one("softplus", "SoftplusBackward0", x -> Functional.softplus(x, 1.5, 3));
        t.one("softsign", "DivBackward0", Functional::softsign);
        t.one("hardtanh", "HardtanhBackward0", x -> Functional.hardtanh(x, -1.5, 0.9));
        t.one("hardswish", "HardswishBackward0", Functional::hardswish);
        t.one("hardsigmoid", "HardsigmoidBackward0", Functional::hardsigmoid);
        t.one("hardshrink", "HardshrinkBackward0", Functional::hardshrink);
        t.one("softshrink", "SoftshrinkBackward0", Functional::softshrink);
        t.one("tanhshrink", "SubBackward0", Functional::tanhshrink);
        t.one("threshold", "ThresholdBackward0", x -> Functional.threshold(x, 0.3, -2));
        t.one("logsigmoid", "LogSigmoidBackward0", Functional::logsigmoid);
        t.one("glu", "GluBackward0", Functional::glu);
        t.one("glu first", "GluBackward0", x -> Functional.glu(x.t(), 0));
        t.one("softmin", "SoftmaxBackward0", x -> Functional.softmin(x, 1));
        t.one("rrelu", "RreluWithNoiseBackward0", x -> Functional.rrelu(x, 0.1, 0.3, false));
        t.add("prelu", "PreluKernelBackward0", -2, 2, x -> Functional.prelu(x.get(0), x.get(1)), of(2, 3, 2), of(3));
        t.add("prelu one", "PreluKernelBackward0", -2, 2, x -> Functional.prelu(x.get(0), x.get(1)), of(2, 3), of(1));
    }

    private static void sequences(SampleTable t) {
        Tensor index = Tensors.tensor(0L, 2L, 2L, 1L, 0L, 2L).reshape(2, 3);
        t.image("embedding", "EmbeddingBackward0", x -> Functional.embedding(index, x), 3, 2);
        for (String mode : List.of("sum", "mean", "max")) {
            t.image(
                    "embeddingBag " + mode,
                    "EmbeddingBagBackward0",
                    x -> Functional.embeddingBag(index, x, null, null, 2, false, mode, null, false, null),
                    3,
                    2);
        }
        t.add(
                "embeddingBag weighted",
                "EmbeddingBagBackward0",
                -2,
                2,
                x -> Functional.embeddingBag(index, x.get(0), null, null, 2, false, "sum", x.get(1), false, 1L),
                of(3, 2),
                of(2, 3));
        t.add(
                "scaledDotProductAttention",
                "UnsafeViewBackward0",
                -2,
                2,
                x -> Functional.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), null, 0, true, null, false),
                of(1, 2, 3, 2),
                of(1, 2, 3, 2),
                of(1, 2, 3, 2));
        t.add(
                "bilinear",
                "AddBackward0",
                -2,
                2,
                x -> Functional.bilinear(x.get(0), x.get(1), x.get(2), x.get(3)),
                of(2, 3),
                of(2, 2),
                of(2, 3, 2),
                of(2));
    }

    private static void rare(SampleTable t) {
        Tensor labels = Tensors.tensor(1L, 2L, 2L, 3L, 1L, 0L).reshape(2, 3);
        for (String reduction : List.of("none", "mean", "sum")) {
            t.add(
                    "ctcLoss " + reduction,
                    reduction.equals("none")
                            ? "CtcLossBackward0"
                            : reduction.equals("sum") ? "SumBackward0" : "MeanBackward0",
                    -2,
                    2,
                    x -> Functional.ctcLoss(
                            x.getFirst().logSoftmax(2),
                            labels,
                            new long[] {6, 5},
                            new long[] {3, 2},
                            0,
                            reduction,
                            false),
                    of(6, 2, 4));
        }
        t.image(
                "fractionalMaxPool2d",
                "FractionalMaxPool2DBackward0",
                x -> Functional.fractionalMaxPool2d(
                        x,
                        TWO,
                        of(2, 3),
                        null,
                        Tensors.tensor(0.3, 0.6, 0.1, 0.8).reshape(1, 2, 2)),
                1,
                2,
                5,
                6);
        t.image(
                "fractionalMaxPool3d",
                "FractionalMaxPool3DBackward0",
                x -> Functional.fractionalMaxPool3d(
                        x,
                        TWO,
                        null,
                        new double[] {0.5},
                        Tensors.tensor(0.3, 0.6, 0.1).reshape(1, 1, 3)),
                1,
                4,
                5,
                4);
        t.image(
                "upsampleBilinear",
                "UpsampleBilinear2DBackward0",
                x -> Functional.upsampleBilinear(x, null, new double[] {2}),
                1,
                1,
                2,
                3);
        t.image(
                "upsampleNearest",
                "UpsampleNearest2DBackward0",
                x -> Functional.upsampleNearest(x, of(3, 4), null),
                1,
                1,
                2,
                3);
        t.add(
                "gridSampler2d",
                "GridSampler2DBackward0",
                -0.9,
                0.9,
                x -> Functional.gridSampler2d(x.get(0), x.get(1), 0, 1, false),
                of(1, 2, 3, 4),
                of(1, 2, 2, 2));
        t.add(
                "gridSampler3d",
                "GridSampler3DBackward0",
                -0.9,
                0.9,
                x -> Functional.gridSampler3d(x.get(0), x.get(1), 0, 0, true),
                of(1, 1, 3, 3, 3),
                of(1, 1, 2, 2, 3));
        t.add(
                "linearCrossEntropy",
                "NllLossBackward0",
                -2,
                2,
                x -> Functional.linearCrossEntropy(
                        x.get(0), x.get(1), Tensors.tensor(0L, 3L), x.get(2), null, "mean", null, 0),
                of(2, 3),
                of(4, 3),
                of(4));
        t.add(
                "tripletMarginWithDistanceLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.tripletMarginWithDistanceLoss(x.get(0), x.get(1), x.get(2), 3, true, "mean"),
                of(3, 4),
                of(3, 4),
                of(3, 4));
        for (boolean weights : new boolean[] {true, false}) {
            t.add(
                    "multiHeadAttentionForward " + weights,
                    "ViewBackward0",
                    -1,
                    1,
                    x -> Functional.multiHeadAttentionForward(
                                    x.get(0), x.get(1), x.get(1), 4, 2, x.get(2), x.get(3), x.get(4), x.get(4), true, 0,
                                    x.get(5), x.get(6), true, null, weights, null, false, null, null, null, true, false)
                            .output(),
                    of(2, 1, 4),
                    of(3, 1, 4),
                    of(12, 4),
                    of(12),
                    of(1, 1, 4),
                    of(4, 4),
                    of(4));
        }
    }

    private static void groups(SampleTable t) {
        String name = "GroupedMmBackward0";
        Tensor ends = Tensors.tensor(1, 1, 4).to(DType.INT32);
        grouped(t, "groupedMm of rows", name, ends, of(5, 2), of(3, 2, 3));
        grouped(t, "groupedMm of columns", name, ends, of(3, 2, 2), of(2, 5));
        grouped(t, "groupedMm of sums", name, ends, of(2, 4), of(4, 3));
        grouped(t, "groupedMm of batches", name, null, of(3, 2, 4), of(3, 4, 2));
    }

    private static void grouped(SampleTable t, String sample, String name, @Nullable Tensor ends, long[] a, long[] b) {
        t.add(sample, name, -2, 2, x -> Functional.groupedMm(x.get(0), x.get(1), ends), a, b);
    }
}
