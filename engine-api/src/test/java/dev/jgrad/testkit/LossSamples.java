package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;
import static dev.jgrad.testkit.SampleTable.of;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;

/** Samples of losses. */
final class LossSamples {
    private LossSamples() {}

    static void addTo(SampleTable t) {
        losses(t);
        likelihoods(t);
    }

    private static void losses(SampleTable t) {
        for (String reduction : List.of("mean", "sum", "none")) {
            t.pair(
                    "mseLoss " + reduction,
                    "MseLossBackward0",
                    -2,
                    2,
                    x -> Functional.mseLoss(x.get(0), x.get(1), reduction));
            t.pair(
                    "smoothL1Loss " + reduction,
                    "SmoothL1LossBackward0",
                    -2,
                    2,
                    x -> Functional.smoothL1Loss(x.get(0), x.get(1), reduction, 0.8));
            t.pair(
                    "binaryCrossEntropy " + reduction,
                    "BinaryCrossEntropyBackward0",
                    0.1,
                    0.9,
                    x -> Functional.binaryCrossEntropy(x.get(0), x.get(1), null, reduction));
        }
        t.pair(
                "mseLoss broadcast",
                "MseLossBackward0",
                -2,
                2,
                x -> Functional.mseLoss(x.get(0), x.get(1).narrow(0, 0, 1)));
        t.pair("l1Loss", "MeanBackward0", -2, 2, x -> Functional.l1Loss(x.get(0), x.get(1)));
        t.pair("huberLoss", "HuberLossBackward0", -2, 2, x -> Functional.huberLoss(x.get(0), x.get(1), "mean", 0.7));
        t.pair(
                "binaryCrossEntropyWithLogits",
                "BinaryCrossEntropyWithLogitsBackward0",
                0.1,
                0.9,
                x -> Functional.binaryCrossEntropyWithLogits(
                        x.get(0), x.get(1), null, "mean", values(3, 0.5, 2, 4).typeAs(x.get(0))));
        t.pair(
                "binaryCrossEntropyWithLogits weight",
                "BinaryCrossEntropyWithLogitsBackward0",
                0.1,
                0.9,
                x -> Functional.binaryCrossEntropyWithLogits(
                        x.get(0), x.get(1), values(3, 0.5, 2, 4).typeAs(x.get(0)), "sum", null));
        t.pair("klDiv", "MeanBackward0", 0.1, 0.9, x -> Functional.klDiv(x.get(0), x.get(1), "mean", false));
        t.pair("klDiv log", "DivBackward0", -2, 0, x -> Functional.klDiv(x.get(0), x.get(1), "batchmean", true));
        t.pair(
                "poissonNllLoss",
                "MeanBackward0",
                0.2,
                3.1,
                x -> Functional.poissonNllLoss(x.get(0), x.get(1), true, false, 1e-8, "mean"));
        t.pair(
                "softMarginLoss",
                "SoftMarginLossBackward0",
                -2,
                2,
                x -> Functional.softMarginLoss(x.get(0), x.get(1).detach().sign(), "mean"));
        t.pair(
                "hingeEmbeddingLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.hingeEmbeddingLoss(x.get(0), x.get(1).detach().sign(), 1.2, "mean"));
        t.pair(
                "cosineEmbeddingLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.cosineEmbeddingLoss(x.get(0), x.get(1), signs(x.get(0)), -0.9, "mean"));
        t.pair(
                "marginRankingLoss",
                "MeanBackward0",
                -2,
                2,
                x -> Functional.marginRankingLoss(
                        x.get(0), x.get(1), x.get(0).detach().sign(), 0.3, "mean"));
        t.pair("cosineSimilarity", "SumBackward1", -2, 2, x -> Functional.cosineSimilarity(x.get(0), x.get(1)));
        t.pair(
                "gaussianNllLoss",
                "MeanBackward0",
                0.3,
                2,
                x -> Functional.gaussianNllLoss(
                        x.get(0), values(6, -1, 1, 3, 4).typeAs(x.get(0)), x.get(1), true, 1e-6, "mean"));
        t.add(
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

    private static void likelihoods(SampleTable t) {
        Tensor classes = Tensors.tensor(0L, 3L, 1L);
        Tensor ignoring = Tensors.tensor(0L, 2L, 1L);
        for (String reduction : List.of("mean", "sum", "none")) {
            t.one(
                    "nllLoss " + reduction,
                    "NllLossBackward0",
                    x -> Functional.nllLoss(x, ignoring, weight(x), 2, reduction));
            t.one(
                    "crossEntropy " + reduction,
                    "NllLossBackward0",
                    x -> Functional.crossEntropy(x, classes, null, -100, reduction, 0));
        }
        t.one(
                "crossEntropy smoothing",
                "AddBackward0",
                x -> Functional.crossEntropy(x, ignoring, weight(x), 2, "mean", 0.2));
        t.pair(
                "crossEntropy probabilities",
                "DivBackward0",
                0.1,
                0.9,
                x -> Functional.crossEntropy(x.get(0), x.get(1)));
        t.image(
                "crossEntropy image",
                "NllLoss2DBackward0",
                x -> Functional.crossEntropy(x, Tensors.tensor(0L, 2L, 1L, 1L).reshape(1, 2, 2)),
                1,
                3,
                2,
                2);
        t.one(
                "multiMarginLoss",
                "MultiMarginLossBackward0",
                x -> Functional.multiMarginLoss(x, classes, 1, 1.3, null, "mean"));
        t.one(
                "multiMarginLoss squared",
                "MultiMarginLossBackward0",
                x -> Functional.multiMarginLoss(x, classes, 2, 1.3, weight(x), "none"));
        t.one(
                "multilabelMarginLoss",
                "MultilabelMarginLossBackward0",
                x -> Functional.multilabelMarginLoss(
                        x,
                        Tensors.tensor(1L, 0, -1, 2, 3, -1, 0, 1, 0, 1, 2, -1).reshape(3, 4),
                        "mean"));
        t.pair(
                "multilabelSoftMarginLoss",
                "MeanBackward0",
                0.1,
                0.9,
                x -> Functional.multilabelSoftMarginLoss(x.get(0), x.get(1), null, "mean"));
    }

    private static Tensor weight(Tensor like) {
        return values(5, 0.5, 1.5, 4).typeAs(like);
    }
}
