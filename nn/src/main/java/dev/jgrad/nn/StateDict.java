package dev.jgrad.nn;

import dev.jgrad.autograd.Grad;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects and loads the states of modules: {@code state_dict} and {@code load_state_dict}. */
final class StateDict {
    private StateDict() {}

    static Map<String, Tensor> of(Module root) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        entries(root).forEach((path, tensor) -> state.put(path, tensor.detach()));
        return state;
    }

    /** All entries with PyTorch's paths: unlike parameters, a shared tensor appears under every one of them. */
    private static Map<String, Tensor> entries(Module root) {
        Map<String, Tensor> entries = new LinkedHashMap<>();
        collect(root, "", entries);
        return entries;
    }

    private static void collect(Module module, String path, Map<String, Tensor> entries) {
        module.ownState().forEach((name, tensor) -> entries.put(ModuleWalk.join(path, name), tensor));
        module.namedChildren().forEach((name, child) -> collect(child, ModuleWalk.join(path, name), entries));
    }

    static IncompatibleKeys load(Module root, Map<String, Tensor> state, boolean strict) {
        Map<String, Tensor> entries = entries(root);
        List<String> missing = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        entries.forEach((path, tensor) -> {
            Tensor given = state.get(path);
            if (given == null) {
                if (!mayBeMissing(root, path)) {
                    missing.add(path);
                }
            } else if (!given.shape().equals(tensor.shape())
                    && !isOldScalar(given, tensor)
                    && !adopted(root, path, given)) {
                errors.add("size mismatch for " + path + ": copying a param with shape " + given.shape()
                        + " from checkpoint, the shape in current model is " + tensor.shape() + ".");
            }
        });
        List<String> unexpected = new ArrayList<>(state.keySet());
        unexpected.removeIf(entries::containsKey);
        if (strict) {
            addNames(errors, "Unexpected", unexpected);
            addNames(errors, "Missing", missing);
        }
        if (!errors.isEmpty()) {
            throw new StateDictException(
                    "Error(s) in loading state_dict for " + root.shownName() + ":\n\t" + String.join("\n\t", errors));
        }
        copy(state, entries);
        return new IncompatibleKeys(List.copyOf(missing), List.copyOf(unexpected));
    }

    /** PyTorch 0.3 wrote scalars as vectors of one element. */
    private static boolean isOldScalar(Tensor given, Tensor tensor) {
        return tensor.dim() == 0 && given.dim() == 1 && given.numel() == 1;
    }

    private static boolean mayBeMissing(Module root, String path) {
        return owner(root, path).mayBeMissing(path.substring(path.lastIndexOf('.') + 1));
    }

    private static boolean adopted(Module root, String path, Tensor given) {
        return owner(root, path).adoptShape(path.substring(path.lastIndexOf('.') + 1), given);
    }

    private static Module owner(Module root, String path) {
        return root.getSubmodule(path.substring(0, Math.max(0, path.lastIndexOf('.'))));
    }

    private static void addNames(List<String> errors, String what, List<String> names) {
        if (!names.isEmpty()) {
            errors.addFirst(what + " key(s) in state_dict: \"" + String.join("\", \"", names) + "\". ");
        }
    }

    private static void copy(Map<String, Tensor> state, Map<String, Tensor> entries) {
        try (var _ = Grad.disabled()) {
            entries.forEach((path, tensor) -> {
                Tensor given = state.get(path);
                if (given != null) {
                    tensor.copy_(isOldScalar(given, tensor) ? given.select(0, 0) : given);
                }
            });
        }
    }
}
