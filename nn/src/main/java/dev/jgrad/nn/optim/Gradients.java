package dev.jgrad.nn.optim;

import dev.jgrad.tensor.Tensor;

/** What optimizers do to a gradient before they use it. */
final class Gradients {
    private Gradients() {}

    /** The gradient with its sign for maximising and with weight decay; the given one itself where neither applies. */
    static Tensor effective(Tensor gradient, Tensor parameter, double weightDecay, boolean maximize) {
        Tensor signed = maximize ? gradient.neg() : gradient;
        return weightDecay == 0 ? signed : signed.add(parameter, weightDecay);
    }
}
