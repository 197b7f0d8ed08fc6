package dev.jgrad.testkit;

import static dev.jgrad.testkit.SampleTable.NONE;
import static dev.jgrad.testkit.SampleTable.ONE;
import static dev.jgrad.testkit.SampleTable.TWO;
import static dev.jgrad.testkit.SampleTable.of;

import dev.jgrad.tensor.Functional;

/** Samples of pooling. */
final class PoolingSamples {
    private PoolingSamples() {}

    static void addTo(SampleTable t) {
        t.image("maxPool1d", "SqueezeBackward1", x -> Functional.maxPool1d(x, TWO, ONE, NONE, ONE, false), 2, 2, 5);
        t.image(
                "maxPool2d",
                "MaxPool2DWithIndicesBackward0",
                x -> Functional.maxPool2d(x, of(3, 2), of(2, 2), of(1, 0), ONE, true),
                2,
                2,
                5,
                5);
        t.image(
                "maxPool2d dilated unbatched",
                "MaxPool2DWithIndicesBackward0",
                x -> Functional.maxPool2d(x, TWO, ONE, NONE, TWO, false),
                2,
                4,
                5);
        t.image(
                "maxPool3d",
                "MaxPool3DWithIndicesBackward0",
                x -> Functional.maxPool3d(x, TWO, ONE, NONE, ONE, false),
                1,
                2,
                3,
                3,
                2);
        t.image("avgPool1d", "SqueezeBackward1", x -> Functional.avgPool1d(x, TWO, ONE, ONE, false, false), 2, 2, 5);
        t.image(
                "avgPool2d",
                "AvgPool2DBackward0",
                x -> Functional.avgPool2d(x, of(3, 2), of(2, 1), of(1, 1), true, false, null),
                2,
                2,
                5,
                4);
        t.image(
                "avgPool2d divisor",
                "AvgPool2DBackward0",
                x -> Functional.avgPool2d(x, TWO, ONE, NONE, false, true, 3L),
                1,
                2,
                3,
                4);
        t.image(
                "avgPool3d",
                "AvgPool3DBackward0",
                x -> Functional.avgPool3d(x, TWO, ONE, ONE, false, true, null),
                1,
                1,
                3,
                2,
                2);
        t.image("adaptiveAvgPool1d", "SqueezeBackward1", x -> Functional.adaptiveAvgPool1d(x, 3), 2, 2, 5);
        t.image(
                "adaptiveAvgPool2d",
                "AdaptiveAvgPool2DBackward0",
                x -> Functional.adaptiveAvgPool2d(x, 3, 2),
                2,
                2,
                5,
                4);
        t.image("adaptiveAvgPool2d one", "MeanBackward1", x -> Functional.adaptiveAvgPool2d(x, 1), 2, 2, 3, 4);
        t.image(
                "adaptiveAvgPool3d",
                "AdaptiveAvgPool3DBackward0",
                x -> Functional.adaptiveAvgPool3d(x, 2, 1, 2),
                1,
                2,
                3,
                2,
                3);
        t.image("adaptiveMaxPool1d", "SqueezeBackward1", x -> Functional.adaptiveMaxPool1d(x, 3), 2, 2, 5);
        t.image(
                "adaptiveMaxPool2d",
                "AdaptiveMaxPool2DBackward0",
                x -> Functional.adaptiveMaxPool2d(x, 3, 2),
                1,
                2,
                5,
                4);
        t.image(
                "adaptiveMaxPool3d",
                "AdaptiveMaxPool3DBackward0",
                x -> Functional.adaptiveMaxPool3d(x, 2, 1, 2),
                1,
                2,
                3,
                2,
                3);
        t.add(
                "lpPool2d",
                "PowBackward0",
                0.3,
                2,
                x -> Functional.lpPool2d(x.getFirst(), 2, TWO, ONE, false),
                of(1, 2, 3, 3));
        t.add(
                "lpPool3d",
                "PowBackward0",
                0.3,
                2,
                x -> Functional.lpPool3d(x.getFirst(), 3, TWO, null, true),
                of(1, 2, 3, 2, 3));
    }
}
