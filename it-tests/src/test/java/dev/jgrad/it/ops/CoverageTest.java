package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Linalg;
import dev.jgrad.tensor.Special;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.NotDifferentiable;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every public method that returns tensors has a sample in one of the tables of {@code dev.jgrad.testkit} (the first word of a
 * sample's name is the method's), or stands in {@link NotDifferentiable} with its reason; a method in place goes with
 * the one of the same name without underscore.
 */
class CoverageTest {
    private static final List<Class<?>> PLACES =
            List.of(Tensor.class, Tensors.class, Functional.class, Linalg.class, Special.class);

    private static boolean returnsTensors(Method m) {
        Class<?> type = m.getReturnType();
        return !m.isBridge()
                && m.getDeclaringClass() != Object.class
                && (type == Tensor.class || type == Tensor[].class || type == List.class || holdsTensors(type));
    }

    private static boolean holdsTensors(Class<?> type) {
        return type.isRecord() && Arrays.stream(type.getRecordComponents()).anyMatch(c -> c.getType() == Tensor.class);
    }

    private static Set<String> methods() {
        Set<String> names = PLACES.stream()
                .flatMap(c -> Arrays.stream(c.getMethods()))
                .filter(CoverageTest::returnsTensors)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = Set.copyOf(names);
        names.removeIf(n -> n.endsWith("_") && all.contains(n.substring(0, n.length() - 1)));
        return names;
    }

    private static Set<String> sampled() {
        return Samples.all().stream()
                .map(OpSample::name)
                .map(n -> n.split(" ")[0])
                .collect(Collectors.toSet());
    }

    @Test
    void everyMethodHasASampleOrAReason() {
        Set<String> missing = methods();
        missing.removeAll(sampled());
        missing.removeAll(NotDifferentiable.names());
        assertEquals(Set.of(), missing, "add a line to OpSamples or its neighbours, or a reason to NotDifferentiable");
    }

    @Test
    void noReasonIsOutOfDate() {
        Set<String> methods = methods();
        Set<String> reasons = new TreeSet<>(NotDifferentiable.names());
        reasons.removeIf(methods::contains);
        assertEquals(Set.of(), reasons, "no such method");
        Set<String> both = new TreeSet<>(NotDifferentiable.names());
        both.retainAll(sampled());
        assertEquals(Set.of(), both, "has a sample, so its derivative is checked");
    }
}
