package dev.jgrad.nn.expression;

import dev.jgrad.data.DType;
import dev.jgrad.nn.Module;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a module of the arguments of a call. */
@FunctionalInterface
interface ModuleFactory {
    Module build(String function, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords);

    /** Adds a module whose parameters are written as in Python: {@code "in_features, out_features, bias=True"}. */
    static void add(
            Map<String, ModuleFactory> all, String name, String parameters, Function<Arguments, Module> constructor) {
        Call signature = (Call) Objects.requireNonNull(ExpressionParser.parse("_(" + parameters + ")"));
        all.put(name, (function, arguments, keywords) -> {
            Map<String, @Nullable Object> own = new LinkedHashMap<>(keywords);
            // Every layer of PyTorch takes these two, as its last ones.
            Object dtype = own.remove("dtype");
            Object device = own.remove("device");
            Arguments bound = Arguments.bind(function, signature, arguments, own);
            Module module = constructor.apply(bound);
            module.printAsIntegers(bound.integers());
            if (dtype instanceof DType type) {
                module.to(type);
            }
            if (device != null) {
                module.to(String.valueOf(device));
            }
            return module;
        });
    }
}
