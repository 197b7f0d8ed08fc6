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

/** Losses. */
final class Losses {
    private Losses() {}

    static void addTo(Map<String, ModuleFactory> all) {
        addMore(all);
        ModuleFactory.add(
                all, "MSELoss", "size_average=None, reduce=None, reduction='mean'", a -> new MSELoss(reduction(a)));
        ModuleFactory.add(
                all, "L1Loss", "size_average=None, reduce=None, reduction='mean'", a -> new L1Loss(reduction(a)));
        ModuleFactory.add(
                all,
                "SoftMarginLoss",
                "size_average=None, reduce=None, reduction='mean'",
                a -> new SoftMarginLoss(reduction(a)));
        ModuleFactory.add(
                all,
                "MultiLabelMarginLoss",
                "size_average=None, reduce=None, reduction='mean'",
                a -> new MultiLabelMarginLoss(reduction(a)));
        ModuleFactory.add(
                all,
                "CrossEntropyLoss",
                "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0",
                a -> new CrossEntropyLoss(new CrossEntropyLoss.Options(
                        a.tensorOrNone("weight"),
                        a.integer("ignore_index"),
                        reduction(a),
                        a.number("label_smoothing"))));
        ModuleFactory.add(
                all,
                "LinearCrossEntropyLoss",
                "in_features, num_classes, out_features=(), bias=False, reduction='mean', weight=None,"
                        + " ignore_index=None, label_smoothing=0.0, options=None",
                a -> new LinearCrossEntropyLoss(
                        a.integer("in_features"),
                        a.integer("num_classes"),
                        new LinearCrossEntropyLoss.Options(
                                Shape.of(a.integers("out_features")),
                                a.flag("bias"),
                                a.tensorOrNone("weight"),
                                a.integerOrNone("ignore_index"),
                                reduction(a),
                                a.number("label_smoothing"))));
        ModuleFactory.add(
                all,
                "NLLLoss",
                "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'",
                a -> new NLLLoss(
                        new NLLLoss.Options(a.tensorOrNone("weight"), a.integer("ignore_index"), reduction(a))));
        ModuleFactory.add(
                all,
                "SmoothL1Loss",
                "size_average=None, reduce=None, reduction='mean', beta=1.0",
                a -> new SmoothL1Loss(new SmoothL1Loss.Options(reduction(a), a.number("beta"))));
        ModuleFactory.add(
                all,
                "HuberLoss",
                "reduction='mean', delta=1.0",
                a -> new HuberLoss(new HuberLoss.Options(reduction(a), a.number("delta"))));
        ModuleFactory.add(
                all,
                "BCELoss",
                "weight=None, size_average=None, reduce=None, reduction='mean'",
                a -> new BCELoss(new BCELoss.Options(a.tensorOrNone("weight"), reduction(a))));
        ModuleFactory.add(
                all,
                "BCEWithLogitsLoss",
                "weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None",
                a -> new BCEWithLogitsLoss(new BCEWithLogitsLoss.Options(
                        a.tensorOrNone("weight"), reduction(a), a.tensorOrNone("pos_weight"))));
        ModuleFactory.add(
                all,
                "KLDivLoss",
                "size_average=None, reduce=None, reduction='mean', log_target=False",
                a -> new KLDivLoss(new KLDivLoss.Options(reduction(a), a.flag("log_target"))));
        ModuleFactory.add(
                all,
                "TripletMarginLoss",
                "margin=1.0, p=2.0, eps=1e-6, swap=False, size_average=None, reduce=None, reduction='mean'",
                a -> new TripletMarginLoss(new TripletMarginLoss.Options(
                        a.number("margin"), a.number("p"), a.number("eps"), a.flag("swap"), reduction(a))));
        ModuleFactory.add(
                all,
                "HingeEmbeddingLoss",
                "margin=1.0, size_average=None, reduce=None, reduction='mean'",
                a -> new HingeEmbeddingLoss(new HingeEmbeddingLoss.Options(a.number("margin"), reduction(a))));
        ModuleFactory.add(
                all,
                "CosineEmbeddingLoss",
                "margin=0.0, size_average=None, reduce=None, reduction='mean'",
                a -> new CosineEmbeddingLoss(new CosineEmbeddingLoss.Options(a.number("margin"), reduction(a))));
        ModuleFactory.add(
                all,
                "MarginRankingLoss",
                "margin=0.0, size_average=None, reduce=None, reduction='mean'",
                a -> new MarginRankingLoss(new MarginRankingLoss.Options(a.number("margin"), reduction(a))));
    }

    private static void addMore(Map<String, ModuleFactory> all) {
        ModuleFactory.add(
                all,
                "MultiMarginLoss",
                "p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'",
                a -> new MultiMarginLoss(new MultiMarginLoss.Options(
                        a.smallInteger("p"), a.number("margin"), a.tensorOrNone("weight"), reduction(a))));
        ModuleFactory.add(
                all,
                "MultiLabelSoftMarginLoss",
                "weight=None, size_average=None, reduce=None, reduction='mean'",
                a -> new MultiLabelSoftMarginLoss(
                        new MultiLabelSoftMarginLoss.Options(a.tensorOrNone("weight"), reduction(a))));
        ModuleFactory.add(
                all,
                "PoissonNLLLoss",
                "log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction='mean'",
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
                "distance_function=None, margin=1.0, swap=False, reduction='mean'",
                a -> new TripletMarginWithDistanceLoss(
                        a.get("distance_function") == null ? new PairwiseDistance() : a.module("distance_function"),
                        a.number("margin"),
                        a.flag("swap"),
                        reduction(a)));
    }

    /** The two flags are older names of the same: mean, sum or none. */
    private static Reduction reduction(Arguments a) {
        if (a.get("size_average") != null || a.get("reduce") != null) {
            boolean reduce = a.get("reduce") == null || a.flag("reduce");
            boolean average = a.get("size_average") == null || a.flag("size_average");
            return !reduce ? Reduction.NONE : average ? Reduction.MEAN : Reduction.SUM;
        }
        return switch (a.text("reduction")) {
            case "none", "mean", "sum", "batchmean" -> Reduction.of(a.text("reduction"));
            default -> a.wrong("reduction", "one of 'none', 'mean', 'sum'");
        };
    }
}
