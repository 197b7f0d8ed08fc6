package dev.jgrad.testkit;

import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.spi.ConvolutionKernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every backend's {@link dev.jgrad.spi.ConvolutionKernels} must do, against naive loops in double. */
public abstract class ConvolutionContract {
    private static final DType[] FLOATING = {DType.FLOAT32, DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16
    };
    private static final Sample.Form[] FORMS = Sample.Form.values();

    /** The backend under test. */
    protected abstract Backend backend();

    /** The kernels under test, where they are not the backend's own. */
    protected ConvolutionKernels kernels() {
        return backend().convolutions();
    }

    /** One convolution: sizes and parameters. */
    private record Case(
            DType dtype, ConvSpec spec, long[] input, long[] weight, long[] output, boolean channelsLast, String what) {
        /** How an activation lies. */
        Sample.Form form(Random random) {
            return channelsLast ? Sample.Form.CHANNELS_LAST : anyForm(random);
        }

        Case in(String round) {
            return new Case(dtype, spec, input, weight, output, channelsLast, round);
        }

        @Override
        public String toString() {
            return what + " " + dtype + " input " + Arrays.toString(input) + " weight " + Arrays.toString(weight)
                    + " stride " + Arrays.toString(spec.stride()) + " padding " + Arrays.toString(spec.padding())
                    + " dilation " + Arrays.toString(spec.dilation()) + " groups " + spec.groups();
        }
    }

    private interface Kernel {
        void run(Case c, Random random);
    }

    @Test
    void forward() {
        repeat(this::checkForward);
    }

    @Test
    void inputGradient() {
        repeat(this::checkInputGradient);
    }

    @Test
    void weightGradient() {
        repeat(this::checkWeightGradient);
    }

    /** Places of the kernel that meet padding only have gradient zero. */
    @Test
    void weightGradientOfTapsOnPadding() {
        ConvSpec spec = new ConvSpec(new long[] {1, 3}, new long[] {2, 1}, new long[] {1, 1}, 2);
        long[] input = {1, 40, 1, 2};
        long[] weight = {48, 20, 4, 2};
        long[] output = {1, 48, 2, 1};
        for (int seed = 0; seed < 10; seed++) {
            for (DType dtype : FLOATING) {
                checkWeightGradient(
                        new Case(dtype, spec, input, weight, output, false, "seed " + seed), new Random(seed));
            }
        }
    }

    /** The last stages of a network: padding is a large part of what their kernels see. */
    @Test
    void batchesOfSmallImages() {
        Kernel all = (c, random) -> {
            checkForward(c, random);
            checkInputGradient(c, random);
            checkWeightGradient(c, random);
        };
        repeat(all, 25, random -> {
            // Products by taps are for many channels.
            long least = random.nextBoolean() ? 96 : 1;
            Case c;
            do {
                c = draw(random, random.nextInt(2) + 1, 144, 4, 24, true);
            } while (Math.min(c.input[1], c.output[1]) < least);
            return c;
        });
    }

    /** Pictures: few channels become many. */
    @Test
    void inputGradientOfFewChannels() {
        repeat(this::checkInputGradient, 60, random -> {
            long stride = 1 + random.nextInt(3);
            ConvSpec spec = new ConvSpec(
                    new long[] {stride, 1 + random.nextInt(3)},
                    new long[] {random.nextInt(4), random.nextInt(4)},
                    new long[] {1 + random.nextInt(2), random.nextInt(5) == 0 ? 2 : 1},
                    1);
            long[] input = {1 + random.nextInt(3), 1 + random.nextInt(5), 0, 0};
            long[] weight = {28 + random.nextInt(40), input[1], 1 + random.nextInt(7), 1 + random.nextInt(7)};
            long[] output = {input[0], weight[0], 0, 0};
            for (int d = 0; d < 2; d++) {
                long reach = (weight[d + 2] - 1) * spec.dilation()[d] + 1;
                input[d + 2] = reach + random.nextInt(40);
                output[d + 2] = (input[d + 2] + 2 * spec.padding()[d] - reach) / spec.stride()[d] + 1;
            }
            return new Case(DType.FLOAT32, spec, input, weight, output, true, "");
        });
    }

    private void repeat(Kernel kernel) {
        repeat(kernel, 150, random -> {
            int spatial = 1 + random.nextInt(3);
            int channels = spatial == 3 ? 6 : 24;
            int image = spatial == 3 ? 7 : random.nextBoolean() ? 5 : 14;
            return draw(random, spatial, channels, image, 3, false);
        });
    }

    private interface Source {
        Case draw(Random random);
    }

    private void repeat(Kernel kernel, int rounds, Source source) {
        long seed = Seeds.fresh();
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            Case c = source.draw(random).in("seed " + seed + " round " + round);
            try {
                kernel.run(c, random);
            } catch (RuntimeException e) {
                throw new AssertionError(c.toString(), e);
            }
        }
    }

    private static Case draw(Random random, int spatial, int channels, int image, int batch, boolean channelsLast) {
        while (true) {
            long groups = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
            long c = groups * (1 + random.nextInt(channels));
            long o = groups * (1 + random.nextInt(channels));
            long n = 1 + random.nextInt(batch);
            long[] input = new long[spatial + 2];
            long[] weight = new long[spatial + 2];
            long[] output = new long[spatial + 2];
            input[0] = n;
            output[0] = n;
            input[1] = c;
            output[1] = o;
            weight[0] = o;
            weight[1] = c / groups;
            ConvSpec spec = new ConvSpec(new long[spatial], new long[spatial], new long[spatial], groups);
            boolean possible = true;
            for (int d = 0; d < spatial; d++) {
                input[d + 2] = 1 + random.nextInt(image);
                weight[d + 2] = 1 + random.nextInt(4);
                spec.stride()[d] = 1 + random.nextInt(3);
                spec.padding()[d] = random.nextInt(3);
                spec.dilation()[d] = 1 + random.nextInt(2);
                long reach = (weight[d + 2] - 1) * spec.dilation()[d] + 1;
                long room = input[d + 2] + 2 * spec.padding()[d] - reach;
                possible &= room >= 0;
                output[d + 2] = room / spec.stride()[d] + 1;
            }
            if (possible) {
                DType dtype = FLOATING[random.nextInt(channelsLast ? 2 : FLOATING.length)];
                return new Case(dtype, spec, input, weight, output, channelsLast, "");
            }
        }
    }

    private void checkForward(Case c, Random random) {
        Sample input = operand(c, random, 1, c.form(random), c.input);
        Sample weight = operand(c, random, 0.2, anyForm(random), c.weight);
        Sample bias = Sample.dense(backend(), c.dtype, Sample.values(c.dtype, random, (int) c.weight[0]), c.weight[0]);
        boolean biased = random.nextBoolean();
        Sample out = Sample.of(backend(), c.dtype, new double[numel(c.output)], c.form(random), random, c.output);
        double[] x = input.read();
        double[] w = weight.read();
        double[] b = bias.read();
        double[] expected = new double[numel(c.output)];
        Positions outputs = new Positions(Layout.contiguous(c.output));
        for (int i = 0; biased && i < expected.length; i++) {
            expected[i] = b[(int) outputs.index(i)[1]];
        }
        forTaps(c, (o, i, k) -> expected[o] += x[i] * w[k]);
        kernels()
                .forward(
                        backend().stream(),
                        c.dtype,
                        c.spec,
                        out.buffer(),
                        out.layout(),
                        input.buffer(),
                        input.layout(),
                        weight.buffer(),
                        weight.layout(),
                        biased ? bias.buffer() : null);
        Closeness.assertClose(c.dtype, 20, expected, out.read(), c + " forward, in " + input.layout());
    }

    private void checkInputGradient(Case c, Random random) {
        Sample grad = operand(c, random, 1, c.form(random), c.output);
        Sample weight = operand(c, random, 0.2, anyForm(random), c.weight);
        Sample out = Sample.of(backend(), c.dtype, new double[numel(c.input)], c.form(random), random, c.input);
        double[] g = grad.read();
        double[] w = weight.read();
        double[] expected = new double[numel(c.input)];
        forTaps(c, (o, i, k) -> expected[i] += g[o] * w[k]);
        kernels()
                .inputGradient(
                        backend().stream(),
                        c.dtype,
                        c.spec,
                        out.buffer(),
                        out.layout(),
                        grad.buffer(),
                        grad.layout(),
                        weight.buffer(),
                        weight.layout());
        Closeness.assertClose(c.dtype, 20, expected, out.read(), c + " input gradient, in " + grad.layout());
    }

    private void checkWeightGradient(Case c, Random random) {
        Sample grad = operand(c, random, 0.2, c.form(random), c.output);
        Sample input = operand(c, random, 0.2, c.form(random), c.input);
        Sample out = Sample.of(backend(), c.dtype, new double[numel(c.weight)], anyForm(random), random, c.weight);
        double[] g = grad.read();
        double[] x = input.read();
        double[] expected = new double[numel(c.weight)];
        forTaps(c, (o, i, k) -> expected[k] += g[o] * x[i]);
        kernels()
                .weightGradient(
                        backend().stream(),
                        c.dtype,
                        c.spec,
                        out.buffer(),
                        out.layout(),
                        grad.buffer(),
                        grad.layout(),
                        input.buffer(),
                        input.layout());
        Closeness.assertClose(c.dtype, 20, expected, out.read(), c + " weight gradient, in " + input.layout());
    }

    private static Sample.Form anyForm(Random random) {
        return FORMS[random.nextInt(FORMS.length)];
    }

    private Sample operand(Case c, Random random, double scale, Sample.Form form, long[] sizes) {
        double[] values = Sample.values(c.dtype, random, numel(sizes));
        Arrays.setAll(values, i -> Sample.rounded(c.dtype, values[i] * scale));
        return Sample.of(backend(), c.dtype, values, form, random, sizes);
    }

    private static int numel(long[] sizes) {
        return (int) Layout.contiguous(sizes).numel();
    }

    private interface Tap {
        void visit(int output, int input, int weight);
    }

    /** Visits each pair of an output element and a tap that lies on the input. */
    private static void forTaps(Case c, Tap visitor) {
        Positions outputs = new Positions(Layout.contiguous(c.output));
        Positions inputs = new Positions(Layout.contiguous(c.input));
        Positions weights = new Positions(Layout.contiguous(c.weight));
        long outPerGroup = c.weight[0] / c.spec.groups();
        int perOutput = numel(c.weight) / (int) c.weight[0];
        for (int o = 0; o < numel(c.output); o++) {
            long[] at = outputs.index(o);
            for (int t = 0; t < perOutput; t++) {
                int k = (int) at[1] * perOutput + t;
                long[] tap = weights.index(k);
                long[] in = new long[c.input.length];
                in[0] = at[0];
                in[1] = at[1] / outPerGroup * c.weight[1] + tap[1];
                boolean inside = true;
                for (int d = 0; d < c.spec.spatialRank(); d++) {
                    in[d + 2] =
                            at[d + 2] * c.spec.stride()[d] - c.spec.padding()[d] + tap[d + 2] * c.spec.dilation()[d];
                    inside &= in[d + 2] >= 0 && in[d + 2] < c.input[d + 2];
                }
                if (inside) {
                    visitor.visit(o, (int) inputs.number(in), k);
                }
            }
        }
    }
}
