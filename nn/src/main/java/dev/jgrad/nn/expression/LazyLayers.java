package dev.jgrad.nn.expression;

import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.LazyBatchNorm1d;
import dev.jgrad.nn.layer.LazyBatchNorm2d;
import dev.jgrad.nn.layer.LazyBatchNorm3d;
import dev.jgrad.nn.layer.LazyConv1d;
import dev.jgrad.nn.layer.LazyConv2d;
import dev.jgrad.nn.layer.LazyConv3d;
import dev.jgrad.nn.layer.LazyConvTranspose1d;
import dev.jgrad.nn.layer.LazyConvTranspose2d;
import dev.jgrad.nn.layer.LazyConvTranspose3d;
import dev.jgrad.nn.layer.LazyInstanceNorm1d;
import dev.jgrad.nn.layer.LazyInstanceNorm2d;
import dev.jgrad.nn.layer.LazyInstanceNorm3d;
import dev.jgrad.nn.layer.LazyLinear;
import java.util.Map;

/** Layers that find the size of their input at the first call. */
final class LazyLayers {
    private static final String CONVOLUTION =
            "out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'";

    private static final String TRANSPOSED =
            "out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1,"
                    + " padding_mode='zeros'";

    private static final String NORM = "eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, bias=True";

    private LazyLayers() {}

    static void addTo(Map<String, ModuleFactory> all) {
        ModuleFactory.add(
                all,
                "LazyLinear",
                "out_features, bias=True",
                a -> new LazyLinear(a.integer("out_features"), a.flag("bias")));
        ModuleFactory.add(
                all,
                "LazyConv1d",
                CONVOLUTION,
                a -> new LazyConv1d(a.integer("out_channels"), a.extent("kernel_size"), SpatialLayers.convolution(a)));
        ModuleFactory.add(
                all,
                "LazyConvTranspose1d",
                TRANSPOSED,
                a -> new LazyConvTranspose1d(a.integer("out_channels"), a.extent("kernel_size"), transposed(a)));
        ModuleFactory.add(all, "LazyBatchNorm1d", NORM, a -> new LazyBatchNorm1d(SpatialLayers.norm(a)));
        ModuleFactory.add(all, "LazyInstanceNorm1d", NORM, a -> new LazyInstanceNorm1d(SpatialLayers.norm(a)));
        ModuleFactory.add(
                all,
                "LazyConv2d",
                CONVOLUTION,
                a -> new LazyConv2d(a.integer("out_channels"), a.extent("kernel_size"), SpatialLayers.convolution(a)));
        ModuleFactory.add(
                all,
                "LazyConvTranspose2d",
                TRANSPOSED,
                a -> new LazyConvTranspose2d(a.integer("out_channels"), a.extent("kernel_size"), transposed(a)));
        ModuleFactory.add(all, "LazyBatchNorm2d", NORM, a -> new LazyBatchNorm2d(SpatialLayers.norm(a)));
        ModuleFactory.add(all, "LazyInstanceNorm2d", NORM, a -> new LazyInstanceNorm2d(SpatialLayers.norm(a)));
        ModuleFactory.add(
                all,
                "LazyConv3d",
                CONVOLUTION,
                a -> new LazyConv3d(a.integer("out_channels"), a.extent("kernel_size"), SpatialLayers.convolution(a)));
        ModuleFactory.add(
                all,
                "LazyConvTranspose3d",
                TRANSPOSED,
                a -> new LazyConvTranspose3d(a.integer("out_channels"), a.extent("kernel_size"), transposed(a)));
        ModuleFactory.add(all, "LazyBatchNorm3d", NORM, a -> new LazyBatchNorm3d(SpatialLayers.norm(a)));
        ModuleFactory.add(all, "LazyInstanceNorm3d", NORM, a -> new LazyInstanceNorm3d(SpatialLayers.norm(a)));
    }

    private static ConvOptions transposed(Arguments a) {
        return SpatialLayers.convolution(a).withOutputPadding(a.integers("output_padding"));
    }
}
