package dev.jgrad.cpu.kernels;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.cpu.onednn.OneDnn;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Buffer;
import dev.jgrad.testkit.Closeness;
import dev.jgrad.testkit.Sample;
import dev.jgrad.testkit.Seeds;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Large channels-last batches are normalised by the library as they are in Java. */
final class BatchNormNativeTest {
    private static final DType F32 = DType.FLOAT32;

    private final CpuBackend backend = new CpuBackend();

    @BeforeAll
    static void needsTheLibrary() {
        Assumptions.assumeTrue(OneDnn.isAvailable(), OneDnn.description());
    }

    private Sample sample(Random random, long... sizes) {
        int n = (int) Layout.contiguous(sizes).numel();
        double[] values = Sample.values(F32, random, n);
        for (int i = 0; i < n; i++) {
            values[i] = Sample.rounded(F32, Math.abs(values[i]) + 0.5);
        }
        return Sample.dense(backend, F32, values, sizes);
    }

    private static @Nullable Buffer given(boolean yes, Sample sample) {
        return yes ? sample.buffer() : null;
    }

    @Test
    void agreesWithJava() {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            long channels = 1 + random.nextInt(70);
            Layout layout = random.nextBoolean()
                    ? Layout.channelsLast(4, channels, 50 + random.nextInt(9), 47)
                    : Layout.channelsLast(3, channels, 14, 15, 16);
            String what = "seed " + seed + " round " + round + " " + layout;
            boolean affine = random.nextBoolean();
            Sample in = sample(random, layout.sizes()).as(layout);
            Sample grad = sample(random, layout.sizes()).as(layout);
            Sample weight = sample(random, channels);
            Sample bias = sample(random, channels);
            Results expected = new Results(layout, channels);
            Results actual = new Results(layout, channels);
            BatchNormCpu.batchNormTraining(
                    backend.stream(),
                    F32,
                    expected.out.buffer(),
                    layout,
                    expected.mean.buffer(),
                    expected.invStd.buffer(),
                    in.buffer(),
                    layout,
                    given(affine, weight),
                    given(affine, bias),
                    expected.runningMean.buffer(),
                    expected.runningVar.buffer(),
                    0.1,
                    1e-5);
            backend.normalizations()
                    .batchNormTraining(
                            backend.stream(),
                            F32,
                            actual.out.buffer(),
                            layout,
                            actual.mean.buffer(),
                            actual.invStd.buffer(),
                            in.buffer(),
                            layout,
                            given(affine, weight),
                            given(affine, bias),
                            actual.runningMean.buffer(),
                            actual.runningVar.buffer(),
                            0.1,
                            1e-5);
            expected.assertSame(actual, what + " training");
            boolean training = random.nextBoolean();
            BatchNormCpu.batchNormBackward(
                    backend.stream(),
                    F32,
                    expected.out.buffer(),
                    layout,
                    expected.gradWeight.buffer(),
                    expected.gradBias.buffer(),
                    grad.buffer(),
                    layout,
                    in.buffer(),
                    layout,
                    given(affine, weight),
                    expected.mean.buffer(),
                    expected.invStd.buffer(),
                    training);
            backend.normalizations()
                    .batchNormBackward(
                            backend.stream(),
                            F32,
                            actual.out.buffer(),
                            layout,
                            actual.gradWeight.buffer(),
                            actual.gradBias.buffer(),
                            grad.buffer(),
                            layout,
                            in.buffer(),
                            layout,
                            given(affine, weight),
                            expected.mean.buffer(),
                            expected.invStd.buffer(),
                            training);
            expected.assertSame(actual, what + " backward");
            BatchNormCpu.batchNormInference(
                    backend.stream(),
                    F32,
                    expected.out.buffer(),
                    layout,
                    in.buffer(),
                    layout,
                    given(affine, weight),
                    given(affine, bias),
                    expected.runningMean.buffer(),
                    expected.runningVar.buffer(),
                    1e-5);
            backend.normalizations()
                    .batchNormInference(
                            backend.stream(),
                            F32,
                            actual.out.buffer(),
                            layout,
                            in.buffer(),
                            layout,
                            given(affine, weight),
                            given(affine, bias),
                            expected.runningMean.buffer(),
                            expected.runningVar.buffer(),
                            1e-5);
            expected.assertSame(actual, what + " inference");
        }
    }

    /** Everything a call may write. */
    private final class Results {
        final Sample out;
        final Sample mean;
        final Sample invStd;
        final Sample runningMean;
        final Sample runningVar;
        final Sample gradWeight;
        final Sample gradBias;

        Results(Layout layout, long channels) {
            Random random = new Random(1);
            out = sample(random, layout.sizes()).as(layout);
            mean = sample(random, channels);
            invStd = sample(random, channels);
            runningMean = sample(random, channels);
            runningVar = sample(random, channels);
            gradWeight = sample(random, channels);
            gradBias = sample(random, channels);
        }

        void assertSame(Results actual, String what) {
            Closeness.assertClose(F32, 20, out.read(), actual.out.read(), what + ", result");
            Closeness.assertClose(F32, 5, mean.read(), actual.mean.read(), what + ", mean");
            Closeness.assertClose(F32, 5, invStd.read(), actual.invStd.read(), what + ", invStd");
            Closeness.assertClose(F32, 5, runningMean.read(), actual.runningMean.read(), what + ", running mean");
            Closeness.assertClose(F32, 5, runningVar.read(), actual.runningVar.read(), what + ", running variance");
            // Sums over thousands of products of either sign, in float32: the terms, not the sum, set the error.
            Closeness.assertClose(F32, 1000, gradWeight.read(), actual.gradWeight.read(), what + ", weight's gradient");
            Closeness.assertClose(F32, 20, gradBias.read(), actual.gradBias.read(), what + ", bias' gradient");
        }
    }
}
