package dev.jgrad.it.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.autograd.Node;
import dev.jgrad.it.conformance.ops.OperatorCalls;
import dev.jgrad.it.python.PythonEvaluator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes of expressions, and those of their inputs, as PyTorch 2.13 shows them. */
class NodeNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "torch.where(x > 0, x, y) | WhereBackward0(AccumulateGrad, AccumulateGrad)",
                "torch.where(x > 0, x, 0.0) | WhereBackward0(AccumulateGrad, null)",
                "torch.where(x > 0, 1.0, x) | WhereBackward0(null, AccumulateGrad)",
                "torch.div(x, y, rounding_mode='floor') | DivBackward2(AccumulateGrad, AccumulateGrad)",
                "torch.inner(v, v) | ViewBackward0(DotBackward0)",
                "torch.einsum('ij,jk->ik', x, x.t()) | ViewBackward0(PermuteBackward0)",
                "torch.einsum('ij->i', x) | SumBackward1(PermuteBackward0)",
                "x.masked_select(x > 0) | MaskedSelectBackward0(AccumulateGrad)",
                "torch.linalg.solve(s, s) | LinalgSolveExBackward0(AccumulateGrad, AccumulateGrad)",
                "torch.logdet(s @ s.t()) | WhereBackward0(null, LinalgSlogdetBackward0)",
                "x.repeat_interleave(2) | ViewBackward0(CloneBackward0)",
                "x.repeat_interleave(2, dim=0) | ViewBackward0(CloneBackward0)",
                "x[:] | SliceBackward0(AccumulateGrad)",
                "x[:, :] | AliasBackward0(AccumulateGrad)",
                "x[()] | AliasBackward0(AccumulateGrad)",
                "x.roll(1) | RollBackward0(AccumulateGrad)",
                "torch.fft.fftshift(x) | RollBackward0(AccumulateGrad)",
                "x.diag() | DiagonalBackward0_copy(AccumulateGrad)",
                "F.linear(v, x, torch.randn(3)) | ViewBackward0(AddmmBackward0)",
                "F.pairwise_distance(x, y, eps=0.0).sum() | SumBackward0(NormBackward1)",
                "nn.GRUCell(4, 3)(x) | AddBackward0(MulBackward0, TanhBackward0)",
                "x.clone().fill_(1.0) | FillBackward2(CloneBackward0)",
                "x.clone().fill_(z) | FillBackward3(CloneBackward0, AccumulateGrad)",
                "x.clone().zero_() | ZeroBackward0(CloneBackward0)",
                "x.clone().t_() | TBackward1(CloneBackward0)",
                "x.clone().transpose_(0, 1) | TransposeBackward1(CloneBackward0)",
                "x.clone().unsqueeze_(0) | UnsqueezeBackward1(CloneBackward0)",
                "x.clone().squeeze_() | SqueezeBackward3(CloneBackward0)",
                "x.clone().squeeze_(0) | SqueezeBackward4(CloneBackward0)",
                "F.leaky_relu_(x.clone()) | LeakyReluBackward1(CloneBackward0)",
                "F.elu_(x.clone()) | EluBackward1(CloneBackward0)",
                "F.threshold_(x.clone(), 0.1, 1.0) | ThresholdBackward1(CloneBackward0)",
                "F.silu(x.clone(), inplace=True) | SiluBackward0(CloneBackward0)",
                "x.softmax(0, dtype=torch.float64) | SoftmaxBackward0(ToCopyBackward0)"
            })
    void asInPyTorch(String expression, String nodes) throws ReflectiveOperationException {
        TensorOptions leaf = TensorOptions.REQUIRES_GRAD;
        Tensor result = (Tensor) new PythonEvaluator(new OperatorCalls(Path.of("")))
                .with("x", Tensors.randn(leaf, 3, 4))
                .with("y", Tensors.randn(leaf, 3, 4))
                .with("v", Tensors.randn(leaf, 4))
                .with("s", Tensors.randn(leaf, 3, 3))
                .with("z", Tensors.randn(leaf))
                .evaluate(expression);
        Node node = java.util.Objects.requireNonNull(result).gradFn();
        assertEquals(
                nodes,
                name(node)
                        + java.util.Objects.requireNonNull(node).nextFunctions().stream()
                                .map(edge -> name(edge.node()))
                                .collect(Collectors.joining(", ", "(", ")")));
    }

    private static String name(@Nullable Node node) {
        return node == null ? "null" : node.name();
    }
}
