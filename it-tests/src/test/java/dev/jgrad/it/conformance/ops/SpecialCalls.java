package dev.jgrad.it.conformance.ops;

import dev.jgrad.data.DType;
import dev.jgrad.data.Shape;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators whose form in Java is another one: Python's operators, names that Java reserves, scalars read out. */
final class SpecialCalls {
    /** How a call is made in Java. */
    interface Form {
        Object apply(Call call) throws NoSuchMethodException;
    }

    /** By PyTorch's name. */
    static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("__getitem__", c -> c.self().get(indices(c.args().get(1)))),
            Map.entry("__radd__", c -> reflected(c, Tensor::add, Tensor::add, Tensor::add)),
            Map.entry("__rmul__", c -> reflected(c, Tensor::mul, Tensor::mul, Tensor::mul)),
            Map.entry("__rsub__", c -> reflected(c, Tensor::sub, Tensor::rsub, Tensor::rsub)),
            Map.entry("__rdiv__", c -> reflected(c, Tensor::div, Tensor::rdiv, Tensor::rdiv)),
            Map.entry("__rpow__", c -> reflected(c, Tensor::pow, Tensor::rpow, Tensor::rpow)),
            Map.entry(
                    "__rmod__",
                    c -> reflected(
                            c,
                            Tensor::remainder,
                            (t, n) -> Tensors.remainder(n, t),
                            (t, n) -> Tensors.remainder(n, t))),
            Map.entry("__rmatmul__", c -> c.tensor(1).matmul(c.self())),
            Map.entry("__rand__", c -> bits(c, Tensor::bitwiseAnd, Tensor::bitwiseAnd)),
            Map.entry("__ror__", c -> bits(c, Tensor::bitwiseOr, Tensor::bitwiseOr)),
            Map.entry("__rxor__", c -> bits(c, Tensor::bitwiseXor, Tensor::bitwiseXor)),
            Map.entry("broadcast_shapes", SpecialCalls::shape),
            Map.entry("float", c -> c.self().to(DType.FLOAT32)),
            Map.entry("double", c -> c.self().to(DType.FLOAT64)),
            Map.entry("half", c -> c.self().to(DType.FLOAT16)),
            Map.entry("bfloat16", c -> c.self().to(DType.BFLOAT16)),
            Map.entry("long", c -> c.self().to(DType.INT64)),
            Map.entry("int", c -> c.self().to(DType.INT32)),
            Map.entry("short", c -> c.self().to(DType.INT16)),
            Map.entry("char", c -> c.self().to(DType.INT8)),
            Map.entry("byte", c -> c.self().to(DType.UINT8)),
            Map.entry("bool", c -> c.self().to(DType.BOOL)),
            Map.entry("clamp", c -> clamp(c, Tensor::clamp, Tensor::clamp)),
            Map.entry("clamp_", c -> clamp(c, Tensor::clamp_, Tensor::clamp_)),
            Map.entry("tensordot", SpecialCalls::tensordot),
            Map.entry("item", c -> item(c.self())),
            Map.entry("tolist", c -> list(c.self())));

    /** Functions whose first operand may be a number in PyTorch: {@code should_allow_numbers_as_tensors} in its parser. */
    private static final Set<String> NUMBER_FIRST =
            Set.of("add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide");

    private SpecialCalls() {}

    /** The call as Java has it: {@code Tensors.scalar(2.5).add(3)} for {@code torch.add(2.5, 3)}. */
    static Call withTensorFirst(Call call) {
        Object first = call.args().isEmpty() ? null : call.args().getFirst();
        if (!(first instanceof Number n) || !call.variant().equals("function") || !NUMBER_FIRST.contains(call.op())) {
            return call;
        }
        List<@Nullable Object> args = new ArrayList<>(call.args());
        args.set(0, n instanceof Long l ? Tensors.scalar((long) l) : Tensors.scalar(n.doubleValue()));
        return new Call(call.op(), call.variant(), args, call.kwargs());
    }

    /** Calls, with what is thrown wrapped as reflection does. */
    static Object call(Form form, Call call) throws NoSuchMethodException, InvocationTargetException {
        try {
            return form.apply(call);
        } catch (RuntimeException e) {
            throw new InvocationTargetException(e);
        }
    }

    private interface ByTensors {
        Tensor of(Tensor self, @Nullable Tensor min, @Nullable Tensor max);
    }

    private interface ByNumbers {
        Tensor of(Tensor self, double min, double max);
    }

    /** Infinity stands for a bound that is not given where bounds are numbers, null where they are tensors. */
    private static Tensor clamp(Call c, ByTensors tensors, ByNumbers numbers) {
        Object min = c.args().size() > 1 ? c.args().get(1) : c.kwargs().get("min");
        Object max = c.args().size() > 2 ? c.args().get(2) : c.kwargs().get("max");
        if (min instanceof Tensor || max instanceof Tensor || min == null && max == null) {
            return tensors.of(c.self(), (Tensor) min, (Tensor) max);
        }
        return numbers.of(c.self(), bound(min, Double.NEGATIVE_INFINITY), bound(max, Double.POSITIVE_INFINITY));
    }

    private static double bound(@Nullable Object value, double none) {
        return value == null ? none : ((Number) value).doubleValue();
    }

    /** Python gives the pairs of dimensions as one list of two. */
    private static Tensor tensordot(Call c) {
        return c.kwargs().get("dims") instanceof List<?> pair
                ? Tensors.tensordot(c.self(), c.tensor(1), ints(pair.get(0)), ints(pair.get(1)))
                : Tensors.tensordot(
                        c.self(), c.tensor(1), (int) (long) (Long) c.kwargs().getOrDefault("dims", 2L));
    }

    private static int[] ints(Object list) {
        return ((List<?>) list).stream().mapToInt(e -> (int) (long) (Long) e).toArray();
    }

    private interface Two {
        Tensor of(Tensor a, Tensor b);
    }

    private interface WithDouble {
        Tensor of(Tensor a, double b);
    }

    private interface WithLong {
        Tensor of(Tensor a, long b);
    }

    /** {@code other <op> self}; a number has a method of its own for that. */
    private static Tensor reflected(Call c, Two tensors, WithDouble floating, WithLong integral)
            throws NoSuchMethodException {
        if (!(c.args().get(0) instanceof Tensor)) {
            throw new NoSuchMethodException("no method of a number takes a tensor");
        }
        return switch (c.args().get(1)) {
            case Tensor other -> tensors.of(other, c.self());
            case Double d -> floating.of(c.self(), d);
            case Long l -> integral.of(c.self(), l);
            case Boolean b -> tensors.of(Tensors.scalar((boolean) b), c.self());
            case null, default -> throw new NoSuchMethodException("no overload for " + c.args());
        };
    }

    /** Bits have no order: {@code other & self} is {@code self & other}. */
    private static Tensor bits(Call c, Two tensors, WithLong integral) throws NoSuchMethodException {
        return reflected(
                c,
                tensors,
                (t, n) -> {
                    throw new IllegalArgumentException("bits of " + n);
                },
                integral);
    }

    private static List<Long> shape(Call c) {
        Shape[] shapes = c.args().stream()
                .map(a -> Shape.of(
                        a instanceof List<?> l
                                ? l.stream().mapToLong(e -> (Long) e).toArray()
                                : new long[] {(Long) Objects.requireNonNull(a)}))
                .toArray(Shape[]::new);
        return Arrays.stream(Tensors.broadcastShapes(shapes).toArray()).boxed().toList();
    }

    private static Index[] indices(@Nullable Object argument) {
        List<?> parts = argument instanceof List<?> l ? l : Arrays.asList(argument);
        return parts.stream().map(SpecialCalls::index).toArray(Index[]::new);
    }

    private static Index index(@Nullable Object part) {
        return switch (part) {
            case null -> Index.newAxis();
            case Long l -> Index.at(l);
            case Boolean b -> Index.of(b);
            case Tensor t -> Index.of(t);
            case Index i -> i;
            case List<?> l -> Index.of(l.stream().mapToLong(e -> (Long) e).toArray());
            default -> throw new IllegalArgumentException("no index " + part);
        };
    }

    private static Object item(Tensor t) {
        return t.dtype().isFloatingPoint() ? t.item() : t.dtype().isBool() ? (Object) t.itemBoolean() : t.itemLong();
    }

    private static Object list(Tensor t) {
        return t.dtype().isFloatingPoint()
                ? Arrays.stream(t.toDoubleArray()).boxed().toList()
                : Arrays.stream(t.toLongArray()).boxed().toList();
    }
}
