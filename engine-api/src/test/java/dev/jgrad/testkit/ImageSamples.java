package dev.jgrad.testkit;

import static dev.jgrad.testkit.SampleTable.NONE;
import static dev.jgrad.testkit.SampleTable.ONE;
import static dev.jgrad.testkit.SampleTable.TWO;
import static dev.jgrad.testkit.SampleTable.of;

import dev.jgrad.tensor.Functional;
import java.util.List;
import java.util.stream.Stream;

/** Samples of padding, windows, resizing and sampling of images. */
final class ImageSamples {
    private ImageSamples() {}

    static void addTo(SampleTable t) {
        t.image("pad", "ConstantPadNdBackward0", x -> Functional.pad(x, 1, -1, 0, 2), 2, 3, 3);
        for (String mode : List.of("reflect", "replicate")) {
            String gradFn = (mode.equals("reflect") ? "Reflection" : "Replication") + "Pad2DBackward0";
            t.image("pad " + mode, gradFn, x -> Functional.pad(x, of(1, 2, 2, 0), mode), 1, 2, 3, 3);
        }
        t.image("pad circular", "IndexSelectBackward0", x -> Functional.pad(x, of(1, 2), "circular"), 2, 2, 3);
        t.image(
                "functional unfold",
                "Im2ColBackward0",
                x -> Functional.unfold(x, of(2, 2), of(1, 2), ONE, TWO),
                1,
                2,
                3,
                4);
        t.image("functional fold", "Col2ImBackward0", x -> Functional.fold(x, of(3, 3), TWO, ONE, NONE, ONE), 1, 8, 4);
        t.image("pixelShuffle", "PixelShuffleBackward0", x -> Functional.pixelShuffle(x, 2), 1, 4, 2, 3);
        t.image("pixelUnshuffle", "PixelUnshuffleBackward0", x -> Functional.pixelUnshuffle(x, 2), 1, 1, 4, 2);
        t.image("channelShuffle", "ChannelShuffleBackward0", x -> Functional.channelShuffle(x, 2), 1, 4, 2);
        Stream.of("nearest:UpsampleNearest2D", "bilinear:UpsampleBilinear2D", "bicubic:UpsampleBicubic2D")
                .map(s -> s.split(":"))
                .forEach(s -> t.image(
                        "interpolate " + s[0],
                        s[1] + "Backward0",
                        x -> Functional.interpolate(x, of(5, 3), s[0]),
                        1,
                        2,
                        3,
                        4));
        t.image(
                "interpolate antialias",
                "UpsampleBilinear2DAaBackward0",
                x -> Functional.interpolate(x, of(2, 3), null, "bilinear", false, null, true),
                1,
                1,
                5,
                4);
        t.image(
                "interpolate linear",
                "UpsampleLinear1DBackward0",
                x -> Functional.interpolate(x, of(5), "linear"),
                1,
                2,
                3);
        t.image(
                "interpolate trilinear",
                "UpsampleTrilinear3DBackward0",
                x -> Functional.interpolate(x, null, new double[] {1.5}, "trilinear", true, null, false),
                1,
                1,
                2,
                3,
                2);
        for (String mode : List.of("bilinear", "bicubic")) {
            t.add(
                    "gridSample " + mode,
                    "GridSampler2DBackward0",
                    -0.9,
                    0.9,
                    x -> Functional.gridSample(x.get(0), x.get(1), mode, "zeros", false),
                    of(1, 2, 3, 3),
                    of(1, 2, 2, 2));
        }
        t.image(
                "affineGrid",
                "AffineGridGeneratorBackward0",
                x -> Functional.affineGrid(x, of(1, 1, 2, 3), false),
                1,
                2,
                3);
    }
}
