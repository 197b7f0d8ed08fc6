package dev.jgrad.testkit;

import static dev.jgrad.testkit.SampleTable.NONE;
import static dev.jgrad.testkit.SampleTable.ONE;
import static dev.jgrad.testkit.SampleTable.TWO;
import static dev.jgrad.testkit.SampleTable.of;

import dev.jgrad.tensor.Functional;

/** Samples of linear layers and convolutions. */
final class ConvolutionSamples {
    private ConvolutionSamples() {}

    static void addTo(SampleTable t) {
        String name = "ConvolutionBackward0";
        t.add(
                "functional linear",
                "AddmmBackward0",
                -2,
                2,
                x -> Functional.linear(x.get(0), x.get(1), x.get(2)),
                of(2, 3),
                of(4, 3),
                of(4));
        t.add(
                "conv1d",
                name,
                -2,
                2,
                x -> Functional.conv1d(x.get(0), x.get(1), x.get(2), TWO, ONE, ONE, 1),
                of(2, 2, 5),
                of(3, 2, 2),
                of(3));
        t.add(
                "convTbc",
                "ConvTbcBackward0",
                -2,
                2,
                x -> Functional.convTbc(x.get(0), x.get(1), x.get(2), 1),
                of(4, 2, 3),
                of(2, 3, 2),
                of(2));
        t.add(
                "conv2d",
                name,
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), x.get(2), of(2, 1), of(1, 0), of(1, 2), 1),
                of(2, 2, 4, 5),
                of(3, 2, 3, 2),
                of(3));
        t.add(
                "conv2d groups",
                name,
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), null, ONE, ONE, ONE, 2),
                of(1, 4, 3, 3),
                of(2, 2, 2, 2));
        t.add(
                "conv2d same",
                name,
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), null, ONE, "same", ONE, 1),
                of(1, 2, 3, 4),
                of(2, 2, 2, 3));
        t.add(
                "conv2d unbatched",
                "SqueezeBackward1",
                -2,
                2,
                x -> Functional.conv2d(x.get(0), x.get(1), x.get(2)),
                of(2, 4, 3),
                of(2, 2, 2, 2),
                of(2));
        t.add(
                "conv3d",
                name,
                -2,
                2,
                x -> Functional.conv3d(x.get(0), x.get(1), x.get(2), ONE, of(0, 1, 0), ONE, 1),
                of(1, 2, 2, 3, 3),
                of(2, 2, 2, 2, 2),
                of(2));
        t.add(
                "convTranspose1d",
                name,
                -2,
                2,
                x -> Functional.convTranspose1d(x.get(0), x.get(1), x.get(2), TWO, ONE, ONE, 1, ONE),
                of(1, 2, 3),
                of(2, 2, 3),
                of(2));
        t.add(
                "convTranspose2d",
                name,
                -2,
                2,
                x -> Functional.convTranspose2d(x.get(0), x.get(1), x.get(2), TWO, ONE, of(1, 0), 2, of(1, 2)),
                of(2, 2, 3, 2),
                of(2, 1, 2, 3),
                of(2));
        t.add(
                "convTranspose3d",
                name,
                -2,
                2,
                x -> Functional.convTranspose3d(x.get(0), x.get(1), null, ONE, NONE, NONE, 1, ONE),
                of(1, 2, 2, 2, 2),
                of(2, 1, 2, 1, 2));
    }
}
