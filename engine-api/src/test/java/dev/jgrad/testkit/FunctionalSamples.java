package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sample table of the functions of {@link Functional}. */
public final class FunctionalSamples {
    private static final long[] ONE = {1};
    private static final long[] TWO = {2};
    private static final long[] NONE = {0};

    private final List<OpSample> samples = new ArrayList<>();
    private long seed = 1000;

    private FunctionalSamples() {}

    /** All samples. */
    public static List<OpSample> all() {
        FunctionalSamples s = new FunctionalSamples();
        s.activations();
        s.groups();
        s.convolutions();
        s.pooling();
        s.normalization();
        s.losses();
        s.likelihoods();
        s.sequences();
        s.images();
        s.rare();
        return s.samples;
    }

    private static long[] of(long... sizes) {
        return sizes;
    }

    /** Inputs of these sizes, uniform in [from, to). */
    private void add(
            String name, String gradFn, double from, double to, Function<List<Tensor>, Tensor> f, long[]... sizes) {
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

    private void one(String name, String gradFn, UnaryOperator<Tensor> f) {
        add(name, gradFn, -3.7, 3.9, x -> f.apply(x.getFirst()), of(3, 4));
    }

    private void image(String name, String gradFn, UnaryOperator<Tensor> f, long... sizes) {
        add(name, gradFn, -2, 2, x -> f.apply(x.getFirst()), sizes);
    }

    private void activations() {
        one("functional relu", "ReluBackward0", Functional::relu);
        one("relu6", "HardtanhBackward0", x -> Functional.relu6(x.mul(2)));
        one("leakyRelu", "LeakyReluBackward0", x -> Functional.leakyRelu(x, 0.1));
        one("elu", "EluBackward0", x -> Functional.elu(x, 1.3));
        one("selu", "EluBackward0", Functional::selu);
        one("celu", "CeluBackward0", x -> Functional.celu(x, 0.7));
        one("gelu", "GeluBackward0", Functional::gelu);
        one("gelu tanh", "GeluBackward0", x -> Functional.gelu(x, "tanh"));
        one("silu", "SiluBackward0", Functional::silu);
        one("mish", "MishBackward0", Functional::mish);
        one("softplus", "SoftplusBackward0", x -> Functional.softplus(x, 1.5, 3));
        one("softsign", "DivBackward0", Functional::softsign);
        one("hardtanh", "HardtanhBackward0", x -> Functional.hardtanh(x, -1.5, 0.9));
        one("hardswish", "HardswishBackward0", Functional::hardswish);
        one("hardsigmoid", "HardsigmoidBackward0", Functional::hardsigmoid);
        one("hardshrink", "HardshrinkBackward0", Functional::hardshrink);
        one("softshrink", "SoftshrinkBackward0", Functional::softshrink);
        one("tanhshrink", "SubBackward0", Functional::tanhshrink);
        one("threshold", "ThresholdBackward0", x -> Functional.threshold(x, 0.3, -2));
        one("logsigmoid", "LogSigmoidBackward0", Functional::logsigmoid);
        one("glu", "GluBackward0", Functional::glu);
        one("glu first", "GluBackward0", x -> Functional.glu(x.t(), 0));
        one("softmin", "SoftmaxBackward0", x -> Functional.softmin(x, 1));
        one("rrelu", "RreluWithNoiseBackward0", x -> Functional.rrelu(x, 0.1, 0.3, false));
        add("prelu", "PreluKernelBackward0", -2, 2, x -> Functional.prelu(x.get(0), x.get(1)), of(2, 3, 2), of(3));
        add("prelu one", "PreluKernelBackward0", -2, 2, x -> Functional.prelu(x.get(0), x.get(1)), of(2, 3), of(1));
    }

    private void groups() {
        String name = "GroupedMmBackward0";
        Tensor ends = Tensors.tensor(1, 1, 4).to(DType.INT32);
        grouped("groupedMm of rows", name, ends, of(5, 2), of(3, 2, 3));
        grouped("groupedMm of columns", name, ends, of(3, 2, 2), of(2, 5));
        grouped("groupedMm of sums", name, ends, of(2, 4), of(4, 3));
        grouped("groupedMm of batches", name, null, of(3, 2, 4), of(3, 4, 2));
    }

    private void grouped(String sample, String name, @Nullable Tensor ends, long[] a, long[] b) {
        add(sample, name, -2, 2, x -> Functional.groupedMm(x.get(0), x.get(1), ends), a, b);
    }

    private void convolutions() {
        String name = "ConvolutionBackward0";
        add(
                "functional linear",
                "AddmmBackward0",
                -2,
                2,
                x -> Functional.linear(x.get(0), x.get(1), x.get(2)),
                of(2, 3),
                of(4, 3),
                of(4));
        add(
                "conv1d",
                name,
                -2,
                2,
                x -> Functional.conv1d(x.get(0), x.get(1), x.get(2), TWO, ONE, ONE, 1),
                of(2, 2, 5),
                of(3, 2, 2),
                of(3));
        add(
                "convTbc",
                "ConvTbcBackward0",
                -2,
                2,
                x -> Functional.convTbc(x.get(0), x.get(1), x.get(2), 1),
                of(4, 2, 3),
                of(2, 3, 2),
                of(2));
        add(
                "conv2d",
                name,
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), x.get(2), of(2, 1), of(1, 0), of(1, 2), 1),
                of(2, 2, 4, 5),
                of(3, 2, 3, 2),
                of(3));
        add(
                "conv2d groups",
                name,
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), null, ONE, ONE, ONE, 2),
                of(1, 4, 3, 3),
                of(2, 2, 2, 2));
        add(
                "conv2d same",
                name,
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), null, ONE, "same", ONE, 1),
                of(1, 2, 3, 4),
                of(2, 2, 2, 3));
        add(
                "conv2d unbatched",
                "SqueezeBackward1",
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), x.get(2)),
                of(2, 4, 3),
                of(2, 2, 2, 2),
                of(2));
        add(
                "conv3d",
                name,
                -2,
                2,
                x -> Functional.conv3d(x.get(0), x.get(1), x.get(2), ONE, of(0, 1, 0), ONE, 1),
                of(1, 2, 2, 3, 3),
                of(2, 2, 2, 2, 2),
                of(2));
        add(
                "convTranspose1d",
                name,
                -2,
                2,
                x -> Functional.convTranspose1d(x.get(0), x.get(1), x.get(2), TWO, ONE, ONE, 1, ONE),
                of(1, 2, 3),
                of(2, 2, 3),
                of(2));
        add(
                "convTranspose2d",
                name,
                -2,
                2,
                x -> Functional.convTranspose2d(x.get(0), x.get(1), x.get(2), TWO, ONE, of(1, 0), 2, of(1, 2)),
                of(2, 2, 3, 2),
                of(2, 1, 2, 3),
                of(2));
        add(
                "convTranspose3d",
                name,
                -2,
                2,
                x -> Functional.convTranspose3d(x.get(0), x.get(1), null, ONE, NONE, NONE, 1, ONE),
                of(1, 2, 2, 2, 2),
                of(2, 1, 2, 1, 2));
    }

    private void pooling() {
        image("maxPool1d", "SqueezeBackward1", x -> Functional.maxPool1d(x, TWO, ONE, NONE, ONE, false), 2, 2, 5);
        image(
                "maxPool2d",
                "MaxPool2DWithIndicesBackward0",
                x -> Functional.maxPool2d(x, of(3, 2), of(2, 2), of(1, 0), ONE, true),
                2,
                2,
                5,
                5);
        image(
                "maxPool2d dilated unbatched",
                "MaxPool2DWithIndicesBackward0",
                x -> Functional.maxPool2d(x, TWO, ONE, NONE, TWO, false),
                2,
                4,
                5);
        image(
                "maxPool3d",
                "MaxPool3DWithIndicesBackward0",
                x -> Functional.maxPool3d(x, TWO, ONE, NONE, ONE, false),
                1,
                2,
                3,
                3,
                2);
        image("avgPool1d", "SqueezeBackward1", x -> Functional.avgPool1d(x, TWO, ONE, ONE, false, false), 2, 2, 5);
        image(
                "avgPool2d",
                "AvgPool2DBackward0",
                x -> Functional.avgPool2d(x, of(3, 2), of(2, 1), of(1, 1), true, false, null),
                2,
                2,
                5,
                4);
        image(
                "avgPool2d divisor",
                "AvgPool2DBackward0",
                x -> Functional.avgPool2d(x, TWO, ONE, NONE, false, true, 3L),
                1,
                2,
                3,
                4);
        image(
                "avgPool3d",
                "AvgPool3DBackward0",
                x -> Functional.avgPool3d(x, TWO, ONE, ONE, false, true, null),
                1,
                1,
                3,
                2,
                2);
        image("adaptiveAvgPool1d", "SqueezeBackward1", x -> Functional.adaptiveAvgPool1d(x, 3), 2, 2, 5);
        image(
                "adaptiveAvgPool2d",
                "AdaptiveAvgPool2DBackward0",
                x -> Functional.adaptiveAvgPool2d(x, 3, 2),
                2,
                2,
                5,
                4);
        image("adaptiveAvgPool2d one", "MeanBackward1", x -> Functional.adaptiveAvgPool2d(x, 1), 2, 2, 3, 4);
        image(
                "adaptiveAvgPool3d",
                "AdaptiveAvgPool3DBackward0",
                x -> Functional.adaptiveAvgPool3d(x, 2, 1, 2),
                1,
                2,
                3,
                2,
                3);
        image("adaptiveMaxPool1d", "SqueezeBackward1", x -> Functional.adaptiveMaxPool1d(x, 3), 2, 2, 5);
        image(
                "adaptiveMaxPool2d",
                "AdaptiveMaxPool2DBackward0",
                x -> Functional.adaptiveMaxPool2d(x, 3, 2),
                1,
                2,
                5,
                4);
        image(
                "adaptiveMaxPool3d",
                "AdaptiveMaxPool3DBackward0",
                x -> Functional.adaptiveMaxPool3d(x, 2, 1, 2),
                1,
                2,
                3,
                2,
                3);
        add(
                "lpPool2d",
                "PowBackward0",
                0.3,
                2,
                x -> Functional.lpPool2d(x.getFirst(), 2, TWO, ONE, false),
                of(1, 2, 3, 3));
        add(
                "lpPool3d",
                "PowBackward0",
                0.3,
                2,
                x -> Functional.lpPool3d(x.getFirst(), 3, TWO, null, true),
                of(1, 2, 3, 2, 3));
    }

    private void normalization() {
        add(
                "batchNorm training",
                "NativeBatchNormBackward0",
                -2,
                2,
                x -> Functional.batchNorm(x.get(0), null, null, x.get(1), x.get(2), true, 0.1, 1e-5),
                of(3, 2, 2, 2),
                of(2),
                of(2));
        add(
                "batchNorm plain",
                "NativeBatchNormBackward0",
                -2,
                2,
                x -> Functional.batchNorm(x.getFirst(), null, null, null, null, true, 0.1, 1e-3),
                of(4, 3));
        add(
                "batchNorm inference",
                "NativeBatchNormBackward0",
                -2,
                2,
                x -> Functional.batchNorm(
                        x.get(0),
                        values(1, -1, 1, 2).typeAs(x.get(0)),
                        values(2, 0.5, 2, 2).typeAs(x.get(0)),
                        x.get(1),
                        x.get(2),
                        false,
                        0.1,
                        1e-5),
                of(3, 2, 3),
                of(2),
                of(2));
        add(
                "layerNorm",
                "NativeLayerNormBackward0",
                -2,
                2,
                x -> Functional.layerNorm(x.get(0), of(2, 3), x.get(1), x.get(2), 1e-5),
                of(3, 2, 3),
                of(2, 3),
                of(2, 3));
        image(
                "layerNorm plain",
                "NativeLayerNormBackward0",
                x -> Functional.layerNorm(x, of(4), null, null, 1e-3),
                3,
                4);
        add(
                "groupNorm",
                "NativeGroupNormBackward0",
                -2,
                2,
                x -> Functional.groupNorm(x.get(0), 2, x.get(1), x.get(2), 1e-5),
                of(2, 4, 2, 2),
                of(4),
                of(4));
        image(
                "groupNorm plain",
                "NativeGroupNormBackward0",
                x -> Functional.groupNorm(x, 1, null, null, 1e-3),
                2,
                2,
                3);
        add(
                "instanceNorm",
                "ViewBackward0",
                -2,
                2,
                x -> Functional.instanceNorm(x.get(0), null, null, x.get(1), x.get(2), true, 0.1, 1e-5),
                of(2, 2, 3, 2),
                of(2),
                of(2));
        add(
                "rmsNorm",
                "MulBackward0",
                -2,
                2,
                x -> Functional.rmsNorm(x.get(0), of(4), x.get(1), 1e-4),
                of(3, 4),
                of(4));
        image("localResponseNorm", "DivBackward0", x -> Functional.localResponseNorm(x, 3, 0.5, 0.75, 1), 2, 4, 3);
        image("normalize", "DivBackward0", Functional::normalize, 3, 4);
        image("normalize p", "DivBackward0", x -> Functional.normalize(x, 3, 0, 1e-12), 3, 4);
    }

    private void pair(String name, String gradFn, double from, double to, Function<List<Tensor>, Tensor> f) {
        add(name, gradFn, from, to, f, of(3, 4), of(3, 4));
    }

    private void losses() {
        for (String reduction : List.of("mean", "sum", "none")) {
            pair(
                    "mseLoss " + reduction,
                    "MseLossBackward0",
                    -2,
                    2,
                    x -> Functional.mseLoss(x.get(0), x.get(1), reduction));
            pair(
                    "smoothL1Loss " + reduction,
                    "SmoothL1LossBackward0",
                    -2,
                    2,
                    x -> Functional.smoothL1Loss(x.get(0), x.get(1), reduction, 0.8));
            pair(
                    "binaryCrossEntropy " + reduction,
                    "BinaryCrossEntropyBackward0",
                    0.1,
                    0.9,
                    x -> Functional.binaryCrossEntropy(x.get(0), x.get(1), null, reduction));
        }
        pair(
                "mseLoss broadcast",
                "MseLossBackward0",
                -2,
                2,
                x -> Functional.mseLoss(x.get(0), x.get(1).narrow(0, 0, 1)));
        pair("l1Loss", "MeanBackward0", -2, 2, x -> Functional.l1Loss(x.get(0), x.get(1)));
        pair("huberLoss", "HuberLossBackward0", -2, 2, x -> Functional.huberLoss(x.get(0), x.get(1), "mean", 0.7));
        pair(
                "binaryCrossEntropyWithLogits",
                "BinaryCrossEntropyWithLogitsBackward0",
                0.1,
                0.9,
                x -> Functional.binaryCrossEntropyWithLogits(
                        x.get(0), x.get(1), null, "mean", values(3, 0.5, 2, 4).typeAs(x.get(0))));
        pair(
                "binaryCrossEntropyWithLogits weight",
                "BinaryCrossEntropyWithLogitsBackward0",
                0.1,
                0.9,
                x -> Functional.binaryCrossEntropyWithLogits(
                        x.get(0), x.get(1), values(3, 0.5, 2, 4).typeAs(x.get(0)), "sum", null));
        pair("klDiv", "MeanBackward0", 0.1, 0.9, x -> Functional.klDiv(x.get(0), x.get(1), "mean", false));
        pair("klDiv log", "DivBackward0", -2, 0, x -> Functional.klDiv(x.get(0), x.get(1), "batchmean", true));
        pair(
                "poissonNllLoss",
                "MeanBackward0",
                0.2,
                3.1,
                x -> Functional.poissonNllLoss(x.get(0), x.get(1), true, false, 1e-8, "mean"));
        pair(
                "softMarginLoss",
                "SoftMarginLossBackward0",
                -2,
                2,
                x -> Functional.softMarginLoss(x.get(0), x.get(1).detach().sign(), "mean"));
        pair(
                "hingeEmbeddingLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.hingeEmbeddingLoss(x.get(0), x.get(1).detach().sign(), 1.2, "mean"));
        pair(
                "cosineEmbeddingLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.cosineEmbeddingLoss(x.get(0), x.get(1), signs(x.get(0)), -0.9, "mean"));
        pair(
                "marginRankingLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.marginRankingLoss(
                        x.get(0), x.get(1), x.get(0).detach().sign(), 0.3, "mean"));
        pair("cosineSimilarity", "SumBackward1", -2, 2, x -> Functional.cosineSimilarity(x.get(0), x.get(1)));
        pair(
                "gaussianNllLoss",
                "MeanBackward0",
                0.3,
                2,
                x -> Functional.gaussianNllLoss(
                        x.get(0), values(6, -1, 1, 3, 4).typeAs(x.get(0)), x.get(1), true, 1e-6, "mean"));
        add(
                "tripletMarginLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.tripletMarginLoss(x.get(0), x.get(1), x.get(2), 1.5, 2, 1e-6, true, "mean"),
                of(3, 4),
                of(3, 4),
                of(3, 4));
    }

    private static Tensor signs(Tensor like) {
        return Tensors.tensor(1L, -1L, 1L).to(like.device());
    }

    private void likelihoods() {
        Tensor classes = Tensors.tensor(0L, 3L, 1L);
        Tensor ignoring = Tensors.tensor(0L, 2L, 1L);
        for (String reduction : List.of("mean", "sum", "none")) {
            one(
                    "nllLoss " + reduction,
                    "NllLossBackward0",
                    x -> Functional.nllLoss(x, ignoring, weight(x), 2, reduction));
            one(
                    "crossEntropy " + reduction,
                    "NllLossBackward0",
                    x -> Functional.crossEntropy(x, classes, null, -100, reduction, 0));
        }
        one(
                "crossEntropy smoothing",
                "AddBackward0",
                x -> Functional.crossEntropy(x, ignoring, weight(x), 2, "mean", 0.2));
        pair("crossEntropy probabilities", "DivBackward0", 0.1, 0.9, x -> Functional.crossEntropy(x.get(0), x.get(1)));
        image(
                "crossEntropy image",
                "NllLoss2DBackward0",
                x -> Functional.crossEntropy(x, Tensors.tensor(0L, 2L, 1L, 1L).reshape(1, 2, 2)),
                1,
                3,
                2,
                2);
        one(
                "multiMarginLoss",
                "MultiMarginLossBackward0",
                x -> Functional.multiMarginLoss(x, classes, 1, 1.3, null, "mean"));
        one(
                "multiMarginLoss squared",
                "MultiMarginLossBackward0",
                x -> Functional.multiMarginLoss(x, classes, 2, 1.3, weight(x), "none"));
        one(
                "multilabelMarginLoss",
                "MultilabelMarginLossBackward0",
                x -> Functional.multilabelMarginLoss(
                        x,
                        Tensors.tensor(1L, 0, -1, 2, 3, -1, 0, 1, 0, 1, 2, -1).reshape(3, 4),
                        "mean"));
        pair(
                "multilabelSoftMarginLoss",
                "MeanBackward0",
                0.1,
                0.9,
                x -> Functional.multilabelSoftMarginLoss(x.get(0), x.get(1), null, "mean"));
    }

    private static Tensor weight(Tensor like) {
        return values(5, 0.5, 1.5, 4).typeAs(like);
    }

    private void sequences() {
        Tensor index = Tensors.tensor(0L, 2L, 2L, 1L, 0L, 2L).reshape(2, 3);
        image("embedding", "EmbeddingBackward0", x -> Functional.embedding(index, x), 3, 2);
        for (String mode : List.of("sum", "mean", "max")) {
            image(
                    "embeddingBag " + mode,
                    "EmbeddingBagBackward0",
                    x -> Functional.embeddingBag(index, x, null, null, 2, false, mode, null, false, null),
                    3,
                    2);
        }
        add(
                "embeddingBag weighted",
                "EmbeddingBagBackward0",
                -2,
                2,
                x -> Functional.embeddingBag(index, x.get(0), null, null, 2, false, "sum", x.get(1), false, 1L),
                of(3, 2),
                of(2, 3));
        add(
                "scaledDotProductAttention",
                "UnsafeViewBackward0",
                -2,
                2,
                x -> Functional.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), null, 0, true, null, false),
                of(1, 2, 3, 2),
                of(1, 2, 3, 2),
                of(1, 2, 3, 2));
        add(
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

    private void images() {
        image("pad", "ConstantPadNdBackward0", x -> Functional.pad(x, 1, -1, 0, 2), 2, 3, 3);
        for (String mode : List.of("reflect", "replicate")) {
            String gradFn = (mode.equals("reflect") ? "Reflection" : "Replication") + "Pad2DBackward0";
            image("pad " + mode, gradFn, x -> Functional.pad(x, of(1, 2, 2, 0), mode), 1, 2, 3, 3);
        }
        image("pad circular", "IndexSelectBackward0", x -> Functional.pad(x, of(1, 2), "circular"), 2, 2, 3);
        image(
                "functional unfold",
                "Im2ColBackward0",
                x -> Functional.unfold(x, of(2, 2), of(1, 2), ONE, TWO),
                1,
                2,
                3,
                4);
        image("functional fold", "Col2ImBackward0", x -> Functional.fold(x, of(3, 3), TWO, ONE, NONE, ONE), 1, 8, 4);
        image("pixelShuffle", "PixelShuffleBackward0", x -> Functional.pixelShuffle(x, 2), 1, 4, 2, 3);
        image("pixelUnshuffle", "PixelUnshuffleBackward0", x -> Functional.pixelUnshuffle(x, 2), 1, 1, 4, 2);
        image("channelShuffle", "ChannelShuffleBackward0", x -> Functional.channelShuffle(x, 2), 1, 4, 2);
        Stream.of("nearest:UpsampleNearest2D", "bilinear:UpsampleBilinear2D", "bicubic:UpsampleBicubic2D")
                .map(s -> s.split(":"))
                .forEach(s -> image(
                        "interpolate " + s[0],
                        s[1] + "Backward0",
                        x -> Functional.interpolate(x, of(5, 3), s[0]),
                        1,
                        2,
                        3,
                        4));
        image(
                "interpolate antialias",
                "UpsampleBilinear2DAaBackward0",
                x -> Functional.interpolate(x, of(2, 3), null, "bilinear", false, null, true),
                1,
                1,
                5,
                4);
        image(
                "interpolate linear",
                "UpsampleLinear1DBackward0",
                x -> Functional.interpolate(x, of(5), "linear"),
                1,
                2,
                3);
        image(
                "interpolate trilinear",
                "UpsampleTrilinear3DBackward0",
                x -> Functional.interpolate(x, null, new double[] {1.5}, "trilinear", true, null, false),
                1,
                1,
                2,
                3,
                2);
        for (String mode : List.of("bilinear", "bicubic")) {
            add(
                    "gridSample " + mode,
                    "GridSampler2DBackward0",
                    -0.9,
                    0.9,
                    x -> Functional.gridSample(x.get(0), x.get(1), mode, "zeros", false),
                    of(1, 2, 3, 3),
                    of(1, 2, 2, 2));
        }
        image(
                "affineGrid",
                "AffineGridGeneratorBackward0",
                x -> Functional.affineGrid(x, of(1, 1, 2, 3), false),
                1,
                2,
                3);
    }

    private void rare() {
        Tensor labels = Tensors.tensor(1L, 2L, 2L, 3L, 1L, 0L).reshape(2, 3);
        for (String reduction : List.of("none", "mean", "sum")) {
            add(
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
        image(
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
        image(
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
        image(
                "upsampleBilinear",
                "UpsampleBilinear2DBackward0",
                x -> Functional.upsampleBilinear(x, null, new double[] {2}),
                1,
                1,
                2,
                3);
        image(
                "upsampleNearest",
                "UpsampleNearest2DBackward0",
                x -> Functional.upsampleNearest(x, of(3, 4), null),
                1,
                1,
                2,
                3);
        add(
                "gridSampler2d",
                "GridSampler2DBackward0",
                -0.9,
                0.9,
                x -> Functional.gridSampler2d(x.get(0), x.get(1), 0, 1, false),
                of(1, 2, 3, 4),
                of(1, 2, 2, 2));
        add(
                "gridSampler3d",
                "GridSampler3DBackward0",
                -0.9,
                0.9,
                x -> Functional.gridSampler3d(x.get(0), x.get(1), 0, 0, true),
                of(1, 1, 3, 3, 3),
                of(1, 1, 2, 2, 3));
        add(
                "linearCrossEntropy",
                "NllLossBackward0",
                -2,
                2,
                x -> Functional.linearCrossEntropy(
                        x.get(0), x.get(1), Tensors.tensor(0L, 3L), x.get(2), null, "mean", null, 0),
                of(2, 3),
                of(4, 3),
                of(4));
        add(
                "tripletMarginWithDistanceLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.tripletMarginWithDistanceLoss(x.get(0), x.get(1), x.get(2), 3, true, "mean"),
                of(3, 4),
                of(3, 4),
                of(3, 4));
        for (boolean weights : new boolean[] {true, false}) {
            add(
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
}
