package dev.jgrad.op;

import dev.jgrad.autograd.Node;
import java.util.Map;

/** The nodes of operations whose in-place form has another number in PyTorch, because it needs a rule of its own there. */
final class InPlaceNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("AsStridedBackward0", "AsStridedBackward1"),
            Map.entry("CeluBackward0", "CeluBackward1"),
            Map.entry("EluBackward0", "EluBackward1"),
            Map.entry("FillBackward0", "FillBackward2"),
            Map.entry("FillBackward1", "FillBackward3"),
            Map.entry("LeakyReluBackward0", "LeakyReluBackward1"),
            Map.entry("RreluWithNoiseBackward0", "RreluWithNoiseBackward1"),
            Map.entry("SqueezeBackward0", "SqueezeBackward3"),
            Map.entry("SqueezeBackward1", "SqueezeBackward4"),
            Map.entry("SqueezeBackward2", "SqueezeBackward5"),
            Map.entry("TBackward0", "TBackward1"),
            Map.entry("ThresholdBackward0", "ThresholdBackward1"),
            Map.entry("TransposeBackward0", "TransposeBackward1"),
            Map.entry("UnsqueezeBackward0", "UnsqueezeBackward1"));

    private InPlaceNames() {}

    /** The name of a node that was made by writing in place. */
    static String of(String name) {
        return NAMES.getOrDefault(name, name);
    }

    /** Tells a node that it was made by writing in place. */
    static void mark(Node node) {
        switch (node) {
            case ElementwiseNode e -> e.writtenInPlace();
            case RuleNode r -> r.writtenInPlace();
            default -> {}
        }
    }
}
