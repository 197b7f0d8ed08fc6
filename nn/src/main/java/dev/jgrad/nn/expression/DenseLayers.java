package dev.jgrad.nn.expression;

import dev.jgrad.nn.layer.AlphaDropout;
import dev.jgrad.nn.layer.Bilinear;
import dev.jgrad.nn.layer.CosineSimilarity;
import dev.jgrad.nn.layer.Dropout;
import dev.jgrad.nn.layer.Dropout1d;
import dev.jgrad.nn.layer.Dropout2d;
import dev.jgrad.nn.layer.Dropout3d;
import dev.jgrad.nn.layer.FeatureAlphaDropout;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.GroupNorm;
import dev.jgrad.nn.layer.Identity;
import dev.jgrad.nn.layer.LayerNorm;
import dev.jgrad.nn.layer.LazyLinear;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.LocalResponseNorm;
import dev.jgrad.nn.layer.PairwiseDistance;
import dev.jgrad.nn.layer.RMSNorm;
import dev.jgrad.nn.layer.Unflatten;
import java.util.Map;

/** Layers over features, normalisation without running statistics, and reshaping. */
final class DenseLayers {
    private DenseLayers() {}

    static void addTo(Map<String, ModuleFactory> all) {
        all.put("Identity", (function, arguments, keywords) -> new Identity());
        ModuleFactory.add(
                all,
                "Linear",
                "in_features, out_features, bias=True",
                a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.flag("bias")));
        ModuleFactory.add(
                all,
                "LazyLinear",
                "out_features, bias=True",
                a -> new LazyLinear(a.integer("out_features"), a.flag("bias")));
        ModuleFactory.add(
                all,
                "Bilinear",
                "in1_features, in2_features, out_features, bias=True",
                a -> new Bilinear(
                        a.integer("in1_features"),
                        a.integer("in2_features"),
                        a.integer("out_features"),
                        a.flag("bias")));
        ModuleFactory.add(
                all,
                "Flatten",
                "start_dim=1, end_dim=-1",
                a -> new Flatten(a.smallInteger("start_dim"), a.smallInteger("end_dim")));
        ModuleFactory.add(
                all,
                "Unflatten",
                "dim, unflattened_size",
                a -> new Unflatten(a.smallInteger("dim"), a.integers("unflattened_size")));
        ModuleFactory.add(
                all,
                "LayerNorm",
                "normalized_shape, eps=1e-5, elementwise_affine=True, bias=True",
                a -> new LayerNorm(
                        a.integers("normalized_shape"), a.number("eps"), a.flag("elementwise_affine"), a.flag("bias")));
        ModuleFactory.add(
                all,
                "RMSNorm",
                "normalized_shape, eps=None, elementwise_affine=True",
                a -> new RMSNorm(a.integers("normalized_shape"), a.numberOrNone("eps"), a.flag("elementwise_affine")));
        ModuleFactory.add(
                all,
                "GroupNorm",
                "num_groups, num_channels, eps=1e-5, affine=True, bias=True",
                a -> new GroupNorm(
                        a.integer("num_groups"),
                        a.integer("num_channels"),
                        a.number("eps"),
                        a.flag("affine"),
                        a.flag("bias")));
        ModuleFactory.add(
                all,
                "LocalResponseNorm",
                "size, alpha=1e-4, beta=0.75, k=1.0",
                a -> new LocalResponseNorm(a.integer("size"), a.number("alpha"), a.number("beta"), a.number("k")));
        ModuleFactory.add(
                all,
                "CosineSimilarity",
                "dim=1, eps=1e-8",
                a -> new CosineSimilarity(a.smallInteger("dim"), a.number("eps")));
        ModuleFactory.add(
                all,
                "PairwiseDistance",
                "p=2.0, eps=1e-6, keepdim=False",
                a -> new PairwiseDistance(a.number("p"), a.number("eps"), a.flag("keepdim")));
        ModuleFactory.add(all, "Dropout", "p=0.5, inplace=False", a -> new Dropout(a.number("p"), a.flag("inplace")));
        ModuleFactory.add(
                all, "Dropout1d", "p=0.5, inplace=False", a -> new Dropout1d(a.number("p"), a.flag("inplace")));
        ModuleFactory.add(
                all, "Dropout2d", "p=0.5, inplace=False", a -> new Dropout2d(a.number("p"), a.flag("inplace")));
        ModuleFactory.add(
                all, "Dropout3d", "p=0.5, inplace=False", a -> new Dropout3d(a.number("p"), a.flag("inplace")));
        ModuleFactory.add(
                all, "AlphaDropout", "p=0.5, inplace=False", a -> new AlphaDropout(a.number("p"), a.flag("inplace")));
        ModuleFactory.add(
                all,
                "FeatureAlphaDropout",
                "p=0.5, inplace=False",
                a -> new FeatureAlphaDropout(a.number("p"), a.flag("inplace")));
    }
}
