package dev.jgrad.nn.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @Test
    void deepNestingIsRefused() {
        String deep = "nn.Sequential(".repeat(5000) + ")".repeat(5000);
        assertThrows(ExpressionException.class, () -> ModuleExpression.build(deep));
    }
}
