package dev.jgrad.nn.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleExpressionTest {
    @Test
    void positionalAndKeywordArguments() {
        assertEquals(
                "Conv2d(3, 8, kernel_size=(3, 5), stride=(2, 2), padding=(1, 2), bias=False)",
                ModuleExpression.build("torch.nn.Conv2d(3, 8, (3, 5), 2, bias=False, padding=(1, 2), )")
                        .toString());
        assertEquals(
                "AdaptiveAvgPool2d(output_size=(None, 2))",
                ModuleExpression.build("AdaptiveAvgPool2d((None, 2))").toString());
        assertEquals(
                "Sequential(\n  (a): Linear(in_features=1, out_features=2, bias=True)\n  (b): Sequential()\n)",
                ModuleExpression.build("nn.Sequential(OrderedDict([('a', nn.Linear(1, 2)), (\"b\", nn.Sequential())]))")
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nn.Linear(3) | nn.Linear() missing required argument: 'out_features'",
                "nn.Linear(3, 4, True, 5) | takes 3 arguments but 4 were given",
                "nn.Linear(3, 4, biass=True) | got an unexpected keyword argument 'biass'",
                "nn.Linear(3, in_features=4) | got multiple values for argument 'in_features'",
                "nn.Linear(3, 'x') | argument 'out_features' must be an integer, not x",
                "nn.Lineer(3, 4) | unknown module 'nn.Lineer'",
                "os.system('rm') | unknown module 'os.system'",
                "nn.Sequential(3) | 3 is not a Module",
                "nn.Sequential(nn.ReLU( | the expression ends too early at position 23",
                "nn.ReLU() nn.ReLU() | unexpected 'n' at position 11",
                "nn.ReLU(x) | unknown name 'x'",
                "3 | this is no module",
                "nn.Linear(1_0, 2e) | '2e' is no number"
            })
    void errorsSayWhatIsWrong(String expression, String message) {
        ExpressionException e = assertThrows(ExpressionException.class, () -> ModuleExpression.build(expression));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nn.Hardtanh(-2, 2.5) | Hardtanh(min_val=-2, max_val=2.5)",
                "nn.Dropout(p=0) | Dropout(p=0, inplace=False)",
                "nn.Upsample(scale_factor=2) | Upsample(scale_factor=2.0, mode='nearest')",
                "nn.Upsample(scale_factor=(2, 3), mode='bicubic') | Upsample(scale_factor=(2.0, 3.0), mode='bicubic')",
                "nn.RReLU(0.1, 0.3, inplace=True) | RReLU(lower=0.1, upper=0.3, inplace=True)",
                "nn.Softmax() | Softmax(dim=None)",
                "nn.Identity(54, unused=0.1) | Identity()",
                "nn.CrossEntropyLoss(weight=torch.tensor([1., 2.]), ignore_index=1) | CrossEntropyLoss()",
                "nn.LayerNorm(torch.Size([2, 3])) | LayerNorm((2, 3), eps=1e-05, elementwise_affine=True, bias=True)",
                "nn.Linear(2, 3, dtype=torch.float64, device='cpu') | Linear(in_features=2, out_features=3, bias=True)",
                "nn.AdaptiveMaxPool2d(2, return_indices=True) | AdaptiveMaxPool2d(output_size=2)"
            })
    void allSettingsOfPyTorch(String expression, String text) {
        assertEquals(text, ModuleExpression.build(expression).toString());
    }

    @Test
    void parametersAndPairs() {
        assertEquals(
                "ModuleDict(\n  (x): ReLU()\n  (y): Tanh()\n)",
                ModuleExpression.build("nn.ModuleDict([['x', nn.ReLU()], ('y', nn.Tanh())])")
                        .toString());
        assertEquals(
                "ParameterList(  (0): Parameter containing: [torch.float32 of size 2x3])",
                ModuleExpression.build("nn.ParameterList([torch.zeros(2, 3)])").toString());
        assertEquals(
                DType.FLOAT64,
                ModuleExpression.build("nn.Linear(2, 3, dtype=torch.float64)")
                        .parameters()
                        .getFirst()
                        .dtype());
    }

    @Test
    void olderNamesOfReductions() {
        Tensor x = Tensors.tensor(1., 2.);
        Tensor y = Tensors.tensor(3., 5.);
        assertEquals(
                13,
                ModuleExpression.build("nn.MSELoss(size_average=False)")
                        .call(x, y)
                        .item());
        assertEquals(
                Shape.of(2),
                ModuleExpression.build("nn.MSELoss(reduce=False)").call(x, y).shape());
    }

    @Test
    void positionsAreASecondResult() {
        Tensor x = Tensors.tensor(1., 3., 2., 0.).reshape(1, 1, 4);
        for (String pool : List.of("MaxPool1d(2", "AdaptiveMaxPool1d(2")) {
            var both = ModuleExpression.build("nn." + pool + ", return_indices=True)")
                    .callAll(List.of(x));
            assertEquals("tensor([[[1, 2]]])", String.valueOf(both.get(1)));
        }
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "nn.Sequential(".repeat(5000) + ")".repeat(5000);
        assertThrows(ExpressionException.class, () -> ModuleExpression.build(deep));
    }
}
