package dev.jgrad.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints a tree of modules as {@code torch.nn.Module.__repr__} does. */
final class ModulePrinter {
    private ModulePrinter() {}

    static String print(Module module) {
        String extra = module.extraRepr();
        for (String setting : module.integers()) {
            extra = extra.replaceAll("\\b(" + setting + "=-?\\d+)\\.0\\b", "$1");
        }
        List<String> extraLines = extra.isEmpty() ? List.of() : List.of(extra.split("\n", -1));
        List<String> childLines = new ArrayList<>();
        for (Map.Entry<String, Module> child : module.namedChildren().entrySet()) {
            childLines.add(
                    "(" + child.getKey() + "): " + indent(child.getValue().toString()));
        }
        return frame(module.shownName(), extraLines, childLines);
    }

    static String frame(String name, List<String> extraLines, List<String> childLines) {
        List<String> lines = new ArrayList<>(extraLines);
        lines.addAll(childLines);
        if (lines.isEmpty()) {
            return name + "()";
        }
        // One line of settings and no children: all on one line.
        if (extraLines.size() == 1 && childLines.isEmpty()) {
            return name + "(" + extraLines.getFirst() + ")";
        }
        return name + "(\n  " + String.join("\n  ", lines) + "\n)";
    }

    /** All lines but the first moved to the right by two. */
    static String indent(String text) {
        return text.replace("\n", "\n  ");
    }
}
