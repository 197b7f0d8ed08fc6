package dev.jgrad.it.layers;

import static dev.jgrad.it.layers.LayerInput.between;
import static dev.jgrad.it.layers.LayerInput.either;
import static dev.jgrad.it.layers.LayerInput.numbers;
import static dev.jgrad.it.layers.LayerInput.other;
import static dev.jgrad.it.layers.LayerInput.positive;
import static dev.jgrad.it.layers.LayerInput.probability;
import static dev.jgrad.it.layers.LayerInput.real;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Losses in each reduction. Wanted values are differentiated by too where PyTorch does so. */
final class LossSamples {
    private final List<LayerSample> samples = new ArrayList<>();

    private LossSamples() {}

    static List<LayerSample> all() {
        LossSamples s = new LossSamples();
        s.distances();
        s.likelihoods();
        s.classes();
        s.rankings();
        return s.samples;
    }

    /** With each reduction; the expression ends before the closing parenthesis. */
    private void add(String expression, LayerInput... inputs) {
        add(UnaryOperator.identity(), expression, inputs);
    }

    private void add(UnaryOperator<Tensor> before, String expression, LayerInput... inputs) {
        String comma = expression.endsWith("(") ? "" : ", ";
        for (String reduction : List.of("mean", "sum", "none")) {
            samples.add(new LayerSample(
                    "nn." + expression + comma + "reduction='" + reduction + "')", Arrays.asList(inputs), before));
        }
    }

    private void distances() {
        for (String loss : List.of(
                "MSELoss(", "L1Loss(", "SmoothL1Loss(", "SmoothL1Loss(beta=0.4", "HuberLoss(", "HuberLoss(delta=0.7")) {
            add(loss, real(2, 3), other(2, 3));
        }
        add("SoftMarginLoss(", real(2, 3), either(1, -1, 2, 3));
        add("HingeEmbeddingLoss(margin=1.3", real(2, 3), either(1, -1, 2, 3));
    }

    private void likelihoods() {
        add("BCELoss(", probability(2, 3), between(0.2, 0.8, 2, 3));
        add("BCEWithLogitsLoss(", real(2, 3), probability(2, 3));
        add("KLDivLoss(", between(-3, -0.2, 2, 3), probability(2, 3));
        add("KLDivLoss(log_target=True", between(-3, -0.2, 2, 3), between(-2, -0.1, 2, 3));
        samples.add(new LayerSample(
                "nn.KLDivLoss(reduction='batchmean')",
                Arrays.asList(between(-3, -0.2, 2, 3), probability(2, 3)),
                UnaryOperator.identity()));
        add("PoissonNLLLoss(", real(2, 3), positive(2, 3));
        add("PoissonNLLLoss(log_input=False, full=True", positive(2, 3), between(0.3, 3.1, 2, 3));
        add("GaussianNLLLoss(", real(2, 3), other(2, 3), positive(2, 3));
        add("GaussianNLLLoss(full=True", real(2, 3), other(2, 3), positive(2, 1));
        add("GaussianNLLLoss(", real(2, 3), other(2, 3), positive(2));
    }

    private void classes() {
        add("CrossEntropyLoss(", real(3, 4), LayerInput.classes(4, 3));
        add("CrossEntropyLoss(label_smoothing=0.2", real(2, 3, 2), LayerInput.classes(3, 2, 2));
        add("CrossEntropyLoss(ignore_index=1", real(3, 4), numbers(new long[] {3, 1, 0}, 3));
        add("CrossEntropyLoss(", real(2, 3), probability(2, 3));
        add("CrossEntropyLoss(label_smoothing=0.1", real(3), probability(3));
        add("LinearCrossEntropyLoss(3, 4", real(2, 3), LayerInput.classes(4, 2));
        add(
                "LinearCrossEntropyLoss(2, 3, out_features=(2,), bias=True, label_smoothing=0.1",
                real(2, 2),
                LayerInput.classes(3, 2, 2));
        add("NLLLoss(", real(3, 4), LayerInput.classes(4, 3));
        add("NLLLoss(ignore_index=2", real(2, 3, 2), numbers(new long[] {0, 2, 1, 1}, 2, 2));
        add("MultiLabelMarginLoss(", real(2, 4), numbers(new long[] {3, 0, -1, 1, 2, -1, 0, 0}, 2, 4));
        add("MultiMarginLoss(", real(3, 4), LayerInput.classes(4, 3));
        add("MultiMarginLoss(p=2, margin=0.7", real(3, 4), LayerInput.classes(4, 3));
        add("MultiLabelSoftMarginLoss(", real(2, 3), either(1, 0, 2, 3));
        add(
                x -> Functional.logSoftmax(x, 2),
                "CTCLoss(",
                real(4, 2, 3),
                numbers(new long[] {1, 2, 2, 2}, 2, 2),
                numbers(new long[] {4, 4}, 2),
                numbers(new long[] {2, 1}, 2));
    }

    private void rankings() {
        for (String loss : List.of(
                "TripletMarginLoss(",
                "TripletMarginLoss(margin=2.5, p=3.0, swap=True",
                "TripletMarginWithDistanceLoss(",
                "TripletMarginWithDistanceLoss(margin=2.0, swap=True")) {
            add(loss, real(2, 3), other(2, 3), between(-2.3, 1.6, 2, 3));
        }
        add("CosineEmbeddingLoss(", real(3, 2), other(3, 2), numbers(new long[] {1, -1, 1}, 3));
        add("CosineEmbeddingLoss(margin=-0.7", real(3, 2), other(3, 2), numbers(new long[] {-1, -1, 1}, 3));
        add("MarginRankingLoss(margin=0.3", real(4), other(4), either(1, -1, 4));
    }
}
