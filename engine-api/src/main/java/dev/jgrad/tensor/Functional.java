package dev.jgrad.tensor;

/**
 * The functions of {@code torch.nn.functional}, under their names in camel case. Everything is found under this name:
 * {@code Functional.relu(x)}, {@code Functional.conv2d(x, w, b)}, {@code Functional.crossEntropy(logits, labels)}; the
 * classes above it only split a long list by subject.
 */
public final class Functional extends ImageFunctions {
    private Functional() {}
}
