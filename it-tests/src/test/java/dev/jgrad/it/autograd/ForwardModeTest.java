package dev.jgrad.it.autograd;

import static dev.jgrad.tensor.Tensors.ones;
import static dev.jgrad.tensor.Tensors.randn;
import static dev.jgrad.tensor.Tensors.tensor;
import static dev.jgrad.tensor.Tensors.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jgrad.autograd.Autograd;
import dev.jgrad.autograd.Context;
import dev.jgrad.autograd.Derivatives;
import dev.jgrad.autograd.ForwardMode;
import dev.jgrad.autograd.Function;
import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DType;
import dev.jgrad.nn.layer.BatchNorm2d;
import dev.jgrad.nn.layer.Conv2d;
import dev.jgrad.nn.layer.Flatten;
import dev.jgrad.nn.layer.Linear;
import dev.jgrad.nn.layer.MaxPool2d;
import dev.jgrad.nn.layer.ReLU;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ForwardModeTest {
    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    private static Tensor vector(double... values) {
        return tensor(F64, values, values.length);
    }

    private static Tensor tangent(Tensor t) {
        return ForwardMode.unpackDual(t).tangent();
    }

    @Test
    void levelsAndDuals() {
        Tensor x = vector(1, 2);
        Expect.fails(() -> ForwardMode.makeDual(x, x), "no level exists, make sure to enter_dual_level() first");
        try (var _ = ForwardMode.dualLevel()) {
            Expect.fails(ForwardMode::dualLevel, "Nested forward mode AD is not supported at the moment");
            Tensor d = ForwardMode.makeDual(x, vector(3, 4));
            Expect.values(tangent(d), 3, 4);
            assertEquals(
                    "tensor([1., 2.], tangent=tensor([3., 4.]))",
                    ForwardMode.makeDual(tensor(1., 2.), tensor(3., 4.)).toString());
            assertNull(tangent(x));
            assertNull(tangent(ForwardMode.unpackDual(d).primal()));
            Expect.fails(() -> ForwardMode.makeDual(d, x), "already has a forward gradient at the same level");
            Expect.fails(() -> ForwardMode.makeDual(x, vector(1)), "has a different size than that of the original");
            Expect.fails(
                    () -> ForwardMode.makeDual(x, x.toFloat()), "Expected primal and tangent to have the same dtype");
            Expect.fails(() -> ForwardMode.makeDual(x.toLong(), x), "Expected primal to be floating point or complex");
            assertNull(tangent(d.detach()));
            try (var _ = Grad.disabled()) {
                Expect.values(tangent(d.mul(d)), 6, 16);
            }
        }
        try (var _ = ForwardMode.dualLevel()) {
            assertNull(tangent(x.mul(2)));
        }
    }

    @Test
    void viewsShareTheirTangent() {
        try (var _ = ForwardMode.dualLevel()) {
            Tensor d = ForwardMode.makeDual(
                    vector(1, 2, 3, 4, 5, 6).view(2, 3),
                    vector(1, 1, 1, 2, 2, 2).view(2, 3));
            Tensor row = d.select(0, 1);
            Expect.values(tangent(row), 2, 2, 2);
            Expect.values(tangent(d.t().reshape(-1)), 1, 2, 1, 2, 1, 2);
            row.mul_(10);
            Expect.values(tangent(d), 1, 1, 1, 20, 20, 20);
            d.select(1, 0).fill_(7);
            Expect.values(tangent(d), 0, 1, 1, 0, 20, 20);
            Expect.values(tangent(row), 0, 20, 20);
            d.add_(d);
            Expect.values(tangent(row), 0, 40, 40);
            Expect.values(tangent(d.unbind(1).get(2)), 2, 40);
        }
    }

    @Test
    void writesInPlaceIntoPlainTensors() {
        try (var _ = ForwardMode.dualLevel()) {
            Tensor d = ForwardMode.makeDual(vector(1, 2), vector(3, 4));
            Tensor room = zeros(F64, 2, 2);
            room.select(0, 1).copy_(d);
            Expect.values(tangent(room), 0, 0, 3, 4);
            room.select(0, 0).addcmul_(d, d);
            Expect.values(tangent(room), 6, 16, 3, 4);
            Tensor a = vector(1, 1).mul_(d).sin_().t_();
            Expect.values(tangent(a), 3 * Math.cos(1), 4 * Math.cos(2));
            a.zero_();
            Expect.values(tangent(a), 0, 0);
        }
    }

    @Test
    void reverseOverForwardAndForwardOverReverse() {
        UnaryOperator<Tensor> f = t -> t.pow(3).mul(t.sum()).softmax(0).log().sum();
        Tensor x = vector(0.3, 0.7, -0.2);
        Tensor v = vector(1, -2, 0.5);
        double[] hvp = Derivatives.hvp(f, x, v).derivative().toDoubleArray();
        try (var _ = ForwardMode.dualLevel()) {
            Tensor leaf = x.clone().requiresGrad_();
            Tensor slope = tangent(f.apply(ForwardMode.makeDual(leaf, v)));
            assertArrayEquals(hvp, Autograd.grad(slope, leaf).toDoubleArray(), 1e-10);

            Tensor dual = ForwardMode.makeDual(x.clone().requiresGrad_(), v);
            Tensor g = Autograd.grad(f.apply(dual), dual);
            assertArrayEquals(hvp, tangent(g).toDoubleArray(), 1e-10);
        }
    }

    @Test
    void aConvolutionNet() {
        Generator.manualSeed(1);
        Sequential net = new Sequential(
                new Conv2d(2, 4, 3),
                new BatchNorm2d(4),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(36, 3));
        net.to(DType.FLOAT64);
        Tensor x = randn(F64, 2, 2, 8, 8);
        Tensor v = randn(F64, 2, 2, 8, 8);
        for (boolean training : new boolean[] {true, false}) {
            net.train(training);
            double[] expected = Derivatives.jvp(net::call, x, v).derivative().toDoubleArray();
            try (var _ = ForwardMode.dualLevel()) {
                assertArrayEquals(
                        expected, tangent(net.call(ForwardMode.makeDual(x, v))).toDoubleArray(), 1e-10);
            }
        }
    }

    private static final class Cube extends Function {
        private final boolean ownRule;

        Cube(boolean ownRule) {
            this.ownRule = ownRule;
        }

        @Override
        protected Tensor forward(Context c, Tensor... x) {
            c.saveForBackward(x[0]);
            return x[0].pow(3);
        }

        @Override
        protected Tensor[] backward(Context c, Tensor... g) {
            return new Tensor[] {g[0].mul(c.saved(0).pow(2)).mul(3)};
        }

        @Override
        protected Tensor[] jvp(Context c, Tensor... tangents) {
            return ownRule ? new Tensor[] {tangents[0].mul(77)} : null;
        }
    }

    @Test
    void functionsOfTheUser() {
        try (var _ = ForwardMode.dualLevel()) {
            Tensor d = ForwardMode.makeDual(vector(2, 3), vector(1, 2));
            Expect.values(tangent(new Cube(false).apply(d)), 12, 54);
            Expect.values(tangent(new Cube(true).apply(d)), 77, 154);
        }
    }

    @Test
    void broadcastsAndCasts() {
        try (var _ = ForwardMode.dualLevel()) {
            Tensor d = ForwardMode.makeDual(vector(2, 3), vector(1, 2));
            Expect.values(tangent(ones(F64, 2, 2).add(d)), 1, 2, 1, 2);
            Expect.values(tangent(d.toFloat().mul(vector(1, 1))), 1, 2);
            assertNull(tangent(d.argmax()));
            assertNotNull(tangent(d.max(0, false).values()));
        }
    }
}
