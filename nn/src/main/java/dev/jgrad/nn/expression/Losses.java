package dev.jgrad.nn.expression;

import dev.jgrad.data.Shape;
import dev.jgrad.nn.layer.PairwiseDistance;
import dev.jgrad.nn.loss.BCELoss;
import dev.jgrad.nn.loss.BCEWithLogitsLoss;
import dev.jgrad.nn.loss.CTCLoss;
import dev.jgrad.nn.loss.CosineEmbeddingLoss;
import dev.jgrad.nn.loss.CrossEntropyLoss;
import dev.jgrad.nn.loss.GaussianNLLLoss;
import dev.jgrad.nn.loss.HingeEmbeddingLoss;
import dev.jgrad.nn.loss.HuberLoss;
import dev.jgrad.nn.loss.KLDivLoss;
import dev.jgrad.nn.loss.L1Loss;
import dev.jgrad.nn.loss.LinearCrossEntropyLoss;
import dev.jgrad.nn.loss.MSELoss;
import dev.jgrad.nn.loss.MarginRankingLoss;
import dev.jgrad.nn.loss.MultiLabelMarginLoss;
import dev.jgrad.nn.loss.MultiLabelSoftMarginLoss;
import dev.jgrad.nn.loss.MultiMarginLoss;
import dev.jgrad.nn.loss.NLLLoss;
import dev.jgrad.nn.loss.PoissonNLLLoss;
import dev.jgrad.nn.loss.Reduction;
import dev.jgrad.nn.loss.SmoothL1Loss;
import dev.jgrad.nn.loss.SoftMarginLoss;
import dev.jgrad.nn.loss.TripletMarginLoss;
import dev.jgrad.nn.loss.TripletMarginWithDistanceLoss;
import java.util.Map;

/** Losses; class weights cannot be written as text. */
final class Losses {
    private Losses() {}

    static void addTo(Map<String, ModuleFactory> all) {
        addMore(all);
        ModuleFactory.add(all, "MSELoss", "reduction='mean'", a -> new MSELoss(reduction(a)));
        ModuleFactory.add(all, "L1Loss", "reduction='mean'", a -> new L1Loss(reduction(a)));
        ModuleFactory.add(all, "SoftMarginLoss", "reduction='mean'", a -> new SoftMarginLoss(reduction(a)));
        ModuleFactory.add(all, "MultiLabelMarginLoss", "reduction='mean'", a -> new MultiLabelMarginLoss(reduction(a)));
        ModuleFactory.add(
                all,
                "CrossEntropyLoss",
                "ignore_index=-100, reduction='mean', label_smoothing=0.0",
                a -> new CrossEntropyLoss(new CrossEntropyLoss.Options(
                        null, a.integer("ignore_index"), reduction(a), a.number("label_smoothing"))));
        ModuleFactory.add(
                all,
                "LinearCrossEntropyLoss",
                "in_features, num_classes, out_features=(), bias=False, reduction='mean', ignore_index=None,"
                        + " label_smoothing=0.0",
                a -> new LinearCrossEntropyLoss(
                        a.integer("in_features"),
                        a.integer("num_classes"),
                        new LinearCrossEntropyLoss.Options(
                                Shape.of(a.integers("out_features")),
                                a.flag("bias"),
                                null,
                                a.integerOrNone("ignore_index"),
                                reduction(a),
                                a.number("label_smoothing"))));
        ModuleFactory.add(
                all,
                "NLLLoss",
                "ignore_index=-100, reduction='mean'",
                a -> new NLLLoss(new NLLLoss.Options(null, a.integer("ignore_index"), reduction(a))));
        ModuleFactory.add(
                all,
                "SmoothL1Loss",
                "reduction='mean', beta=1.0",
                a -> new SmoothL1Loss(new SmoothL1Loss.Options(reduction(a), a.number("beta"))));
        ModuleFactory.add(
                all,
                "HuberLoss",
                "reduction='mean', delta=1.0",
                a -> new HuberLoss(new HuberLoss.Options(reduction(a), a.number("delta"))));
        ModuleFactory.add(
                all, "BCELoss", "reduction='mean'", a -> new BCELoss(new BCELoss.Options(null, reduction(a))));
        ModuleFactory.add(
                all,
                "BCEWithLogitsLoss",
                "reduction='mean'",
                a -> new BCEWithLogitsLoss(new BCEWithLogitsLoss.Options(null, reduction(a), null)));
        ModuleFactory.add(
                all,
                "KLDivLoss",
                "reduction='mean', log_target=False",
                a -> new KLDivLoss(new KLDivLoss.Options(reduction(a), a.flag("log_target"))));
        ModuleFactory.add(
                all,
                "TripletMarginLoss",
                "margin=1.0, p=2.0, eps=1e-6, swap=False, reduction='mean'",
                a -> new TripletMarginLoss(new TripletMarginLoss.Options(
                        a.number("margin"), a.number("p"), a.number("eps"), a.flag("swap"), reduction(a))));
        ModuleFactory.add(
                all,
                "HingeEmbeddingLoss",
                "margin=1.0, reduction='mean'",
                a -> new HingeEmbeddingLoss(new HingeEmbeddingLoss.Options(a.number("margin"), reduction(a))));
        ModuleFactory.add(
                all,
                "CosineEmbeddingLoss",
                "margin=0.0, reduction='mean'",
                a -> new CosineEmbeddingLoss(new CosineEmbeddingLoss.Options(a.number("margin"), reduction(a))));
        ModuleFactory.add(
                all,
                "MarginRankingLoss",
                "margin=0.0, reduction='mean'",
                a -> new MarginRankingLoss(new MarginRankingLoss.Options(a.number("margin"), reduction(a))));
    }

    private static void addMore(Map<String, ModuleFactory> all) {
        ModuleFactory.add(
                all,
                "MultiMarginLoss",
                "p=1, margin=1.0, reduction='mean'",
                a -> new MultiMarginLoss(
                        new MultiMarginLoss.Options(a.smallInteger("p"), a.number("margin"), null, reduction(a))));
        ModuleFactory.add(
                all,
                "MultiLabelSoftMarginLoss",
                "reduction='mean'",
                a -> new MultiLabelSoftMarginLoss(new MultiLabelSoftMarginLoss.Options(null, reduction(a))));
        ModuleFactory.add(
                all,
                "PoissonNLLLoss",
                "log_input=True, full=False, eps=1e-8, reduction='mean'",
                a -> new PoissonNLLLoss(new PoissonNLLLoss.Options(
                        a.flag("log_input"), a.flag("full"), a.number("eps"), reduction(a))));
        ModuleFactory.add(
                all,
                "GaussianNLLLoss",
                "full=False, eps=1e-6, reduction='mean'",
                a -> new GaussianNLLLoss(new GaussianNLLLoss.Options(a.flag("full"), a.number("eps"), reduction(a))));
        ModuleFactory.add(
                all,
                "CTCLoss",
                "blank=0, reduction='mean', zero_infinity=False",
                a -> new CTCLoss(new CTCLoss.Options(a.integer("blank"), reduction(a), a.flag("zero_infinity"))));
        ModuleFactory.add(
                all,
                "TripletMarginWithDistanceLoss",
                "margin=1.0, swap=False, reduction='mean'",
                a -> new TripletMarginWithDistanceLoss(
                        new PairwiseDistance(), a.number("margin"), a.flag("swap"), reduction(a)));
    }

    private static Reduction reduction(Arguments a) {
        return switch (a.text("reduction")) {
            case "none", "mean", "sum", "batchmean" -> Reduction.of(a.text("reduction"));
            default -> a.wrong("reduction", "one of 'none', 'mean', 'sum'");
        };
    }
}
