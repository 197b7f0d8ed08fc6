package dev.jgrad.it.python;

import dev.jgrad.data.DType;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.optim.LBFGS;
import dev.jgrad.nn.optim.Optimizer;
import dev.jgrad.nn.optim.ParamGroup;
import dev.jgrad.nn.parametrize.Parametrizations;
import dev.jgrad.tensor.Tensor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of jgrad's own objects, found by PyTorch's names in camel case. */
final class JavaMembers {
    private JavaMembers() {}

    private static final Map<String, DType> CASTS =
            Map.of("float", DType.FLOAT32, "double", DType.FLOAT64, "half", DType.FLOAT16, "bfloat16", DType.BFLOAT16);

    /** {@code module[key]} of a container. */
    static @Nullable Object item(Module module, @Nullable Object key) throws ReflectiveOperationException {
        List<@Nullable Object> keys = new ArrayList<>();
        keys.add(key);
        return call(module, "get", keys);
    }

    /** Functions of {@code torch.nn.utils} that change a module. */
    static Object utility(String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
        Module module = (Module) java.util.Objects.requireNonNull(arguments.getFirst());
        Object tensor = arguments.size() > 1 ? arguments.get(1) : keywords.getOrDefault("name", "weight");
        String weight = String.valueOf(tensor);
        Object dim = arguments.size() > 2 ? arguments.get(2) : keywords.get("dim");
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "weight_norm" ->
                Parametrizations.weightNorm(
                        module, weight, keywords.containsKey("dim") || dim != null ? number(dim) : 0);
            case "spectral_norm" ->
                Parametrizations.spectralNorm(
                        module,
                        weight,
                        (int) (long) (Long) java.util.Objects.requireNonNull(
                                keywords.getOrDefault("n_power_iterations", dim == null ? 1L : dim)),
                        keywords.get("eps") instanceof Double eps ? eps : 1e-12,
                        number(keywords.get("dim")));
            default -> throw new IllegalArgumentException("jgrad lacks " + name);
        };
    }

    private static @Nullable Integer number(@Nullable Object value) {
        return value instanceof Long l ? Integer.valueOf(Math.toIntExact(l)) : null;
    }

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
        if (self instanceof Module module && CASTS.containsKey(name)) {
            return module.to(CASTS.get(name));
        }
        if (self instanceof ParamGroup group) {
            return call(group.options(), name, arguments);
        }
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

    /** An optimizer: arguments are options of all groups that do not have them. */
    static Optimizer optimizer(String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName(Optimizer.class.getPackageName() + "." + name);
        Class<?> optionsType = Class.forName(type.getName() + "$Options");
        Object options = optionsType.getField("DEFAULT").get(null);
        Map<String, @Nullable Object> given = new LinkedHashMap<>(keywords);
        Object parameters = arguments.isEmpty() ? given.remove("params") : arguments.getFirst();
        String[] order = POSITIONS.getOrDefault(name, "lr").split(" ");
        for (int i = 1; i < arguments.size(); i++) {
            given.put(order[i - 1], arguments.get(i));
        }
        if (type == LBFGS.class) {
            for (var option : given.entrySet()) {
                options = changed(options, option.getKey(), option.getValue());
            }
            return new LBFGS(tensors(parameters), (LBFGS.Options) options);
        }
        List<?> entries = parameters instanceof Map<?, ?> map ? List.copyOf(map.values()) : list(parameters);
        ParamGroup[] groups = entries.stream().anyMatch(Map.class::isInstance)
                ? entries.stream().map(JavaMembers::group).toArray(ParamGroup[]::new)
                : new ParamGroup[] {ParamGroup.of(tensors(parameters))};
        for (ParamGroup group : groups) {
            given.forEach((option, value) -> {
                if (!group.has(option)) {
                    group.with(option, value);
                }
            });
        }
        return (Optimizer) type.getConstructor(optionsType, ParamGroup[].class).newInstance(options, groups);
    }

    /** The order of PyTorch's first parameters after the tensors. */
    private static final Map<String, String> POSITIONS = Map.of(
            "SGD", "lr momentum dampening weight_decay nesterov",
            "Adam", "lr betas eps weight_decay amsgrad",
            "AdamW", "lr betas eps weight_decay amsgrad",
            "Adamax", "lr betas eps weight_decay",
            "NAdam", "lr betas eps weight_decay momentum_decay",
            "RAdam", "lr betas eps weight_decay",
            "RMSprop", "lr alpha eps weight_decay momentum centered",
            "Adagrad", "lr lr_decay weight_decay initial_accumulator_value eps",
            "Adadelta", "lr rho eps weight_decay",
            "ASGD", "lr lambd alpha t0 weight_decay");

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> l ? l : value instanceof Tuple t ? t.items() : List.of(value);
    }

    private static List<Tensor> tensors(@Nullable Object value) {
        Object all = value instanceof Map<?, ?> map ? List.copyOf(map.values()) : value;
        return list(all).stream()
                .map(v -> v instanceof PythonText.ParameterOf p ? p.tensor() : (Tensor) v)
                .toList();
    }

    private static Object changed(Object options, String name, @Nullable Object value)
            throws ReflectiveOperationException {
        String camel = camelCase(name);
        String method = "with" + Character.toUpperCase(camel.charAt(0)) + camel.substring(1);
        return java.util.Objects.requireNonNull(call(options, method, Arrays.asList(value)));
    }

    private static ParamGroup group(Object entry) {
        Map<?, ?> map = (Map<?, ?>) entry;
        ParamGroup group = ParamGroup.of(tensors(map.get("params")));
        for (var option : map.entrySet()) {
            if (!option.getKey().equals("params")) {
                group = group.with((String) option.getKey(), option.getValue());
            }
        }
        return group;
    }
}
