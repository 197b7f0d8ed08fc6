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
import dev.jgrad.nn.layer.BatchNorm1d;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.BatchNorm3d;
import dev.jgrad.nn.layer.ChannelShuffle;
import dev.jgrad.nn.layer.CircularPad1d;
import dev.jgrad.nn.layer.CircularPad2d;
import dev.jgrad.nn.layer.CircularPad3d;
import dev.jgrad.nn.layer.ConstantPad1d;
import dev.jgrad.nn.layer.ConstantPad2d;
import dev.jgrad.nn.layer.ConstantPad3d;
import dev.jgrad.nn.layer.Conv1d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Conv3d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.ConvTranspose1d;
import dev.jgrad.nn.layer.ConvTranspose2d;
import dev.jgrad.nn.layer.ConvTranspose3d;
import dev.jgrad.nn.layer.Extent;
import dev.jgrad.nn.layer.Fold;
import dev.jgrad.nn.layer.FractionalMaxPool2d;
import dev.jgrad.nn.layer.FractionalMaxPool3d;
import dev.jgrad.nn.layer.InstanceNorm1d;
import dev.jgrad.nn.layer.InstanceNorm2d;
import dev.jgrad.nn.layer.InstanceNorm3d;
import dev.jgrad.nn.layer.LPPool1d;
import dev.jgrad.nn.layer.LPPool2d;
import dev.jgrad.nn.layer.LPPool3d;
import dev.jgrad.nn.layer.MaxPool1d;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.MaxPool3d;
import dev.jgrad.nn.layer.MaxUnpool1d;
import dev.jgrad.nn.layer.MaxUnpool2d;
import dev.jgrad.nn.layer.MaxUnpool3d;
import dev.jgrad.nn.layer.NormOptions;
import dev.jgrad.nn.layer.PaddingMode;
import dev.jgrad.nn.layer.PixelShuffle;
import dev.jgrad.nn.layer.PixelUnshuffle;
import dev.jgrad.nn.layer.ReflectionPad1d;
import dev.jgrad.nn.layer.ReflectionPad2d;
import dev.jgrad.nn.layer.ReflectionPad3d;
import dev.jgrad.nn.layer.ReplicationPad1d;
import dev.jgrad.nn.layer.ReplicationPad2d;
import dev.jgrad.nn.layer.ReplicationPad3d;
import dev.jgrad.nn.layer.Unfold;
import dev.jgrad.nn.layer.Upsample;
import dev.jgrad.nn.layer.UpsamplingBilinear2d;
import dev.jgrad.nn.layer.UpsamplingNearest2d;
import dev.jgrad.nn.layer.ZeroPad1d;
import dev.jgrad.nn.layer.ZeroPad2d;
import dev.jgrad.nn.layer.ZeroPad3d;
import java.util.Map;

/** Layers over signals, images and volumes. */
final class SpatialLayers {
    private SpatialLayers() {}

    static void addTo(Map<String, ModuleFactory> all) {
        ModuleFactory.add(
                all,
                "Conv1d",
                "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'",
                a -> new Conv1d(
                        a.integer("in_channels"), a.integer("out_channels"), a.extent("kernel_size"), convolution(a)));
        ModuleFactory.add(
                all,
                "ConvTranspose1d",
                "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros'",
                a -> new ConvTranspose1d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.extent("kernel_size"),
                        convolution(a).withOutputPadding(a.integers("output_padding"))));
        ModuleFactory.add(
                all,
                "BatchNorm1d",
                "num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, bias=True",
                a -> new BatchNorm1d(a.integer("num_features"), norm(a)));
        ModuleFactory.add(
                all,
                "InstanceNorm1d",
                "num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, bias=True",
                a -> new InstanceNorm1d(a.integer("num_features"), norm(a)));
        ModuleFactory.add(
                all,
                "MaxPool1d",
                "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False",
                a -> new MaxPool1d(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.extent("dilation"),
                        a.flag("ceil_mode")));
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
        ModuleFactory.add(
                all, "AdaptiveAvgPool1d", "output_size", a -> new AdaptiveAvgPool1d(a.outputSize("output_size")));
        ModuleFactory.add(
                all, "AdaptiveMaxPool1d", "output_size", a -> new AdaptiveMaxPool1d(a.outputSize("output_size")));
        ModuleFactory.add(all, "ZeroPad1d", "padding", a -> new ZeroPad1d(a.extent("padding")));
        ModuleFactory.add(all, "ReflectionPad1d", "padding", a -> new ReflectionPad1d(a.extent("padding")));
        ModuleFactory.add(all, "ReplicationPad1d", "padding", a -> new ReplicationPad1d(a.extent("padding")));
        ModuleFactory.add(all, "CircularPad1d", "padding", a -> new CircularPad1d(a.extent("padding")));
        ModuleFactory.add(
                all, "ConstantPad1d", "padding, value", a -> new ConstantPad1d(a.extent("padding"), a.number("value")));
        ModuleFactory.add(
                all,
                "Conv2d",
                "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'",
                a -> new Conv2d(
                        a.integer("in_channels"), a.integer("out_channels"), a.extent("kernel_size"), convolution(a)));
        ModuleFactory.add(
                all,
                "ConvTranspose2d",
                "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros'",
                a -> new ConvTranspose2d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.extent("kernel_size"),
                        convolution(a).withOutputPadding(a.integers("output_padding"))));
        ModuleFactory.add(
                all,
                "BatchNorm2d",
                "num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, bias=True",
                a -> new BatchNorm2d(a.integer("num_features"), norm(a)));
        ModuleFactory.add(
                all,
                "InstanceNorm2d",
                "num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, bias=True",
                a -> new InstanceNorm2d(a.integer("num_features"), norm(a)));
        ModuleFactory.add(
                all,
                "MaxPool2d",
                "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False",
                a -> new MaxPool2d(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.extent("dilation"),
                        a.flag("ceil_mode")));
        ModuleFactory.add(
                all,
                "AvgPool2d",
                "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None",
                a -> new AvgPool2d(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.flag("ceil_mode"),
                        a.flag("count_include_pad"),
                        a.integerOrNone("divisor_override")));
        ModuleFactory.add(
                all, "AdaptiveAvgPool2d", "output_size", a -> new AdaptiveAvgPool2d(a.outputSize("output_size")));
        ModuleFactory.add(
                all, "AdaptiveMaxPool2d", "output_size", a -> new AdaptiveMaxPool2d(a.outputSize("output_size")));
        ModuleFactory.add(all, "ZeroPad2d", "padding", a -> new ZeroPad2d(a.extent("padding")));
        ModuleFactory.add(all, "ReflectionPad2d", "padding", a -> new ReflectionPad2d(a.extent("padding")));
        ModuleFactory.add(all, "ReplicationPad2d", "padding", a -> new ReplicationPad2d(a.extent("padding")));
        ModuleFactory.add(all, "CircularPad2d", "padding", a -> new CircularPad2d(a.extent("padding")));
        ModuleFactory.add(
                all, "ConstantPad2d", "padding, value", a -> new ConstantPad2d(a.extent("padding"), a.number("value")));
        ModuleFactory.add(
                all,
                "Conv3d",
                "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'",
                a -> new Conv3d(
                        a.integer("in_channels"), a.integer("out_channels"), a.extent("kernel_size"), convolution(a)));
        ModuleFactory.add(
                all,
                "ConvTranspose3d",
                "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros'",
                a -> new ConvTranspose3d(
                        a.integer("in_channels"),
                        a.integer("out_channels"),
                        a.extent("kernel_size"),
                        convolution(a).withOutputPadding(a.integers("output_padding"))));
        ModuleFactory.add(
                all,
                "BatchNorm3d",
                "num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, bias=True",
                a -> new BatchNorm3d(a.integer("num_features"), norm(a)));
        ModuleFactory.add(
                all,
                "InstanceNorm3d",
                "num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, bias=True",
                a -> new InstanceNorm3d(a.integer("num_features"), norm(a)));
        ModuleFactory.add(
                all,
                "MaxPool3d",
                "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False",
                a -> new MaxPool3d(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.extent("dilation"),
                        a.flag("ceil_mode")));
        ModuleFactory.add(
                all,
                "AvgPool3d",
                "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None",
                a -> new AvgPool3d(
                        a.extent("kernel_size"),
                        stride(a),
                        a.extent("padding"),
                        a.flag("ceil_mode"),
                        a.flag("count_include_pad"),
                        a.integerOrNone("divisor_override")));
        ModuleFactory.add(
                all, "AdaptiveAvgPool3d", "output_size", a -> new AdaptiveAvgPool3d(a.outputSize("output_size")));
        ModuleFactory.add(
                all, "AdaptiveMaxPool3d", "output_size", a -> new AdaptiveMaxPool3d(a.outputSize("output_size")));
        ModuleFactory.add(all, "ZeroPad3d", "padding", a -> new ZeroPad3d(a.extent("padding")));
        ModuleFactory.add(all, "ReflectionPad3d", "padding", a -> new ReflectionPad3d(a.extent("padding")));
        ModuleFactory.add(all, "ReplicationPad3d", "padding", a -> new ReplicationPad3d(a.extent("padding")));
        ModuleFactory.add(all, "CircularPad3d", "padding", a -> new CircularPad3d(a.extent("padding")));
        ModuleFactory.add(
                all, "ConstantPad3d", "padding, value", a -> new ConstantPad3d(a.extent("padding"), a.number("value")));
        ModuleFactory.add(
                all,
                "LPPool1d",
                "norm_type, kernel_size, stride=None, ceil_mode=False",
                a -> new LPPool1d(
                        a.number("norm_type"),
                        a.extent("kernel_size"),
                        a.get("stride") == null ? null : a.extent("stride"),
                        a.flag("ceil_mode")));
        ModuleFactory.add(
                all,
                "LPPool2d",
                "norm_type, kernel_size, stride=None, ceil_mode=False",
                a -> new LPPool2d(
                        a.number("norm_type"),
                        a.extent("kernel_size"),
                        a.get("stride") == null ? null : a.extent("stride"),
                        a.flag("ceil_mode")));
        ModuleFactory.add(
                all,
                "MaxUnpool1d",
                "kernel_size, stride=None, padding=0",
                a -> new MaxUnpool1d(a.extent("kernel_size"), stride(a), a.extent("padding")));
        ModuleFactory.add(
                all,
                "MaxUnpool2d",
                "kernel_size, stride=None, padding=0",
                a -> new MaxUnpool2d(a.extent("kernel_size"), stride(a), a.extent("padding")));
        ModuleFactory.add(
                all,
                "MaxUnpool3d",
                "kernel_size, stride=None, padding=0",
                a -> new MaxUnpool3d(a.extent("kernel_size"), stride(a), a.extent("padding")));
        ModuleFactory.add(
                all,
                "LPPool3d",
                "norm_type, kernel_size, stride=None, ceil_mode=False",
                a -> new LPPool3d(
                        a.number("norm_type"),
                        a.extent("kernel_size"),
                        a.get("stride") == null ? null : a.extent("stride"),
                        a.flag("ceil_mode")));
        ModuleFactory.add(
                all,
                "FractionalMaxPool2d",
                "kernel_size, output_size=None, output_ratio=None, return_indices=False",
                a -> a.get("output_size") == null
                        ? new FractionalMaxPool2d(a.extent("kernel_size"), a.number("output_ratio"))
                        : new FractionalMaxPool2d(a.extent("kernel_size"), a.extent("output_size")));
        ModuleFactory.add(
                all,
                "FractionalMaxPool3d",
                "kernel_size, output_size=None, output_ratio=None, return_indices=False",
                a -> a.get("output_size") == null
                        ? new FractionalMaxPool3d(a.extent("kernel_size"), a.number("output_ratio"))
                        : new FractionalMaxPool3d(a.extent("kernel_size"), a.extent("output_size")));
        ModuleFactory.add(
                all,
                "UpsamplingNearest2d",
                "size=None, scale_factor=None",
                a -> a.get("size") == null
                        ? new UpsamplingNearest2d(a.number("scale_factor"))
                        : new UpsamplingNearest2d(a.extent("size")));
        ModuleFactory.add(
                all,
                "UpsamplingBilinear2d",
                "size=None, scale_factor=None",
                a -> a.get("size") == null
                        ? new UpsamplingBilinear2d(a.number("scale_factor"))
                        : new UpsamplingBilinear2d(a.extent("size")));
        ModuleFactory.add(
                all,
                "Upsample",
                "size=None, scale_factor=None, mode='nearest', align_corners=None",
                SpatialLayers::upsample);
        ModuleFactory.add(all, "PixelShuffle", "upscale_factor", a -> new PixelShuffle(a.integer("upscale_factor")));
        ModuleFactory.add(
                all, "PixelUnshuffle", "downscale_factor", a -> new PixelUnshuffle(a.integer("downscale_factor")));
        ModuleFactory.add(all, "ChannelShuffle", "groups", a -> new ChannelShuffle(a.integer("groups")));
        ModuleFactory.add(
                all,
                "Unfold",
                "kernel_size, dilation=1, padding=0, stride=1",
                a -> new Unfold(
                        a.extent("kernel_size"), a.extent("dilation"), a.extent("padding"), a.extent("stride")));
        ModuleFactory.add(
                all,
                "Fold",
                "output_size, kernel_size, dilation=1, padding=0, stride=1",
                a -> new Fold(
                        a.extent("output_size"),
                        a.extent("kernel_size"),
                        a.extent("dilation"),
                        a.extent("padding"),
                        a.extent("stride")));
    }

    static ConvOptions convolution(Arguments a) {
        ConvOptions options = ConvOptions.stride(a.integers("stride"))
                .withDilation(a.integers("dilation"))
                .withGroups(a.integer("groups"))
                .withBias(a.flag("bias"))
                .withPaddingMode(paddingMode(a));
        return a.isText("padding")
                ? options.withPadding(a.text("padding"))
                : options.withPadding(a.integers("padding"));
    }

    private static PaddingMode paddingMode(Arguments a) {
        for (PaddingMode mode : PaddingMode.values()) {
            if (mode.label().equals(a.text("padding_mode"))) {
                return mode;
            }
        }
        return a.wrong("padding_mode", "one of zeros, reflect, replicate, circular");
    }

    static NormOptions norm(Arguments a) {
        return new NormOptions(
                a.number("eps"),
                a.numberOrNone("momentum"),
                a.flag("affine"),
                a.flag("track_running_stats"),
                a.flag("bias"));
    }

    private static Extent stride(Arguments a) {
        return a.extentOr("stride", a.extent("kernel_size"));
    }

    private static Module upsample(Arguments a) {
        Object corners = a.get("align_corners");
        return new Upsample(
                a.get("size") == null ? null : a.extent("size"),
                a.numberOrNone("scale_factor"),
                a.text("mode"),
                corners == null ? null : Boolean.valueOf(a.flag("align_corners")));
    }
}
