package dev.jgrad.cuda.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Guard;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.data.IndexException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernels of negative log-likelihood beside the composed operations of the CPU. */
@CudaTest
class LikelihoodOnCudaTest {
    private static final Device CUDA = Device.cuda(0);
    private static final List<String> REDUCTIONS = List.of("none", "sum", "mean");

    /** Values, gradient, and the gradient of a function of the gradient. */
    private static List<double[]> run(
            Device device,
            DType dtype,
            long[] sizes,
            long[] classes,
            boolean weighted,
            long ignored,
            String reduction) {
        try (Guard _ = Devices.use(device)) {
            long numel = 1;
            for (long size : sizes) {
                numel *= size;
            }
            long c = sizes.length == 1 ? sizes[0] : sizes[1];
            Tensor x = Tensors.arange(numel)
                    .to(dtype)
                    .sin()
                    .reshape(sizes)
                    .detach()
                    .requiresGrad_();
            Tensor y = classes.length == 0 ? Tensors.arange(1).select(0, 0) : Tensors.arange(product(classes));
            y = y.mul(7).remainder(c).reshape(classes);
            Tensor w = weighted ? Tensors.arange(c).to(dtype).mul(0.5).add(1) : null;
            Tensor out = Functional.nllLoss(x, y, w, ignored, reduction);
            Tensor g = Autograd.grad(
                            List.of(out.mul(out).sum()), List.of(x), null, Autograd.Options.DEFAULT.withCreateGraph())
                    .getFirst();
            List<double[]> all = new ArrayList<>(
                    List.of(out.detach().toDoubleArray(), g.detach().toDoubleArray()));
            g.mul(g).sum().backward();
            all.add(x.grad().toDoubleArray());
            return all;
        }
    }

    private static long product(long[] sizes) {
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        return n;
    }

    private static void compare(long[] sizes, long... classes) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (boolean weighted : new boolean[] {false, true}) {
                for (String reduction : REDUCTIONS) {
                    List<double[]> cpu = run(Device.CPU, dtype, sizes, classes, weighted, 2, reduction);
                    List<double[]> cuda = run(CUDA, dtype, sizes, classes, weighted, 2, reduction);
                    for (int i = 0; i < cpu.size(); i++) {
                        String what = i + " of " + dtype + ", " + reduction + (weighted ? ", weighted" : "");
                        double[] expected = cpu.get(i);
                        double scale =
                                Arrays.stream(expected).map(Math::abs).max().orElse(0) + 1;
                        assertArrayEquals(expected, cuda.get(i), scale * (dtype == DType.FLOAT64 ? 1e-13 : 1e-5), what);
                    }
                }
            }
        }
    }

    @Test
    void rows() {
        compare(new long[] {300, 5}, 300);
        compare(new long[] {1, 3}, 1);
    }

    @Test
    void oneExample() {
        compare(new long[] {4});
        compare(new long[] {4}, 1);
    }

    @Test
    void images() {
        compare(new long[] {2, 3, 4, 5}, 2, 4, 5);
        compare(new long[] {2, 3, 6}, 2, 6);
    }

    @Test
    void nothingButIgnoredTargets() {
        try (Guard _ = Devices.use(CUDA)) {
            Tensor x = Tensors.ones(3, 4).requiresGrad_();
            Tensor y = Tensors.zeros(3).to(DType.INT64).sub(100);
            Tensor mean = Functional.crossEntropy(x, y);
            mean.backward();
            assertEquals(Double.NaN, mean.item());
            assertArrayEquals(new double[12], x.grad().toDoubleArray());
            assertEquals(0, Functional.crossEntropy(x, y, null, -100, "sum", 0).item());
        }
    }

    @Test
    void stridedInput() {
        try (Guard _ = Devices.use(CUDA)) {
            Tensor x = Tensors.arange(20).to(DType.FLOAT32).reshape(5, 4).transpose(0, 1);
            Tensor y =
                    Tensors.tensor(4L, 9L, 0L, 9L, 1L, 9L, 2L, 9L).reshape(4, 2).select(1, 0);
            assertArrayEquals(
                    new double[] {-16, -1, -6, -11},
                    Functional.nllLoss(x, y, null, -100, "none").toDoubleArray());
        }
    }

    @Test
    void aTargetOutOfRangeIsNamedWhenTheLossIsRead() {
        try (Guard _ = Devices.use(CUDA)) {
            Tensor x = Tensors.ones(3, 4);
            for (long wrong : new long[] {4, -1}) {
                Tensor y = Tensors.tensor(0L, wrong, 2L);
                IndexException e = assertThrows(
                        IndexException.class,
                        () -> Functional.crossEntropy(x, y).item());
                assertEquals("Target " + wrong + " is out of bounds.", e.getMessage());
            }
            assertEquals(
                    Math.log(4), Functional.crossEntropy(x, Tensors.arange(3)).item(), 1e-6);
        }
    }
}
