package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** ln(1 / (1 + e^-x)). {@code torch.nn.LogSigmoid}. */
public final class LogSigmoid extends Module {
    /** Without settings. */
    public LogSigmoid() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.logsigmoid(input);
    }
}
