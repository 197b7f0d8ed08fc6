package dev.jgrad.nn.expression;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.BatchNorm3d;
import dev.jgrad.nn.layer.InstanceNorm1d;
import dev.jgrad.nn.layer.InstanceNorm2d;
import dev.jgrad.nn.layer.InstanceNorm3d;
import dev.jgrad.nn.layer.LazyBatchNorm1d;
import dev.jgrad.nn.layer.LazyBatchNorm2d;
import dev.jgrad.nn.layer.LazyBatchNorm3d;
import dev.jgrad.nn.layer.LazyInstanceNorm1d;
import dev.jgrad.nn.layer.LazyInstanceNorm2d;
import dev.jgrad.nn.layer.LazyInstanceNorm3d;
import dev.jgrad.nn.layer.NormOptions;
import java.util.Map;
import java.util.function.Function;

/** Batch and instance normalisation, also those that find the number of their channels. */
final class RunningNormLayers {
    private static final String BATCH = "eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, bias=True";
    private static final String INSTANCE = "eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, bias=True";

    private RunningNormLayers() {}

    private interface Norm {
        Module of(long numFeatures, NormOptions options);
    }

    static void addTo(Map<String, ModuleFactory> all) {
        add(all, "BatchNorm1d", BATCH, BatchNorm1d::new);
        add(all, "BatchNorm2d", BATCH, BatchNorm2d::new);
        add(all, "BatchNorm3d", BATCH, BatchNorm3d::new);
        add(all, "InstanceNorm1d", INSTANCE, InstanceNorm1d::new);
        add(all, "InstanceNorm2d", INSTANCE, InstanceNorm2d::new);
        add(all, "InstanceNorm3d", INSTANCE, InstanceNorm3d::new);
        addLazy(all, "LazyBatchNorm1d", LazyBatchNorm1d::new);
        addLazy(all, "LazyBatchNorm2d", LazyBatchNorm2d::new);
        addLazy(all, "LazyBatchNorm3d", LazyBatchNorm3d::new);
        addLazy(all, "LazyInstanceNorm1d", LazyInstanceNorm1d::new);
        addLazy(all, "LazyInstanceNorm2d", LazyInstanceNorm2d::new);
        addLazy(all, "LazyInstanceNorm3d", LazyInstanceNorm3d::new);
    }

    private static void add(Map<String, ModuleFactory> all, String name, String parameters, Norm layer) {
        ModuleFactory.add(
                all, name, "num_features, " + parameters, a -> layer.of(a.integer("num_features"), options(a)));
    }

    /** PyTorch's lazy instance normalisations have the defaults of batch normalisation. */
    private static void addLazy(Map<String, ModuleFactory> all, String name, Function<NormOptions, Module> layer) {
        ModuleFactory.add(all, name, BATCH, a -> layer.apply(options(a)));
    }

    private static NormOptions options(Arguments a) {
        return new NormOptions(
                a.number("eps"),
                a.numberOrNone("momentum"),
                a.flag("affine"),
                a.flag("track_running_stats"),
                a.flag("bias"));
    }
}
