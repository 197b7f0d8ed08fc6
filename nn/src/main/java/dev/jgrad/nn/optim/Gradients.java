package dev.jgrad.nn.optim;

import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;

/** What optimizers do to a gradient before they use it. */
final class Gradients {
    private Gradients() {}

    /**
     * The gradient with its sign for maximising and with weight decay; the given one itself where neither applies.
     *
     * @param weightDecay its place among the numbers of the step
     */
    static Tensor effective(Tensor gradient, Tensor parameter, StepNumbers numbers, int weightDecay, boolean maximize) {
        Tensor signed = signed(gradient, maximize);
        return numbers.value(weightDecay) == 0 ? signed : signed.add(parameter, numbers.get(weightDecay));
    }

    static Tensor signed(Tensor gradient, boolean maximize) {
        return maximize ? gradient.neg() : gradient;
    }
}
