package dev.jgrad.it.python;

import dev.jgrad.data.DType;
import dev.jgrad.io.Tuple;
import dev.jgrad.it.conformance.ops.OperatorCalls;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Parameter;
import dev.jgrad.nn.expression.ModuleExpression;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an expression: {@code torch.f(…)} and methods of tensors are operators, {@code nn.X(…)} modules, {@code
 * torch.optim.X(…)} optimizers, what remains are attributes and methods of jgrad's objects under Java's names.
 */
public final class PythonEvaluator {
    /** A part of PyTorch that is not an object here: {@code torch.nn}. */
    private record Package(String name) {}

    private static final Map<String, String> PACKAGES =
            Map.of("torch", "torch", "nn", "torch.nn", "F", "torch.nn.functional", "torchvision", "torchvision");
    private static final Map<String, String> OPERATORS = Map.of(
            "+",
            "add",
            "-",
            "sub",
            "*",
            "mul",
            "/",
            "div",
            "@",
            "matmul",
            "**",
            "pow",
            "//",
            "floor_divide",
            "%",
            "remainder",
            ">",
            "gt",
            "<",
            "lt");
    private static final Map<String, String> REFLECTED =
            Map.of("+", "__radd__", "-", "__rsub__", "*", "__rmul__", "/", "__rdiv__", "**", "__rpow__");

    private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    private final OperatorCalls operators;

    /** An evaluator without variables. */
    public PythonEvaluator(OperatorCalls operators) {
        this.operators = operators;
    }

    /** Gives a name a value. */
    public PythonEvaluator with(String name, @Nullable Object value) {
        variables.put(name, value);
        return this;
    }

    /** The value of an expression. */
    public @Nullable Object evaluate(String expression) throws ReflectiveOperationException {
        return value(PythonParser.parse(expression));
    }

    private @Nullable Object value(Expression e) throws ReflectiveOperationException {
        return switch (e) {
            case Expression.Literal l -> l.value();
            case Expression.Dots _ -> Index.ellipsis();
            case Expression.Identifier i -> named(i.name());
            case Expression.Sequence s -> s.tuple() ? new Tuple(values(s.items())) : values(s.items());
            case Expression.Dictionary d -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (var entry : d.entries().entrySet()) {
                    map.put(value(entry.getKey()), value(entry.getValue()));
                }
                yield map;
            }
            case Expression.Range r -> range(r);
            case Expression.Negation n -> operators.method("neg", List.of(tensor(value(n.operand()))), Map.of());
            case Expression.Operation o -> operation(o);
            case Expression.Attribute a -> attribute(value(a.owner()), a.name());
            case Expression.Subscript s -> subscript(value(s.owner()), values(s.parts()));
            case Expression.Invocation i -> invocation(i);
        };
    }

    private List<@Nullable Object> values(List<Expression> all) throws ReflectiveOperationException {
        List<@Nullable Object> out = new ArrayList<>();
        for (Expression e : all) {
            out.add(value(e));
        }
        return out;
    }

    private static Tensor tensor(@Nullable Object value) {
        if (value instanceof Tensor t) {
            return t;
        }
        throw new IllegalArgumentException("no tensor: " + value);
    }

    private @Nullable Object named(String name) {
        if (variables.containsKey(name)) {
            return variables.get(name);
        }
        String known = PACKAGES.get(name);
        if (known == null) {
            throw new IllegalArgumentException("unknown name " + name);
        }
        return new Package(known);
    }

    private Index range(Expression.Range r) throws ReflectiveOperationException {
        Object step = r.step() == null ? null : value(r.step());
        return new Index.Slice(
                r.start() == null ? null : (Long) value(r.start()),
                r.stop() == null ? null : (Long) value(r.stop()),
                step == null ? 1 : (Long) step);
    }

    private @Nullable Object operation(Expression.Operation o) throws ReflectiveOperationException {
        Object a = value(o.left());
        Object b = value(o.right());
        return a instanceof Tensor
                ? operators.function(OPERATORS.get(o.operator()), Arrays.asList(a, b), Map.of())
                : operators.method(REFLECTED.get(o.operator()), Arrays.asList(b, a), Map.of());
    }

    private @Nullable Object attribute(@Nullable Object owner, String name) throws ReflectiveOperationException {
        if (owner instanceof Package p) {
            String full = p.name + "." + name;
            for (DType dtype : DType.values()) {
                if (full.equals(dtype.toString())) {
                    return dtype;
                }
            }
            return switch (full) {
                case "torch.float" -> DType.FLOAT32;
                case "torch.double" -> DType.FLOAT64;
                case "torch.half" -> DType.FLOAT16;
                case "torch.long" -> DType.INT64;
                case "torch.int" -> DType.INT32;
                default -> new Package(full);
            };
        }
        return JavaMembers.call(owner, name, List.of());
    }

    private @Nullable Object subscript(@Nullable Object owner, List<@Nullable Object> parts)
            throws ReflectiveOperationException {
        return switch (owner) {
            case Tensor _ -> operators.method("__getitem__", Arrays.asList(owner, parts), Map.of());
            case Tuple t -> t.get(position(parts, t.size()));
            case List<?> l -> l.get(position(parts, l.size()));
            case null, default -> throw new IllegalArgumentException("cannot index " + owner);
        };
    }

    private static int position(List<@Nullable Object> parts, int size) {
        int at = Math.toIntExact((Long) java.util.Objects.requireNonNull(parts.getFirst()));
        return at < 0 ? at + size : at;
    }

    private @Nullable Object invocation(Expression.Invocation i) throws ReflectiveOperationException {
        List<@Nullable Object> arguments = values(i.arguments());
        Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
        for (var k : i.keywords().entrySet()) {
            keywords.put(k.getKey(), value(k.getValue()));
        }
        if (i.function() instanceof Expression.Attribute(Expression owner, String name)) {
            Object self = value(owner);
            if (self instanceof Package p) {
                return function(p.name + "." + name, arguments, keywords);
            }
            if (self instanceof String format && name.equals("format")) {
                return PythonText.format(format, arguments);
            }
            if (self instanceof Tensor) {
                List<@Nullable Object> all = new ArrayList<>(arguments);
                all.addFirst(self);
                return python(operators.method(name, all, keywords));
            }
            return JavaMembers.call(self, name, arguments);
        }
        if (i.function() instanceof Expression.Identifier(String name) && name.equals("OrderedDict")) {
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (Object pair : (List<?>) java.util.Objects.requireNonNull(arguments.getFirst())) {
                map.put(((Tuple) pair).get(0), ((Tuple) pair).get(1));
            }
            return map;
        }
        throw new IllegalArgumentException("cannot call " + i.function());
    }

    private @Nullable Object function(
            String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords)
            throws ReflectiveOperationException {
        if (name.startsWith("torch.nn.functional.")) {
            return python(operators.function(name.substring("torch.".length()), arguments, keywords));
        }
        if (name.equals("torch.nn.Parameter")) {
            boolean required = !Boolean.FALSE.equals(keywords.get("requires_grad"));
            return new PythonText.ParameterOf(Parameter.of(tensor(arguments.getFirst()), required));
        }
        if (name.startsWith("torch.nn.") || name.startsWith("torchvision.")) {
            return ModuleExpression.build(name, arguments, keywords);
        }
        if (name.startsWith("torch.optim.")) {
            return JavaMembers.optimizer(name.substring("torch.optim.".length()), arguments, keywords);
        }
        String operator = name.substring("torch.".length());
        if (operator.equals("finfo") || operator.equals("iinfo")) {
            return JavaMembers.call(arguments.getFirst(), operator, List.of());
        }
        Tensor made = Creation.of(operator, arguments, keywords);
        return made != null ? made : python(operators.function(operator, arguments, keywords));
    }

    /** Several tensors are a tuple in Python. */
    private static @Nullable Object python(@Nullable Object result) {
        return switch (result) {
            case Tensor[] all -> new Tuple(Arrays.asList((@Nullable Object[]) all));
            case List<?> list -> new Tuple(new ArrayList<>(list));
            case Module m -> m;
            case null, default -> result;
        };
    }
}
