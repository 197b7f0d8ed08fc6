package dev.jgrad.nn.expression;

import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.Parameter;
import dev.jgrad.nn.layer.ModuleDict;
import dev.jgrad.nn.layer.ModuleList;
import dev.jgrad.nn.layer.ParameterDict;
import dev.jgrad.nn.layer.ParameterList;
import dev.jgrad.nn.layer.Sequential;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Modules that hold modules. */
final class Containers {
    private Containers() {}

    static void addTo(Map<String, ModuleFactory> all) {
        all.put("Sequential", (function, arguments, keywords) -> {
            noKeywords(function, keywords);
            return arguments.size() == 1 && arguments.getFirst() instanceof Map<?, ?> map
                    ? new Sequential(modules(function, map))
                    : new Sequential(modules(function, arguments).toArray(Module[]::new));
        });
        all.put("ModuleList", (function, arguments, keywords) -> {
            noKeywords(function, keywords);
            return arguments.isEmpty()
                    ? new ModuleList()
                    : new ModuleList(modules(function, items(arguments.getFirst(), arguments)));
        });
        all.put("ModuleDict", (function, arguments, keywords) -> {
            noKeywords(function, keywords);
            return arguments.isEmpty()
                    ? new ModuleDict()
                    : new ModuleDict(modules(function, pairs(function, arguments.getFirst())));
        });
        all.put("ParameterList", (function, arguments, keywords) -> {
            noKeywords(function, keywords);
            return new ParameterList(items(arguments.isEmpty() ? List.of() : arguments.getFirst(), arguments).stream()
                    .map(value -> parameter(function, value))
                    .toArray(Tensor[]::new));
        });
        all.put("ParameterDict", (function, arguments, keywords) -> {
            noKeywords(function, keywords);
            ParameterDict dict = new ParameterDict();
            pairs(function, arguments.isEmpty() ? Map.of() : arguments.getFirst())
                    .forEach((name, value) -> dict.put(String.valueOf(name), parameter(function, value)));
            return dict;
        });
    }

    private static List<?> items(@Nullable Object first, List<?> otherwise) {
        return first instanceof Tuple tuple ? tuple.items() : first instanceof List<?> list ? list : otherwise;
    }

    /** A dictionary, or a list of pairs. */
    private static Map<?, ?> pairs(String function, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object pair : items(value, List.of())) {
            List<?> two = items(pair, List.of());
            if (two.size() != 2 || two.getFirst() == null) {
                throw new ExpressionException(function + "() takes a dictionary or a list of pairs");
            }
            map.put(two.getFirst(), two.getLast());
        }
        return map;
    }

    private static Tensor parameter(String function, @Nullable Object value) {
        if (value instanceof Tensor tensor) {
            return tensor.isLeaf() && tensor.requiresGrad() ? tensor : Parameter.of(tensor);
        }
        throw new ExpressionException(function + "(): " + value + " is no tensor");
    }

    private static void noKeywords(String function, Map<String, @Nullable Object> keywords) {
        if (!keywords.isEmpty()) {
            throw new ExpressionException(function + "() got an unexpected keyword argument '"
                    + keywords.keySet().iterator().next() + "'");
        }
    }

    private static List<Module> modules(String function, List<?> values) {
        return values.stream().map(value -> module(function, value)).toList();
    }

    private static Map<String, Module> modules(String function, Map<?, ?> values) {
        Map<String, Module> modules = new LinkedHashMap<>();
        values.forEach((name, value) -> modules.put(String.valueOf(name), module(function, value)));
        return modules;
    }

    private static Module module(String function, @Nullable Object value) {
        if (value instanceof Module module) {
            return module;
        }
        throw new ExpressionException(function + "(): " + value + " is not a Module");
    }

    /** A map in the order of its pairs. */
    static Map<Object, @Nullable Object> orderedDict(List<@Nullable Object> arguments) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        if (arguments.isEmpty()) {
            return map;
        }
        if (arguments.getFirst() instanceof List<?> pairs) {
            for (Object pair : pairs) {
                if (!(pair instanceof Tuple tuple) || tuple.size() != 2 || tuple.get(0) == null) {
                    throw new ExpressionException("OrderedDict takes a list of pairs");
                }
                map.put(tuple.get(0), tuple.get(1));
            }
            return map;
        }
        throw new ExpressionException("OrderedDict takes a list of pairs");
    }
}
