package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Edge;
import dev.jgrad.autograd.Node;
import dev.jgrad.data.AutogradException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a gradient reads is saved in its node, where a write to it is noticed, hooks see it, and the end of a pass frees it. A
 * rule that held a tensor by itself would go on with what was written.
 */
class SavedForBackwardTest {
    /** Nodes whose rules hold tables that follow from sizes, and belong to no scope. */
    private static final Set<String> OWN_TABLES = Set.of(
            "ReflectionPad2DBackward0",
            "ReplicationPad2DBackward0",
            "UpsampleBicubic2DBackward0",
            "UpsampleBilinear2DAaBackward0",
            "UpsampleBilinear2DBackward0",
            "UpsampleLinear1DBackward0",
            "UpsampleNearest2DBackward0",
            "UpsampleTrilinear3DBackward0");

    private static DynamicTest refusesWrites(String name, Tensor written, BiFunction<Tensor, Tensor, Tensor> f) {
        return DynamicTest.dynamicTest(name, () -> {
            Tensor x = Tensors.rand(5, 3).requiresGrad_();
            Tensor out = f.apply(x, written).sum();
            if (written.isFloatingPoint()) {
                written.mul_(2);
            } else {
                written.fill_(0);
            }
            AutogradException e = assertThrows(AutogradException.class, out::backward);
            assertTrue(e.getMessage().contains("is at version 1; expected version 0 instead"), e.getMessage());
        });
    }

    @TestFactory
    Stream<DynamicTest> writesToOtherOperandsAreRefused() {
        Generator.manualSeed(7);
        return Stream.of(
                refusesWrites("ldexp", Tensors.tensor(1L, 2L, 3L), (x, t) -> x.ldexp(t)),
                refusesWrites("index", Tensors.tensor(1L, 2L), (x, t) -> x.get(Index.of(t))),
                refusesWrites(
                        "index behind a slice", Tensors.tensor(1L, 2L), (x, t) -> x.get(Index.all(), Index.of(t))),
                refusesWrites(
                        "indexPut", Tensors.tensor(1L, 2L), (x, t) -> x.indexPut(List.of(t), Tensors.ones(3), false)),
                refusesWrites("indexSelect", Tensors.tensor(1L, 2L), (x, t) -> x.indexSelect(0, t)),
                refusesWrites(
                        "embeddingBag",
                        Tensors.tensor(new long[] {1, 2}).reshape(1, 2),
                        (x, t) -> Functional.embeddingBag(t, x, null, null, 2, false, "sum", null, false, null)),
                refusesWrites(
                        "binaryCrossEntropy weight",
                        Tensors.rand(5, 3),
                        (x, t) -> Functional.binaryCrossEntropy(x, Tensors.ones(5, 3), t, "sum")),
                refusesWrites(
                        "binaryCrossEntropyWithLogits weight",
                        Tensors.rand(5, 3),
                        (x, t) -> Functional.binaryCrossEntropyWithLogits(x, Tensors.ones(5, 3), t, "sum", null)),
                refusesWrites(
                        "binaryCrossEntropyWithLogits posWeight",
                        Tensors.rand(3),
                        (x, t) -> Functional.binaryCrossEntropyWithLogits(x, Tensors.ones(5, 3), null, "sum", t)),
                refusesWrites(
                        "multiMarginLoss weight",
                        Tensors.rand(3),
                        (x, t) -> Functional.multiMarginLoss(x, Tensors.tensor(0L, 1L, 2L, 0L, 1L), 1, 1, t, "sum")),
                refusesWrites(
                        "multilabelMarginLoss target",
                        Tensors.tensor(new long[] {1, 2, -1}).repeat(5, 1),
                        (x, t) -> Functional.multilabelMarginLoss(x, t, "sum")));
    }

    @TestFactory
    Stream<DynamicTest> rulesHoldNoTensors() {
        return Samples.all().stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> holdsNoTensors(s)));
    }

    private static void holdsNoTensors(OpSample sample) throws ReflectiveOperationException {
        Tensor out = sample.function()
                .apply(sample.inputs().get().stream().map(Tensor::requiresGrad_).toList());
        Deque<Node> left = new ArrayDeque<>(List.of(Objects.requireNonNull(out.gradFn())));
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!left.isEmpty()) {
            Node node = left.pop();
            if (seen.add(node)) {
                node.nextFunctions().stream()
                        .map(Edge::node)
                        .filter(n -> n != null)
                        .forEach(left::push);
                if (!OWN_TABLES.contains(node.name())) {
                    List<Tensor> held = new ArrayList<>();
                    collect(ruleOf(node), held, Collections.newSetFromMap(new IdentityHashMap<>()));
                    assertEquals(List.of(), held.stream().map(Tensor::shape).toList(), node::name);
                }
            }
        }
    }

    /** Null where a node is not made of a rule. */
    private static Object ruleOf(Node node) throws ReflectiveOperationException {
        if (!node.getClass().getSimpleName().equals("RuleNode")) {
            return null;
        }
        Field rule = node.getClass().getDeclaredField("rule");
        rule.setAccessible(true);
        return rule.get(node);
    }

    /** The tensors within a lambda, and within what it captured. */
    private static void collect(Object o, List<Tensor> found, Set<Object> seen) throws ReflectiveOperationException {
        if (o instanceof Tensor t) {
            found.add(t);
        } else if (o instanceof Object[] array) {
            for (Object each : array) {
                collect(each, found, seen);
            }
        } else if (o instanceof Collection<?> many) {
            for (Object each : many) {
                collect(each, found, seen);
            }
        } else if (o != null && isPartOfARule(o.getClass()) && seen.add(o)) {
            for (Field f : o.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
                    f.setAccessible(true);
                    collect(f.get(o), found, seen);
                }
            }
        }
    }

    private static boolean isPartOfARule(Class<?> type) {
        return type.isHidden() || type.isRecord() || type.getPackageName().equals("dev.jgrad.op");
    }
}
