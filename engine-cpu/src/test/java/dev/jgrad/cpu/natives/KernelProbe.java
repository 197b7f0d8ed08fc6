package dev.jgrad.cpu.natives;

import dev.jgrad.cpu.CpuBackend;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.ConvSpec;
import dev.jgrad.testkit.Sample;
import java.util.Arrays;

/** A program that says which libraries it has, and multiplies, convolves and normalises ones. */
final class KernelProbe {
    private KernelProbe() {}

    public static void main(String[] args) {
        NativeLibraries.describe().forEach(System.out::println);
        Backend backend = new CpuBackend();
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Sample a = ones(backend, dtype, 64, 64);
            Sample out = ones(backend, dtype, 64, 64);
            backend.linalg()
                    .gemm(
                            backend.stream(),
                            dtype,
                            out.buffer(),
                            out.layout(),
                            a.buffer(),
                            a.layout(),
                            a.buffer(),
                            a.layout(),
                            null,
                            null,
                            1,
                            0);
            expect(64, out);
            Sample image = ones(backend, dtype, 2, 16, 12, 12);
            Sample weight = ones(backend, dtype, 16, 16, 3, 3);
            Sample result = ones(backend, dtype, 2, 16, 10, 10);
            ConvSpec spec = new ConvSpec(new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 1);
            backend.convolutions()
                    .forward(
                            backend.stream(),
                            dtype,
                            spec,
                            result.buffer(),
                            result.layout(),
                            image.buffer(),
                            image.layout(),
                            weight.buffer(),
                            weight.layout(),
                            null);
            expect(144, result);
        }
        Layout last = Layout.channelsLast(8, 16, 16, 16);
        Sample in = ones(backend, DType.FLOAT32, 8, 16, 16, 16).as(last);
        Sample normal = ones(backend, DType.FLOAT32, 8, 16, 16, 16).as(last);
        Sample vector = ones(backend, DType.FLOAT32, 16);
        backend.normalizations()
                .batchNormInference(
                        backend.stream(),
                        DType.FLOAT32,
                        normal.buffer(),
                        last,
                        in.buffer(),
                        last,
                        null,
                        vector.buffer(),
                        vector.buffer(),
                        vector.buffer(),
                        0);
        expect(1, normal);
        System.out.println("results are right");
    }

    private static Sample ones(Backend backend, DType dtype, long... sizes) {
        double[] values = new double[(int) Layout.contiguous(sizes).numel()];
        Arrays.fill(values, 1);
        return Sample.dense(backend, dtype, values, sizes);
    }

    private static void expect(double value, Sample actual) {
        for (double v : actual.read()) {
            if (v != value) {
                throw new AssertionError(v + " instead of " + value + " in " + actual.layout());
            }
        }
    }
}
