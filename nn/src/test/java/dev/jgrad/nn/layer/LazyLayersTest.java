package dev.jgrad.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.StateDictException;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.nn.optim.SGD;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Texts before and after the first call, and names, are those of PyTorch 2.13. */
class LazyLayersTest {
    private record Case(String expression, Tensor input, String before, String after, String state) {}

    private static final String NORM = "eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)";

    private static final String NORM_STATE =
            "{weight=[3], bias=[3], running_mean=[3], running_var=[3], num_batches_tracked=[]}";

    @TestFactory
    Stream<DynamicTest> becomesTheLayer() {
        return Stream.of(
                        new Case(
                                "nn.LazyLinear(4)",
                                Tensors.ones(2, 3),
                                "LazyLinear(in_features=0, out_features=4, bias=True)",
                                "Linear(in_features=3, out_features=4, bias=True)",
                                "{weight=[4, 3], bias=[4]}"),
                        new Case(
                                "nn.LazyConv2d(4, 3, stride=2, bias=False)",
                                Tensors.ones(2, 3, 5, 5),
                                "LazyConv2d(0, 4, kernel_size=(3, 3), stride=(2, 2), bias=False)",
                                "Conv2d(3, 4, kernel_size=(3, 3), stride=(2, 2), bias=False)",
                                "{weight=[4, 3, 3, 3]}"),
                        new Case(
                                "nn.LazyConv3d(4, 1, groups=2)",
                                Tensors.ones(6, 2, 2, 2),
                                "LazyConv3d(0, 4, kernel_size=(1, 1, 1), stride=(1, 1, 1), groups=2)",
                                "Conv3d(6, 4, kernel_size=(1, 1, 1), stride=(1, 1, 1), groups=2)",
                                "{weight=[4, 3, 1, 1, 1], bias=[4]}"),
                        new Case(
                                "nn.LazyConvTranspose1d(4, 3)",
                                Tensors.ones(2, 3, 5),
                                "LazyConvTranspose1d(0, 4, kernel_size=(3,), stride=(1,))",
                                "ConvTranspose1d(3, 4, kernel_size=(3,), stride=(1,))",
                                "{weight=[3, 4, 3], bias=[4]}"),
                        new Case(
                                "nn.LazyBatchNorm2d()",
                                Tensors.ones(2, 3, 5, 5),
                                "LazyBatchNorm2d(0, " + NORM,
                                "BatchNorm2d(3, " + NORM,
                                NORM_STATE),
                        new Case(
                                "nn.LazyInstanceNorm1d()",
                                Tensors.randn(2, 3, 5),
                                "LazyInstanceNorm1d(0, " + NORM,
                                "InstanceNorm1d(3, " + NORM,
                                NORM_STATE))
                .map(c -> DynamicTest.dynamicTest(c.expression, () -> check(c)));
    }

    private static void check(Case c) {
        Module lazy = ModuleExpression.build(c.expression).to(DType.FLOAT64);
        SGD optimizer = lazy.parameters().isEmpty() ? null : new SGD(lazy.parameters(), 0.1);
        assertEquals(c.before, lazy.toString());
        lazy.call(c.input.toDouble()).sum().backward();
        assertEquals(c.after, lazy.toString());
        assertEquals(c.state, shapes(lazy));
        // An optimizer that was made before holds the same parameters.
        Tensor first = lazy.parameters().getFirst();
        assertSame(
                first,
                Objects.requireNonNull(optimizer)
                        .paramGroups()
                        .getFirst()
                        .parameters()
                        .getFirst());
        assertEquals(DType.FLOAT64, first.dtype());
        assertEquals(first.shape(), Objects.requireNonNull(first.grad()).shape());
        optimizer.step();
        Module plain = ModuleExpression.build(c.expression).to(DType.FLOAT64);
        plain.loadStateDict(lazy.stateDict());
        lazy.eval();
        plain.eval();
        assertEquals(c.state, shapes(plain));
        Tensor x = c.input.toDouble();
        assertArrayEquals(lazy.call(x).toDoubleArray(), plain.call(x).toDoubleArray(), 1e-12);
    }

    private static String shapes(Module module) {
        StringBuilder text = new StringBuilder();
        module.stateDict()
                .forEach((name, tensor) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(name)
                        .append('=')
                        .append(java.util.Arrays.toString(tensor.shape().toArray())));
        return "{" + text + "}";
    }

    @Test
    void insideAChain() {
        Module net = ModuleExpression.build("nn.Sequential(nn.LazyConv2d(2, 3), nn.Flatten(), nn.LazyLinear(3))");
        assertEquals(3, net.call(Tensors.ones(1, 1, 4, 4)).size(1));
        assertEquals(
                "Linear(in_features=8, out_features=3, bias=True)",
                net.getSubmodule("2").toString());
    }

    @Test
    void refusals() {
        String dims = assertThrows(ShapeException.class, () -> new LazyConv2d(4, 3).call(Tensors.ones(5, 5)))
                .getMessage();
        assertEquals(
                "Expected 3D (unbatched) or 4D (batched) input to LazyConv2d, but got input of size: torch.Size([5, 5])",
                dims);
        LazyConv2d grouped = new LazyConv2d(4, 3, ConvOptions.DEFAULT.withGroups(2));
        String groups = assertThrows(ArgumentException.class, () -> grouped.call(Tensors.ones(1, 3, 5, 5)))
                .getMessage();
        assertEquals("in_channels must be divisible by groups", groups);
        assertEquals(4, grouped.call(Tensors.ones(1, 2, 5, 5)).size(1));
        assertThrows(StateDictException.class, () -> new Linear(3, 4).loadStateDict(new LazyLinear(4).stateDict()));
    }
}
