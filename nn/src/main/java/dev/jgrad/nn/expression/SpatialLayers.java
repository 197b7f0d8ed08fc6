package dev.jgrad.nn.expression;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.layer.ChannelShuffle;
import dev.jgrad.nn.layer.Fold;
import dev.jgrad.nn.layer.PixelShuffle;
import dev.jgrad.nn.layer.PixelUnshuffle;
import dev.jgrad.nn.layer.Unfold;
import dev.jgrad.nn.layer.Upsample;
import dev.jgrad.nn.layer.UpsamplingBilinear2d;
import dev.jgrad.nn.layer.UpsamplingNearest2d;
import java.util.Map;

/** Layers that enlarge images, move their pixels, or cut windows out of them. */
final class SpatialLayers {
    private SpatialLayers() {}

    static void addTo(Map<String, ModuleFactory> all) {
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
                "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None",
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

    private static Module upsample(Arguments a) {
        Object corners = a.get("align_corners");
        return new Upsample(
                a.get("size") == null ? null : a.extent("size"),
                a.get("scale_factor") == null ? null : a.numbers("scale_factor"),
                a.text("mode"),
                corners == null ? null : Boolean.valueOf(a.flag("align_corners")),
                Boolean.TRUE.equals(a.get("recompute_scale_factor")));
    }
}
