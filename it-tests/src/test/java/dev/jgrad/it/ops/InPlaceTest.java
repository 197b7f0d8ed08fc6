package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.autograd.Node;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code x.foo_(…)} leaves in x what {@code x.foo(…)} returns, with its gradients: for every pair of such methods. */
class InPlaceTest {
    /** What leaves the elements alone: {@code detach_} for one, dropout outside of training. */
    private static final Set<String> IN_NAME_ONLY =
            Set.of("detach", "dropout", "alphaDropout", "featureAlphaDropout", "conjPhysical");

    private static final Set<String> CHANGES_SHAPE = Set.of("squeeze", "unsqueeze", "asStrided");

    private static final TensorOptions F64 = TensorOptions.dtype(DType.FLOAT64);

    /** A method and its form in place. */
    private record Pair(Method plain, Method inPlace) {
        boolean isStatic() {
            return Modifier.isStatic(plain.getModifiers());
        }

        Tensor call(Method m, Tensor self, @Nullable Object[] rest) throws Throwable {
            try {
                Object[] all =
                        Stream.concat(Stream.of(self), Arrays.stream(rest)).toArray();
                return (Tensor) (isStatic() ? m.invoke(null, all) : m.invoke(self, rest));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static List<Pair> pairs() {
        List<Pair> out = new ArrayList<>();
        for (Class<?> c : List.of(Tensor.class, Functional.class)) {
            for (Method m : c.getMethods()) {
                if (m.getName().endsWith("_") && m.getReturnType() == Tensor.class && !m.isBridge()) {
                    twin(c, m).ifPresent(plain -> out.add(new Pair(plain, m)));
                }
            }
        }
        return out;
    }

    private static Optional<Method> twin(Class<?> c, Method m) {
        String name = m.getName().substring(0, m.getName().length() - 1);
        return Arrays.stream(c.getMethods())
                .filter(p -> p.getName().equals(name) && p.getReturnType() == Tensor.class && !p.isBridge())
                .filter(p -> Arrays.equals(p.getParameterTypes(), m.getParameterTypes()))
                // A given generator goes on between the two calls; the default one starts anew for each.
                .filter(p -> !List.of(p.getParameterTypes()).contains(Generator.class))
                .findFirst();
    }

    @TestFactory
    Stream<DynamicTest> everyPairAgrees() {
        return pairs().stream().map(p -> DynamicTest.dynamicTest(p.inPlace.toGenericString(), () -> check(p)));
    }

    private static void check(Pair pair) throws Throwable {
        int compared = 0;
        for (int attempt = 0; attempt < Attempt.COUNT; attempt++) {
            Attempt a = new Attempt(attempt);
            @Nullable Object[] rest = a.arguments(pair.plain, pair.isStatic() ? 1 : 0);
            Tensor x = a.self(pair.plain);
            Tensor expected;
            try {
                Generator.manualSeed(3);
                expected = pair.call(pair.plain, x, rest);
                if (expected.dtype() != x.dtype()) {
                    continue;
                }
            } catch (JgradException e) {
                continue;
            }
            if (expected.shape().equals(x.shape()) || CHANGES_SHAPE.contains(pair.plain.getName())) {
                compare(pair, x, rest, expected);
                compared++;
            }
        }
        assertTrue(compared > 0 || isForIntegers(pair.plain), "no arguments found that it takes");
    }

    /** Bits of a floating number are nothing that any tensor takes. */
    private static boolean isForIntegers(Method m) {
        return m.getName().startsWith("bitwise") && m.getParameterTypes()[0] == double.class;
    }

    private static String operation(Tensor t) {
        return name(t).replaceAll("\\d+$", "");
    }

    private static void compare(Pair pair, Tensor x, @Nullable Object[] rest, Tensor expected) throws Throwable {
        Tensor target = x.clone();
        int version = target.version();
        Generator.manualSeed(3);
        assertSame(target, pair.call(pair.inPlace, target, rest));
        assertArrayEquals(expected.toDoubleArray(), target.toDoubleArray());
        assertTrue(target.version() > version || IN_NAME_ONLY.contains(pair.plain.getName()), "counts the write");
        assertEquals(expected.requiresGrad(), target.requiresGrad());
        if (!expected.requiresGrad()) {
            return;
        }
        // Numbers may differ: PyTorch counts an in-place form that needs a rule of its own (NodeNamesTest).
        assertEquals(expected == x ? operation(target) : operation(expected), operation(target));
        if (name(expected).equals("NotImplemented")) {
            return;
        }
        try {
            expected.sum().backward();
        } catch (AutogradException e) {
            return; // igamma in its first operand
        }
        Tensor grad = x.grad();
        assertNotNull(grad);
        double[] wanted = grad.toDoubleArray();
        x.setGrad(null);
        target.sum().backward();
        assertArrayEquals(wanted, java.util.Objects.requireNonNull(x.grad()).toDoubleArray(), 1e-12);
    }

    private static String name(Tensor t) {
        Node node = t.gradFn();
        return node == null ? "" : node.name();
    }

    /** Arguments to try: by type and name, other ones in each attempt. */
    private static final class Attempt {
        static final int COUNT = 16;
        private final int number;

        Attempt(int number) {
            this.number = number;
        }

        Tensor self(Method m) {
            Tensor x = Tensors.arange(F64, 0.11, 0.98, 0.1).reshape(3, 3);
            if (m.getName().equals("baddbmm")) {
                x = x.expand(2, 3, 3).clone();
            } else if (m.getName().equals("addmv")) {
                x = x.get(0).clone();
            }
            return switch (number & 3) {
                case 0 -> x.requiresGrad_();
                case 1 -> x.add(1).detach().requiresGrad_();
                case 2 -> x.mul(9).toLong();
                default -> x.gt(0.5);
            };
        }

        @Nullable
        Object[] arguments(Method m, int skip) {
            var parameters = m.getParameters();
            @Nullable Object[] out = new @Nullable Object[parameters.length - skip];
            int tensors = 0;
            for (int i = 0; i < out.length; i++) {
                String name = parameters[i + skip].getName();
                Class<?> type = parameters[i + skip].getType();
                out[i] = type == Tensor.class ? tensor(name, tensors++) : value(name, type);
            }
            return out;
        }

        private Tensor tensor(String name, int which) {
            boolean vector = (number & 4) != 0;
            Tensor x = switch (name) {
                case "index", "indices" ->
                    vector
                            ? Tensors.tensor(0L, 2L, 1L)
                            : Tensors.tensor(0L, 2L, 1L, 1L, 0L, 2L, 2L, 1L, 0L).reshape(3, 3);
                case "mask", "condition" -> Tensors.tensor(true, false, true);
                default ->
                    (number & 8) != 0 && !name.equals("source")
                            ? Tensors.tensor(F64, new double[] {1.5 + which}, new long[0])
                            : Tensors.arange(F64, 0.31, 1.19, 0.1).reshape(3, 3).add(which);
            };
            if (name.equals("vec") || name.equals("vec1") || name.equals("vec2")) {
                return Tensors.arange(F64, 0.31, 0.59, 0.1);
            }
            if (name.startsWith("batch")) {
                return Tensors.arange(F64, 0.31, 2.1, 0.1).reshape(2, 3, 3);
            }
            boolean integral = (number & 3) == 2;
            return x.isFloatingPoint() && (integral || (number & 3) == 3)
                    ? integral ? x.mul(3).toLong() : x.gt(0.8)
                    : x;
        }

        private Object value(String name, Class<?> type) {
            boolean dim = name.startsWith("dim") || name.startsWith("axis");
            if (type == int.class) {
                return dim && !name.endsWith("0") || name.equals("p") ? 1 : 0;
            }
            if (type == int[].class) {
                return new int[] {0};
            }
            if (type == long[].class) {
                return name.equals("strides") ? new long[] {3, 1} : new long[] {3, 3};
            }
            if (type == long.class) {
                return name.equals("size") ? 3L : name.equals("offset") ? 0L : 1L;
            }
            if (type == double.class || type == Double.class) {
                return name.equals("min") || name.equals("lower") || name.equals("minVal") ? 0.2 : 0.75;
            }
            if (type == boolean.class) {
                return false;
            }
            if (type == DType.class) {
                return DType.FLOAT64;
            }
            if (type == String.class) {
                return name.equals("roundingMode")
                        ? "floor"
                        : List.of("sum", "prod", "multiply").get(number % 3);
            }
            if (type == Generator.class) {
                return new Generator(3);
            }
            return List.of(Tensors.tensor(0L, 2L, 1L));
        }
    }
}
