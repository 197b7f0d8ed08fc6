package dev.jgrad.it.conformance.ops;

import dev.jgrad.data.AutogradException;
import dev.jgrad.data.JgradException;
import org.jspecify.annotations.Nullable;

/** Compares the kind of an error with the kind the suite guessed from PyTorch's text. */
final class Misuse {
    private Misuse() {}

    /** Null when the exception is of the expected kind. */
    static @Nullable String difference(String category, JgradException thrown) {
        // The suite guesses the kind from PyTorch's words ("a coarse hint"): a division by zero is a dtype there. So
        // only autograd's own errors are told apart from wrong arguments.
        boolean fits = category.equals("autograd") == thrown instanceof AutogradException;
        return fits ? null : "error of kind " + category + " expected, was " + thrown;
    }
}
