package dev.jgrad.nn.expression;

import dev.jgrad.data.DType;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Module;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a module from a Python expression such as {@code nn.Sequential(nn.Linear(4, 8), nn.ReLU())} or {@code
 * torchvision.models.resnet18()}. Only modules that jgrad has are known; nothing of the text is executed.
 */
public final class ModuleExpression {
    private static final Map<String, ModuleFactory> FACTORIES = factories();

    private ModuleExpression() {}

    private static Map<String, ModuleFactory> factories() {
        Map<String, ModuleFactory> all = new LinkedHashMap<>();
        Containers.addTo(all);
        DenseLayers.addTo(all);
        ConvolutionLayers.addTo(all);
        RunningNormLayers.addTo(all);
        PoolingLayers.addTo(all);
        PaddingLayers.addTo(all);
        SpatialLayers.addTo(all);
        Activations.addTo(all);
        SequenceLayers.addTo(all);
        Losses.addTo(all);
        VisionModels.addTo(all);
        return all;
    }

    /**
     * The module of an expression, with random parameters.
     *
     * @throws ExpressionException when the text is no such expression, or names something unknown
     */
    public static Module build(String expression) {
        if (evaluate(ExpressionParser.parse(expression)) instanceof Module module) {
            return module;
        }
        throw new ExpressionException("this is no module: " + expression);
    }

    /**
     * The module of a call whose arguments are values already: numbers, texts, booleans, null, lists, tuples, modules.
     *
     * @param function the name as in Python, {@code nn.Linear}
     * @throws ExpressionException when nothing of that name takes these arguments
     */
    public static Module build(
            String function, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
        if (call(function, arguments, keywords) instanceof Module module) {
            return module;
        }
        throw new ExpressionException("this is no module: " + function);
    }

    /** The names of all modules that may be called. */
    public static List<String> names() {
        return List.copyOf(FACTORIES.keySet());
    }

    static @Nullable Object evaluate(@Nullable Object parsed) {
        return switch (parsed) {
            case null -> null;
            case Call call -> evaluate(call);
            case Name name when TensorExpressions.dtype(name.text()) instanceof DType dtype -> dtype;
            case Name name -> throw new ExpressionException("unknown name '" + name.text() + "'");
            case Tuple tuple -> new Tuple(evaluateAll(tuple.items()));
            case List<?> list -> evaluateAll(list);
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> evaluated = new LinkedHashMap<>();
                map.forEach((key, value) -> evaluated.put(key, evaluate(value)));
                yield evaluated;
            }
            default -> parsed;
        };
    }

    private static List<@Nullable Object> evaluateAll(List<?> values) {
        List<@Nullable Object> evaluated = new ArrayList<>();
        values.forEach(value -> evaluated.add(evaluate(value)));
        return evaluated;
    }

    private static Object evaluate(Call call) {
        List<@Nullable Object> arguments = evaluateAll(call.arguments());
        Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
        call.keywords().forEach((name, value) -> keywords.put(name, evaluate(value)));
        return call(call.function(), arguments, keywords);
    }

    private static Object call(
            String function, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords) {
        if (function.equals("OrderedDict") || function.equals("collections.OrderedDict")) {
            return Containers.orderedDict(arguments);
        }
        if (function.equals("float")) {
            return TensorExpressions.number(arguments);
        }
        if (function.startsWith("torch.")) {
            Object value = TensorExpressions.call(function, arguments, keywords);
            if (value != null) {
                return value;
            }
        }
        ModuleFactory factory = FACTORIES.get(plain(function));
        if (factory == null) {
            throw new ExpressionException("unknown module '" + function + "'; modules are named as in PyTorch,"
                    + " for example nn.Linear(4, 8)");
        }
        return factory.build(function, arguments, keywords);
    }

    /** Without the packages of PyTorch and torchvision. */
    private static String plain(String function) {
        for (String prefix :
                List.of("torchvision.models.resnet.", "torchvision.models.", "models.", "torch.nn.", "nn.")) {
            if (function.startsWith(prefix)) {
                return function.substring(prefix.length());
            }
        }
        return function;
    }
}
