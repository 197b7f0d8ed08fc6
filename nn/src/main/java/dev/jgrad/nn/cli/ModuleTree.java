package dev.jgrad.nn.cli;

import dev.jgrad.autograd.Grad;
import dev.jgrad.autograd.RemovableHandle;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The structure of a model in lines, with the shapes that forward hooks see in one pass. */
final class ModuleTree {
    private final Module root;
    private final Map<Module, String> shapes = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    ModuleTree(Module root) {
        this.root = root;
    }

    /** Runs the model on an example, in evaluation mode and without recording, and describes what happened. */
    String describe(Tensor example) {
        observe(example);
        line("%s | in=%s | out=%s", name(root), tuple(example), shapes.getOrDefault(root, "?"));
        root.namedChildren().forEach((name, child) -> add(name, child, 0));
        long all = count(root, false);
        long learned = count(root, true);
        line("");
        line("%,d parameters (%s), of which %,d are learned", all, megabytes(root), learned);
        return text.toString();
    }

    private void observe(Tensor example) {
        var hooks = new ArrayList<RemovableHandle>();
        boolean training = root.isTraining();
        for (Module module : root.modules()) {
            hooks.add(module.registerForwardHook((self, inputs, outputs) -> shapes.put(self, tuples(outputs))));
        }
        try (var _ = Grad.disabled()) {
            root.eval();
            root.call(example);
        } finally {
            root.train(training);
            hooks.forEach(RemovableHandle::remove);
        }
    }

    private void add(String path, Module module, int depth) {
        long parameters = count(module, false);
        line(
                "%s- %s: %s%s%s",
                "  ".repeat(depth),
                path,
                module.children().isEmpty() ? module : name(module),
                shapes.containsKey(module) ? " | out=" + shapes.get(module) : "",
                parameters == 0 ? "" : String.format(Locale.ROOT, " | %,d parameters", parameters));
        module.namedChildren().forEach((name, child) -> add(path + "." + name, child, depth + 1));
    }

    private void line(String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String name(Module module) {
        return module.toString().replaceFirst("(?s)\\(.*", "");
    }

    private static long count(Module module, boolean onlyLearned) {
        return module.parameters().stream()
                .filter(parameter -> !onlyLearned || parameter.requiresGrad())
                .mapToLong(Tensor::numel)
                .sum();
    }

    private static String megabytes(Module module) {
        long bytes = module.parameters().stream()
                .mapToLong(parameter -> parameter.numel() * parameter.dtype().byteSize())
                .sum();
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String tuples(List<@Nullable Tensor> tensors) {
        return tensors.stream().map(t -> t == null ? "None" : tuple(t)).collect(Collectors.joining(", "));
    }

    /** As Python prints a tuple. */
    private static String tuple(Tensor tensor) {
        String sizes = Arrays.stream(tensor.shape().toArray())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        return "(" + sizes + (tensor.dim() == 1 ? ",)" : ")");
    }
}
