package dev.jgrad.it.conformance.ops;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A public method that may stand for an operator; the receiver counts as its first parameter, {@code self}. */
final class Candidate {
    private static final Set<String> OPTIONS =
            Set.of("dtype", "device", "layout", "requires_grad", "pin_memory", "memory_format");

    private record Parameter(String name, Class<?> type, boolean nullable) {}

    private final Method method;
    private final List<Parameter> parameters = new ArrayList<>();

    Candidate(Method method) {
        this.method = method;
        if (!Modifier.isStatic(method.getModifiers())) {
            parameters.add(new Parameter("self", Tensor.class, false));
        }
        for (var p : method.getParameters()) {
            parameters.add(
                    new Parameter(p.getName(), p.getType(), p.getAnnotatedType().isAnnotationPresent(Nullable.class)));
        }
    }

    /** The method with its arguments, ready to be called. */
    record Bound(Method method, @Nullable Object[] arguments, int cost) {}

    /** Binds by names: PyTorch's order of parameters need not be Java's, and what is not given has PyTorch's default. */
    @Nullable
    Bound byName(Signature signature, Map<String, @Nullable Object> given) {
        @Nullable Object[] arguments = new Object[parameters.size()];
        Set<String> used = new HashSet<>();
        int cost = 0;
        for (int i = 0; i < arguments.length; i++) {
            Parameter p = parameters.get(i);
            if (p.type == TensorOptions.class) {
                arguments[i] = options(given);
                used.addAll(OPTIONS);
                continue;
            }
            String name = Names.match(p.name, signature);
            if (name == null) {
                return null;
            }
            used.add(name);
            Signature.Parameter theirs = Objects.requireNonNull(signature.parameter(name));
            boolean isGiven = given.containsKey(name);
            if (!isGiven && !theirs.optional()) {
                return null;
            }
            Conversion c = convert(p, isGiven ? given.get(name) : theirs.fallback());
            if (c == null) {
                return null;
            }
            arguments[i] = c.value();
            cost += c.cost() + (isGiven ? 0 : 1);
        }
        for (var e : given.entrySet()) {
            if (!used.contains(e.getKey())) {
                Signature.Parameter theirs = signature.parameter(e.getKey());
                if (theirs == null || !theirs.optional() || !Objects.equals(theirs.fallback(), e.getValue())) {
                    return null;
                }
                cost++; // the default, written out in the call
            }
        }
        return new Bound(method, arguments, cost);
    }

    /** Binds by the order of PyTorch's parameters, which is ours where only the names differ: {@code mm(mat2=…)}. */
    @Nullable
    Bound byOrder(Signature signature, Map<String, @Nullable Object> given) {
        if (parameters.size() > signature.parameters().size()) {
            return null;
        }
        @Nullable Object[] arguments = new Object[parameters.size()];
        int cost = 20;
        for (int i = 0; i < signature.parameters().size(); i++) {
            Signature.Parameter theirs = signature.parameters().get(i);
            boolean isGiven = given.containsKey(theirs.name());
            if (!isGiven && !theirs.optional()) {
                return null;
            }
            Object value = isGiven ? given.get(theirs.name()) : theirs.fallback();
            if (i >= arguments.length) {
                if (isGiven && !(theirs.optional() && Objects.equals(theirs.fallback(), value))) {
                    return null;
                }
                continue;
            }
            Conversion c = parameters.get(i).type == TensorOptions.class ? null : convert(parameters.get(i), value);
            if (c == null) {
                return null;
            }
            arguments[i] = c.value();
            cost += c.cost() + (isGiven ? 0 : 1);
        }
        return new Bound(method, arguments, cost);
    }

    /** None is null where Java takes it; a list of dimensions that may be left out is an empty array. */
    private static @Nullable Conversion convert(Parameter p, @Nullable Object value) {
        if (value == null && !p.nullable && p.type != boolean.class) {
            return p.type == int[].class && p.name.equals("dims") ? new Conversion(new int[0], 1) : null;
        }
        return Conversion.to(p.type, value);
    }

    private static TensorOptions options(Map<String, @Nullable Object> given) {
        Device device = given.get("device") instanceof String name ? Device.of(name) : null;
        return new TensorOptions((DType) given.get("dtype"), device, Boolean.TRUE.equals(given.get("requires_grad")));
    }

    /** Binds by position where names do not meet; keyword arguments by the Java name alone. */
    @Nullable
    Bound byPosition(Call call) {
        @Nullable Object[] arguments = new Object[parameters.size()];
        List<@Nullable Object> given = call.args();
        int keywords = 0;
        int cost = 10;
        for (int i = 0; i < arguments.length; i++) {
            Object value;
            if (i < given.size()) {
                boolean rest = i == arguments.length - 1 && method.isVarArgs() && given.size() > arguments.length;
                value = rest ? given.subList(i, given.size()) : given.get(i);
            } else {
                String name = Names.keyword(parameters.get(i).name, call.kwargs());
                if (name == null) {
                    return null;
                }
                keywords++;
                value = call.kwargs().get(name);
            }
            Conversion c = convert(parameters.get(i), value);
            if (c == null) {
                return null;
            }
            arguments[i] = c.value();
            cost += c.cost();
        }
        boolean all = keywords == call.kwargs().size() && (given.size() <= arguments.length || method.isVarArgs());
        return all ? new Bound(method, arguments, cost) : null;
    }
}
