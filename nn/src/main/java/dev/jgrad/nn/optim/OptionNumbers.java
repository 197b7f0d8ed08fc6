package dev.jgrad.nn.optim;

/** Numbers as Python's defaults have them. */
final class OptionNumbers {
    private OptionNumbers() {}

    /** Zero as an integer: PyTorch's defaults are {@code 0} where nobody set anything, and print so. */
    static Number orInteger(double value) {
        // Two returns: a conditional expression would make both doubles.
        if (value == 0) {
            return 0L;
        }
        return value;
    }
}
