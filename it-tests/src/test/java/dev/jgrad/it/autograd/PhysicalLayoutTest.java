package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.randn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Results of large convolutions lie channels-last in memory while they show row-major strides. Nobody may notice: each
 * program gives the same values and gradients as on a copy that really is row-major.
 */
class PhysicalLayoutTest {
    private static final long[] ONE = {1, 1};

    private static Tensor conv(Tensor x, Tensor w) {
        return Functional.conv2d(x, w, null, ONE, ONE, ONE, 1);
    }

    private static Map<String, UnaryOperator<Tensor>> programs() {
        Tensor other = randn(4, 16, 24, 24);
        Tensor channel = randn(16, 1, 1);
        Map<String, UnaryOperator<Tensor>> p = new LinkedHashMap<>();
        p.put("nothing", y -> y);
        p.put("relu", Tensor::relu);
        p.put("relu in place", y -> y.mul(1).relu_());
        p.put("add row-major", y -> y.add(other));
        p.put("row-major plus this", y -> other.add(y));
        p.put("broadcast", y -> y.mul(channel));
        p.put("add itself", y -> y.add(y.mul(2)));
        p.put("view", y -> y.view(4, -1).tanh());
        p.put("flatten", y -> y.flatten(1));
        p.put("transpose", y -> y.transpose(1, 3).exp());
        p.put("slice", y -> y.get(Index.all(), Index.slice(2, 9, 3)));
        p.put("select", y -> y.select(1, 3));
        p.put("sum over space", y -> y.sum(new int[] {2, 3}, false));
        p.put("mean over channels", y -> y.mean(1, true));
        p.put("max of a dim", y -> y.max(2).values());
        p.put("softmax over channels", y -> y.softmax(1));
        p.put("write through a view", y -> {
            Tensor z = y.mul(1);
            z.select(1, 2).mul_(3);
            z.get(Index.all(), Index.at(0)).copy_(other.select(1, 0));
            return z;
        });
        p.put("in place after a view", y -> {
            Tensor z = y.mul(1);
            Tensor v = z.view(-1);
            z.mul_(2);
            return v.square();
        });
        p.put("index", y -> y.get(Index.of(1, 3, 1)));
        p.put("mask", y -> y.maskedFill(other.gt(0), 0));
        p.put("where", y -> dev.jgrad.tensor.Tensors.where(other.gt(0), y, other));
        p.put("cat", y -> dev.jgrad.tensor.Tensors.cat(1, y, other));
        p.put("double", Tensor::toDouble);
        p.put("clone", Tensor::clone);
        p.put("max pool", y -> Functional.maxPool2d(y, 2));
        p.put(
                "max pool, windows that overlap",
                y -> Functional.maxPool2d(y, new long[] {3, 2}, new long[] {2, 1}, ONE, ONE, true));
        p.put(
                "max pool of NaN and equals",
                y -> Functional.maxPool2d(
                        y.mul(1).maskedFill(other.gt(1.5), Double.NaN).maskedFill(other.lt(0), 0), 2));
        p.put(
                "max pool with gaps",
                y -> Functional.maxPool2d(y, new long[] {2, 2}, ONE, new long[] {0, 0}, new long[] {2, 3}, false));
        p.put("cumsum", y -> y.cumsum(3));
        p.put("flip", y -> y.flip(2));
        p.put("matmul", y -> y.matmul(y.transpose(2, 3)));
        return p;
    }

    @TestFactory
    Stream<DynamicTest> sameAsRowMajor() {
        Generator.manualSeed(7);
        Tensor x = randn(4, 8, 24, 24);
        Tensor w = randn(16, 8, 3, 3).mul(0.1);
        return programs().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> compare(x, w, e.getValue())));
    }

    private static void compare(Tensor x, Tensor w, UnaryOperator<Tensor> program) {
        double[][] a = run(x, w, y -> program.apply(y));
        double[][] b = run(x, w, y -> {
            Tensor plain = Grad.noGrad(() -> {
                Tensor p = y.detach().clone();
                p.stride();
                return p;
            });
            return program.apply(y.mul(0).add(plain));
        });
        assertArrayEquals(b[0], a[0], 1e-4, "values");
        Tensor check = Grad.noGrad(() -> conv(x, w));
        assertTrue(check.isContiguous(), "strides look row-major");
        // The second run's gradient does not reach x through the copy; the first run's is checked by its own twin.
        double[][] c = run(x, w, y -> {
            y.stride();
            return program.apply(y);
        });
        assertArrayEquals(c[0], a[0], 1e-4, "values");
        assertArrayEquals(c[1], a[1], 2e-2, "gradient of the input");
        assertArrayEquals(c[2], a[2], 2e-1, "gradient of the weight");
    }

    private static double[][] run(Tensor x, Tensor w, UnaryOperator<Tensor> program) {
        Tensor xl = x.detach().clone().requiresGrad_();
        Tensor wl = w.detach().clone().requiresGrad_();
        Tensor out = program.apply(conv(xl, wl));
        Tensor weights = dev.jgrad.tensor.Tensors.linspace(-1, 1, Math.toIntExact(out.numel()))
                .reshape(out.shape().toArray())
                .to(out.dtype());
        Tensor loss = out.mul(weights).sum();
        var grads = Autograd.grad(java.util.List.of(loss), java.util.List.of(xl, wl), null, Autograd.Options.DEFAULT);
        return new double[][] {
            out.toDoubleArray(), grads.get(0).toDoubleArray(), grads.get(1).toDoubleArray()
        };
    }

    @Test
    void stridesAndViewsAreThoseOfPyTorch() {
        Tensor y = conv(randn(4, 8, 24, 24), randn(16, 8, 3, 3));
        Tensor alias = y.detach();
        double before = alias.select(0, 1).select(0, 2).sum().item();
        assertArrayEquals(new long[] {16 * 576, 576, 24, 1}, y.stride());
        assertTrue(y.view(4, 16, -1).sharesStorageWith(y));
        double after = alias.select(0, 1).select(0, 2).sum().item();
        assertTrue(Math.abs(before - after) < 1e-3);
    }
}
