package dev.jgrad.it.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.autograd.GradCheck;
import dev.jgrad.data.AutogradException;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Tensor;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** First and second derivatives of every layer and loss by inputs and parameters, in training and in evaluation. */
class LayerDerivativesTest {
    private static Stream<DynamicTest> each(BiConsumer<GradCheck.ToTensor, Tensor> check) {
        return LayerSamples.all().stream()
                .flatMap(sample -> Stream.of(true, false)
                        .map(training -> DynamicTest.dynamicTest(
                                sample.name() + (training ? " training" : " evaluation"),
                                () -> check(sample, training, check))));
    }

    private static void check(LayerSample sample, boolean training, BiConsumer<GradCheck.ToTensor, Tensor> check) {
        LayerFunction function = new LayerFunction(sample, training);
        try {
            check.accept(x -> function.apply(x[0]), function.point());
        } catch (AutogradException e) {
            throw new AssertionError(function.layout() + "\n" + e.getMessage(), e);
        }
    }

    @TestFactory
    Stream<DynamicTest> firstDerivatives() {
        return each((f, at) -> GradCheck.gradcheck(f, at));
    }

    @TestFactory
    Stream<DynamicTest> secondDerivatives() {
        return each((f, at) -> GradCheck.gradgradcheck(f, at));
    }

    @Test
    void everyModuleHasASampleOrAReason() {
        Set<String> missing = new TreeSet<>(ModuleExpression.names());
        LayerSamples.all().forEach(sample -> missing.removeAll(sample.names()));
        missing.removeAll(Unsampled.names());
        assertEquals(Set.of(), missing, "add a line to LayerSamples, or a reason to Unsampled");
    }

    @Test
    void noReasonIsOutOfDate() {
        Set<String> known = new TreeSet<>(Unsampled.names());
        known.removeAll(ModuleExpression.names());
        assertEquals(Set.of(), known, "no such module");
        Set<String> both = new TreeSet<>(Unsampled.names());
        Set<String> sampled = new TreeSet<>();
        LayerSamples.all().forEach(sample -> sampled.addAll(sample.names()));
        both.retainAll(sampled);
        assertEquals(Set.of(), both, "has a sample, so its derivative is checked");
    }
}
