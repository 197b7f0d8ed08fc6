package dev.jgrad.testkit;

import static dev.jgrad.testkit.OpSamples.values;
import static dev.jgrad.testkit.SampleTable.of;

import dev.jgrad.tensor.Functional;

/** Samples of normalisation. */
final class NormalizationSamples {
    private NormalizationSamples() {}

    static void addTo(SampleTable t) {
        t.add(
                "batchNorm training",
                "NativeBatchNormBackward0",
                -2,
                2,
                x -> Functional.batchNorm(x.get(0), null, null, x.get(1), x.get(2), true, 0.1, 1e-5),
                of(3, 2, 2, 2),
                of(2),
                of(2));
        t.add(
                "batchNorm plain",
                "NativeBatchNormBackward0",
                -2,
                2,
                x -> Functional.batchNorm(x.getFirst(), null, null, null, null, true, 0.1, 1e-3),
                of(4, 3));
        t.add(
                "batchNorm inference",
                "NativeBatchNormBackward0",
                -2,
                2,
                x -> Functional.batchNorm(
                        x.get(0),
                        values(1, -1, 1, 2).typeAs(x.get(0)),
                        values(2, 0.5, 2, 2).typeAs(x.get(0)),
                        x.get(1),
                        x.get(2),
                        false,
                        0.1,
                        1e-5),
                of(3, 2, 3),
                of(2),
                of(2));
        t.add(
                "layerNorm",
                "NativeLayerNormBackward0",
                -2,
                2,
                x -> Functional.layerNorm(x.get(0), of(2, 3), x.get(1), x.get(2), 1e-5),
                of(3, 2, 3),
                of(2, 3),
                of(2, 3));
        t.image(
                "layerNorm plain",
                "NativeLayerNormBackward0",
                x -> Functional.layerNorm(x, of(4), null, null, 1e-3),
                3,
                4);
        t.add(
                "groupNorm",
                "NativeGroupNormBackward0",
                -2,
                2,
                x -> Functional.groupNorm(x.get(0), 2, x.get(1), x.get(2), 1e-5),
                of(2, 4, 2, 2),
                of(4),
                of(4));
        t.image(
                "groupNorm plain",
                "NativeGroupNormBackward0",
                x -> Functional.groupNorm(x, 1, null, null, 1e-3),
                2,
                2,
                3);
        t.add(
                "instanceNorm",
                "ViewBackward0",
                -2,
                2,
                x -> Functional.instanceNorm(x.get(0), null, null, x.get(1), x.get(2), true, 0.1, 1e-5),
                of(2, 2, 3, 2),
                of(2),
                of(2));
        t.add(
                "rmsNorm",
                "MulBackward0",
                -2,
                2,
                x -> Functional.rmsNorm(x.get(0), of(4), x.get(1), 1e-4),
                of(3, 4),
                of(4));
        t.image("localResponseNorm", "DivBackward0", x -> Functional.localResponseNorm(x, 3, 0.5, 0.75, 1), 2, 4, 3);
        t.image("normalize", "DivBackward0", Functional::normalize, 3, 4);
        t.image("normalize p", "DivBackward0", x -> Functional.normalize(x, 3, 0, 1e-12), 3, 4);
    }
}
