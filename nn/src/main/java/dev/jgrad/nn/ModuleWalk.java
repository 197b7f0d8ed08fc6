package dev.jgrad.nn;

import dev.jgrad.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks a tree of modules in PyTorch's order: a module before its children, shared objects at their first place. */
final class ModuleWalk {
    private ModuleWalk() {}

    static Map<String, Module> modules(Module root) {
        Map<String, Module> found = new LinkedHashMap<>();
        collect(root, "", identitySet(), found);
        return found;
    }

    private static void collect(Module module, String path, Set<Module> seen, Map<String, Module> found) {
        if (seen.add(module)) {
            found.put(path, module);
            module.namedChildren().forEach((name, child) -> collect(child, join(path, name), seen, found));
        }
    }

    static Map<String, Tensor> tensors(Module root, Function<Module, Map<String, @Nullable Tensor>> members) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        Set<Tensor> seen = identitySet();
        modules(root)
                .forEach((path, module) -> members.apply(module).forEach((name, tensor) -> {
                    if (tensor != null && seen.add(tensor)) {
                        found.put(join(path, name), tensor);
                    }
                }));
        return found;
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
