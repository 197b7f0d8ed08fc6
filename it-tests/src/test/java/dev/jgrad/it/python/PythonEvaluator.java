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
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("+", "add"),
            Map.entry("-", "sub"),
            Map.entry("*", "mul"),
            Map.entry("/", "div"),
            Map.entry("@", "matmul"),
            Map.entry("**", "pow"),
            Map.entry("//", "floor_divide"),
            Map.entry("%", "remainder"),
            Map.entry(">", "gt"),
            Map.entry("<", "lt"),
            Map.entry(">=", "ge"),
            Map.entry("<=", "le"),
            Map.entry("==", "eq"),
            Map.entry("!=", "ne"));
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
            case Expression.Unpacked u -> throw new IllegalArgumentException("no argument list: " + u);
            case Expression.Comprehension c -> {
                Object before = variables.get(c.variable());
                List<@Nullable Object> out = new ArrayList<>();
                for (Object item : items(value(c.items()))) {
                    variables.put(c.variable(), item);
                    out.add(value(c.item()));
                }
                variables.put(c.variable(), before);
                yield out;
            }
        };
    }

    private List<@Nullable Object> values(List<Expression> all) throws ReflectiveOperationException {
        List<@Nullable Object> out = new ArrayList<>();
        for (Expression e : all) {
            if (e instanceof Expression.Unpacked u) {
                out.addAll(items(value(u.items())));
            } else {
                out.add(value(e));
            }
        }
        return out;
    }

    private static List<?> items(@Nullable Object value) {
        return switch (value) {
            case Tuple t -> t.items();
            case List<?> l -> l;
            case Map<?, ?> m -> List.copyOf(m.keySet());
            case null, default -> OperatorCalls.parts(value);
        };
    }

    private static Tensor tensor(@Nullable Object value) {
        if (plain(value) instanceof Tensor t) {
            return t;
        }
        throw new IllegalArgumentException("no tensor: " + value);
    }

    /** A parameter is a tensor where it is computed with. */
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof PythonText.ParameterOf p ? p.tensor() : value;
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
        Object a = plain(value(o.left()));
        Object b = plain(value(o.right()));
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
        return JavaMembers.call(plain(owner), name, List.of());
    }

    private @Nullable Object subscript(@Nullable Object owner, List<@Nullable Object> given)
            throws ReflectiveOperationException {
        List<@Nullable Object> parts =
                given.size() == 1 && given.getFirst() instanceof Tuple t ? new ArrayList<>(t.items()) : given;
        return switch (owner) {
            case Tensor _ -> operators.method("__getitem__", Arrays.asList(owner, parts), Map.of());
            case PythonText.ParameterOf p -> subscript(p.tensor(), parts);
            case Tuple t -> t.get(position(parts, t.size()));
            case List<?> l -> l.get(position(parts, l.size()));
            case Map<?, ?> m -> m.get(parts.getFirst());
            case Record r -> OperatorCalls.parts(r).get(position(parts, 100));
            case Module m -> JavaMembers.item(m, parts.getFirst());
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
            if (plain(self) instanceof Tensor) {
                self = plain(self);
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
        if (i.function() instanceof Expression.Identifier(String name) && !variables.containsKey(name)) {
            return builtin(name, arguments);
        }
        if (value(i.function()) instanceof Module m) {
            return module(m, arguments);
        }
        throw new IllegalArgumentException("cannot call " + i.function());
    }

    /** What a module gives: one tensor, or a tuple of several. */
    private static @Nullable Object module(Module m, List<@Nullable Object> arguments) {
        List<@Nullable Tensor> inputs = new ArrayList<>();
        arguments.forEach(a -> inputs.add(a == null ? null : tensor(a)));
        List<@Nullable Tensor> results = m.callAll(inputs);
        return results.size() == 1 ? results.getFirst() : new Tuple(new ArrayList<>(results));
    }

    /** Python's own functions. */
    private @Nullable Object builtin(String name, List<@Nullable Object> arguments)
            throws ReflectiveOperationException {
        Object first = plain(arguments.getFirst());
        return switch (name) {
            case "abs" -> operators.method("abs", Arrays.asList(first), Map.of());
            case "str", "repr" -> PythonText.of(first);
            case "list" -> new ArrayList<>(items(first));
            case "tuple" -> new Tuple(new ArrayList<>(items(first)));
            case "len" -> (long) items(first).size();
            case "range" ->
                java.util.stream.LongStream.range(0, (Long) java.util.Objects.requireNonNull(first))
                        .boxed()
                        .toList();
            case "float" ->
                first instanceof String s
                        ? Double.valueOf(s.replace("inf", "Infinity").replace("nan", "NaN"))
                        : first instanceof Tensor t ? (Object) t.item() : ((Number) first).doubleValue();
            default -> throw new IllegalArgumentException("unknown function " + name);
        };
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
        if (name.startsWith("torch.nn.utils.")) {
            return JavaMembers.utility(name, arguments, keywords);
        }
        if (name.startsWith("torch.nn.") || name.startsWith("torchvision.")) {
            arguments.replaceAll(PythonEvaluator::unwrapped);
            keywords.replaceAll((key, v) -> unwrapped(v));
            return ModuleExpression.build(name, arguments, keywords);
        }
        if (name.startsWith("torch.optim.")) {
            return JavaMembers.optimizer(name.substring("torch.optim.".length()), arguments, keywords);
        }
        String operator = name.substring("torch.".length());
        if (operator.equals("Size")) {
            return dev.jgrad.data.Shape.of(items(arguments.isEmpty() ? List.of() : arguments.getFirst()).stream()
                    .mapToLong(s -> (Long) s)
                    .toArray());
        }
        if (operator.equals("device")) {
            String text = (String) java.util.Objects.requireNonNull(arguments.getFirst());
            return new PythonText.DeviceOf(arguments.size() > 1 ? text + ":" + arguments.get(1) : text);
        }
        if (operator.equals("finfo") || operator.equals("iinfo")) {
            return JavaMembers.call(arguments.getFirst(), operator, List.of());
        }
        Tensor made = Creation.of(operator, arguments, keywords);
        return made != null ? made : python(operators.function(operator, arguments, keywords));
    }

    /** Parameters in lists and dictionaries as the tensors they are. */
    private static @Nullable Object unwrapped(@Nullable Object value) {
        return switch (value) {
            case List<?> l ->
                new ArrayList<@Nullable Object>(
                        l.stream().map(PythonEvaluator::unwrapped).toList());
            case Map<?, ?> m -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                m.forEach((k, v) -> out.put(k, unwrapped(v)));
                yield out;
            }
            case null, default -> plain(value);
        };
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
