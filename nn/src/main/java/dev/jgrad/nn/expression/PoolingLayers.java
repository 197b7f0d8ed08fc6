package dev.jgrad.nn.expression;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.AdaptiveAvgPool1d;
import dev.jgrad.nn.layer.AdaptiveAvgPool2d;
import dev.jgrad.nn.layer.AdaptiveAvgPool3d;
import dev.jgrad.nn.layer.AdaptiveMaxPool1d;
import dev.jgrad.nn.layer.AdaptiveMaxPool2d;
import dev.jgrad.nn.layer.AdaptiveMaxPool3d;
import dev.jgrad.nn.layer.AvgPool1d;
import dev.jgrad.nn.layer.AvgPool2d;
import dev.jgrad.nn.layer.AvgPool3d;
import dev.jgrad.nn.layer.Extent;
import dev.jgrad.nn.layer.FractionalMaxPool2d;
import dev.jgrad.nn.layer.FractionalMaxPool3d;
import dev.jgrad.nn.layer.LPPool1d;
import dev.jgrad.nn.layer.LPPool2d;
import dev.jgrad.nn.layer.LPPool3d;
import dev.jgrad.nn.layer.MaxPool1d;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.MaxPool3d;
import dev.jgrad.nn.layer.MaxUnpool1d;
import dev.jgrad.nn.layer.MaxUnpool2d;
import dev.jgrad.nn.layer.MaxUnpool3d;
import dev.jgrad.nn.layer.OutputSize;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pooling and its inverses. */
final class PoolingLayers {
    private PoolingLayers() {}

    private interface MaxPool<M extends Module> {
        M of(Extent kernelSize, Extent stride, Extent padding, Extent dilation, boolean ceilMode);
    }

    private interface MaxUnpool {
        Module of(Extent kernelSize, @Nullable Extent stride, Extent padding);
    }

    private interface PowerPool {
        Module of(double normType, Extent kernelSize, @Nullable Extent stride, boolean ceilMode);
    }

    private interface AvgPool {
        Module of(
                Extent kernelSize,
                Extent stride,
                Extent padding,
                boolean ceilMode,
                boolean countIncludePad,
                @Nullable Long divisorOverride);
    }

    static void addTo(Map<String, ModuleFactory> all) {
        maxPool(all, "MaxPool1d", MaxPool1d::new, MaxPool1d::returnIndices);
        maxPool(all, "MaxPool2d", MaxPool2d::new, MaxPool2d::returnIndices);
        maxPool(all, "MaxPool3d", MaxPool3d::new, MaxPool3d::returnIndices);
        ModuleFactory.add(
                all,
                "AvgPool1d",
                "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True",
                a -> new AvgPool1d(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.flag("ceil_mode"),
                        a.flag("count_include_pad")));
        avgPool(all, "AvgPool2d", AvgPool2d::new);
        avgPool(all, "AvgPool3d", AvgPool3d::new);
        powerPool(all, "LPPool1d", LPPool1d::new);
        powerPool(all, "LPPool2d", LPPool2d::new);
        powerPool(all, "LPPool3d", LPPool3d::new);
        adaptive(all, "AdaptiveAvgPool1d", AdaptiveAvgPool1d::new);
        adaptive(all, "AdaptiveAvgPool2d", AdaptiveAvgPool2d::new);
        adaptive(all, "AdaptiveAvgPool3d", AdaptiveAvgPool3d::new);
        adaptiveMax(all, "AdaptiveMaxPool1d", AdaptiveMaxPool1d::new, AdaptiveMaxPool1d::returnIndices);
        adaptiveMax(all, "AdaptiveMaxPool2d", AdaptiveMaxPool2d::new, AdaptiveMaxPool2d::returnIndices);
        adaptiveMax(all, "AdaptiveMaxPool3d", AdaptiveMaxPool3d::new, AdaptiveMaxPool3d::returnIndices);
        maxUnpool(all, "MaxUnpool1d", MaxUnpool1d::new);
        maxUnpool(all, "MaxUnpool2d", MaxUnpool2d::new);
        maxUnpool(all, "MaxUnpool3d", MaxUnpool3d::new);
        ModuleFactory.add(
                all,
                "FractionalMaxPool2d",
                "kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None",
                a -> {
                    FractionalMaxPool2d pool = new FractionalMaxPool2d(
                            a.extent("kernel_size"),
                            a.get("output_size") == null ? null : a.extent("output_size"),
                            a.get("output_ratio") == null ? null : a.numbers("output_ratio"),
                            a.tensorOrNone("_random_samples"));
                    return a.flag("return_indices") ? pool.returnIndices() : pool;
                });
        ModuleFactory.add(
                all,
                "FractionalMaxPool3d",
                "kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None",
                a -> {
                    FractionalMaxPool3d pool = new FractionalMaxPool3d(
                            a.extent("kernel_size"),
                            a.get("output_size") == null ? null : a.extent("output_size"),
                            a.get("output_ratio") == null ? null : a.numbers("output_ratio"),
                            a.tensorOrNone("_random_samples"));
                    return a.flag("return_indices") ? pool.returnIndices() : pool;
                });
    }

    private static <M extends Module> void adaptiveMax(
            Map<String, ModuleFactory> all, String name, Function<OutputSize, M> layer, UnaryOperator<M> indices) {
        ModuleFactory.add(all, name, "output_size, return_indices=False", a -> {
            M pool = layer.apply(a.outputSize("output_size"));
            return a.flag("return_indices") ? indices.apply(pool) : pool;
        });
    }

    private static <M extends Module> void maxPool(
            Map<String, ModuleFactory> all, String name, MaxPool<M> layer, UnaryOperator<M> indices) {
        ModuleFactory.add(
                all,
                name,
                "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False",
                a -> {
                    M pool = layer.of(
                            a.extent("kernel_size"),
                            stride(a),
                            a.extent("padding"),
                            a.extent("dilation"),
                            a.flag("ceil_mode"));
                    return a.flag("return_indices") ? indices.apply(pool) : pool;
                });
    }

    private static void avgPool(Map<String, ModuleFactory> all, String name, AvgPool layer) {
        ModuleFactory.add(
                all,
                name,
                "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None",
                a -> layer.of(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.flag("ceil_mode"),
                        a.flag("count_include_pad"),
                        a.integerOrNone("divisor_override")));
    }

    private static void powerPool(Map<String, ModuleFactory> all, String name, PowerPool layer) {
        ModuleFactory.add(
                all,
                name,
                "norm_type, kernel_size, stride=None, ceil_mode=False",
                a -> layer.of(
                        a.number("norm_type"),
                        a.extent("kernel_size"),
                        a.get("stride") == null ? null : a.extent("stride"),
                        a.flag("ceil_mode")));
    }

    private static void adaptive(Map<String, ModuleFactory> all, String name, Function<OutputSize, Module> layer) {
        ModuleFactory.add(all, name, "output_size", a -> layer.apply(a.outputSize("output_size")));
    }

    private static void maxUnpool(Map<String, ModuleFactory> all, String name, MaxUnpool layer) {
        ModuleFactory.add(
                all,
                name,
                "kernel_size, stride=None, padding=0",
                a -> layer.of(a.extent("kernel_size"), stride(a), a.extent("padding")));
    }

    /** Windows lie side by side where nothing else is said. */
    private static Extent stride(Arguments a) {
        return a.extentOr("stride", a.extent("kernel_size"));
    }
}
