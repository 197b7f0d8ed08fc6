package dev.jgrad.it.conformance.ops;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.AutogradException;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.IndexException;
import dev.jgrad.data.JgradException;
import dev.jgrad.data.ShapeException;
import org.jspecify.annotations.Nullable;

/** Compares the kind of an error with the kind the suite guessed from PyTorch's text. */
final class Misuse {
    private Misuse() {}

    /** Null when the exception is of the expected kind. */
    static @Nullable String difference(String category, JgradException thrown) {
        boolean fits = switch (category) {
            case "dtype" -> thrown instanceof DTypeException;
            case "autograd" -> thrown instanceof AutogradException;
            // The suite's border between these three is a guess ("a coarse hint"): a dimension out of range is named an
            // index, an argument or a shape there, depending on PyTorch's words.
            case "shape", "index", "argument" -> thrown instanceof ShapeException
                    || thrown instanceof IndexException
                    || thrown instanceof ArgumentException;
            default -> false;
        };
        return fits ? null : "error of kind " + category + " expected, was " + thrown;
    }
}
