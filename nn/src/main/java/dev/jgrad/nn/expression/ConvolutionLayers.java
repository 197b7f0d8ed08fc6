package dev.jgrad.nn.expression;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.Conv1d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Conv3d;
import dev.jgrad.nn.layer.ConvOptions;
import dev.jgrad.nn.layer.ConvTranspose1d;
import dev.jgrad.nn.layer.ConvTranspose2d;
import dev.jgrad.nn.layer.ConvTranspose3d;
import dev.jgrad.nn.layer.Extent;
import dev.jgrad.nn.layer.LazyConv1d;
import dev.jgrad.nn.layer.LazyConv2d;
import dev.jgrad.nn.layer.LazyConv3d;
import dev.jgrad.nn.layer.LazyConvTranspose1d;
import dev.jgrad.nn.layer.LazyConvTranspose2d;
import dev.jgrad.nn.layer.LazyConvTranspose3d;
import dev.jgrad.nn.layer.PaddingMode;
import java.util.Map;

/** Convolutions and transposed convolutions, also those that find the number of their input channels. */
final class ConvolutionLayers {
    private static final String CONVOLUTION =
            "out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'";

    private static final String TRANSPOSED =
            "out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1,"
                    + " padding_mode='zeros'";

    private ConvolutionLayers() {}

    private interface Convolution {
        Module of(long inChannels, long outChannels, Extent kernelSize, ConvOptions options);
    }

    private interface LazyConvolution {
        Module of(long outChannels, Extent kernelSize, ConvOptions options);
    }

    static void addTo(Map<String, ModuleFactory> all) {
        add(all, "Conv1d", CONVOLUTION, Conv1d::new);
        add(all, "Conv2d", CONVOLUTION, Conv2d::new);
        add(all, "Conv3d", CONVOLUTION, Conv3d::new);
        add(all, "ConvTranspose1d", TRANSPOSED, ConvTranspose1d::new);
        add(all, "ConvTranspose2d", TRANSPOSED, ConvTranspose2d::new);
        add(all, "ConvTranspose3d", TRANSPOSED, ConvTranspose3d::new);
        addLazy(all, "LazyConv1d", CONVOLUTION, LazyConv1d::new);
        addLazy(all, "LazyConv2d", CONVOLUTION, LazyConv2d::new);
        addLazy(all, "LazyConv3d", CONVOLUTION, LazyConv3d::new);
        addLazy(all, "LazyConvTranspose1d", TRANSPOSED, LazyConvTranspose1d::new);
        addLazy(all, "LazyConvTranspose2d", TRANSPOSED, LazyConvTranspose2d::new);
        addLazy(all, "LazyConvTranspose3d", TRANSPOSED, LazyConvTranspose3d::new);
    }

    private static void add(Map<String, ModuleFactory> all, String name, String parameters, Convolution layer) {
        ModuleFactory.add(
                all,
                name,
                "in_channels, " + parameters,
                a -> layer.of(
                        a.integer("in_channels"), a.integer("out_channels"), a.extent("kernel_size"), options(a)));
    }

    private static void addLazy(Map<String, ModuleFactory> all, String name, String parameters, LazyConvolution layer) {
        ModuleFactory.add(
                all, name, parameters, a -> layer.of(a.integer("out_channels"), a.extent("kernel_size"), options(a)));
    }

    private static ConvOptions options(Arguments a) {
        ConvOptions options = ConvOptions.stride(a.integers("stride"))
                .withDilation(a.integers("dilation"))
                .withGroups(a.integer("groups"))
                .withBias(a.flag("bias"))
                .withPaddingMode(paddingMode(a));
        options = a.isText("padding")
                ? options.withPadding(a.text("padding"))
                : options.withPadding(a.integers("padding"));
        return a.takes("output_padding") ? options.withOutputPadding(a.integers("output_padding")) : options;
    }

    private static PaddingMode paddingMode(Arguments a) {
        for (PaddingMode mode : PaddingMode.values()) {
            if (mode.label().equals(a.text("padding_mode"))) {
                return mode;
            }
        }
        return a.wrong("padding_mode", "one of zeros, reflect, replicate, circular");
    }
}
