package dev.jgrad.it.python;

import dev.jgrad.io.Tuple;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.tensor.Tensor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of jgrad's own objects, found by PyTorch's names in camel case. */
final class JavaMembers {
    private JavaMembers() {}

    private static String camelCase(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean joint = name.charAt(i) == '_' && i > 0 && i < name.length() - 1;
            out.append(joint ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return out.toString();
    }

    /** A method, or an attribute as a method without arguments. */
    static @Nullable Object call(@Nullable Object owner, String name, List<@Nullable Object> arguments)
            throws ReflectiveOperationException {
        Object self = java.util.Objects.requireNonNull(owner);
        if (self instanceof Map<?, ?> map && name.equals("keys")) {
            return new PythonText.Keys(List.copyOf(map.keySet()));
        }
        for (Method m : self.getClass().getMethods()) {
            if (m.getName().equals(camelCase(name)) && m.getParameterCount() == arguments.size()) {
                Object[] converted = convert(m.getParameterTypes(), arguments);
                if (converted != null) {
                    return m.invoke(self, converted);
                }
            }
        }
        throw new NoSuchMethodException(self.getClass().getSimpleName() + " has no " + name + arguments);
    }

    private static @Nullable Object @Nullable [] convert(Class<?>[] types, List<@Nullable Object> values) {
        @Nullable Object[] out = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            Object converted = convert(types[i], values.get(i));
            if (converted == null && values.get(i) != null) {
                return null;
            }
            out[i] = converted;
        }
        return out;
    }

    private static @Nullable Object convert(Class<?> type, @Nullable Object value) {
        if (type == double.class) {
            return value instanceof Number n ? n.doubleValue() : null;
        }
        if (type == int.class) {
            return value instanceof Long l ? Math.toIntExact(l) : null;
        }
        if (type == long.class || type == boolean.class) {
            return value instanceof Long || value instanceof Boolean ? value : null;
        }
        return type.isInstance(value) ? value : null;
    }

    /** An optimizer: its options changed by the keywords, of parameters or of groups. */
    static Optimizer optimizer(String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName(Optimizer.class.getPackageName() + "." + name);
        Class<?> optionsType = Class.forName(type.getName() + "$Options");
        Object options = optionsType.getField("DEFAULT").get(null);
        for (var keyword : keywords.entrySet()) {
            options = changed(options, keyword.getKey(), keyword.getValue());
        }
        List<?> given = (List<?>) java.util.Objects.requireNonNull(arguments.getFirst());
        if (given.stream().allMatch(Tensor.class::isInstance)) {
            return (Optimizer) type.getConstructor(List.class, optionsType).newInstance(given, options);
        }
        ParamGroup[] groups = given.stream().map(JavaMembers::group).toArray(ParamGroup[]::new);
        return (Optimizer) type.getConstructor(optionsType, ParamGroup[].class).newInstance(options, groups);
    }

    /** {@code betas} are two options in Java. */
    private static Object changed(Object options, String name, @Nullable Object value)
            throws ReflectiveOperationException {
        if (value instanceof Tuple t) {
            Object out = options;
            for (int i = 0; i < t.size(); i++) {
                out = changed(out, name.replaceAll("s$", "") + (i + 1), t.get(i));
            }
            return out;
        }
        String camel = camelCase(name);
        String method = "with" + Character.toUpperCase(camel.charAt(0)) + camel.substring(1);
        return java.util.Objects.requireNonNull(call(options, method, Arrays.asList(value)));
    }

    private static ParamGroup group(Object entry) {
        Map<?, ?> map = (Map<?, ?>) entry;
        List<Tensor> parameters = new ArrayList<>();
        ((List<?>) java.util.Objects.requireNonNull(map.get("params"))).forEach(p -> parameters.add((Tensor) p));
        ParamGroup group = ParamGroup.of(parameters);
        for (var option : map.entrySet()) {
            if (!option.getKey().equals("params")) {
                group = group.with((String) option.getKey(), option.getValue());
            }
        }
        return group;
    }
}
