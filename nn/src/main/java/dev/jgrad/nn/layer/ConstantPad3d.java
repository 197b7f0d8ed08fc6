package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Adds a constant at the borders of (batch, channels, depth, height, width). {@code torch.nn.ConstantPad3d}. */
public final class ConstantPad3d extends Module {
    private final Extent padding;
    private final double value;

    /** The same on all sides. */
    public ConstantPad3d(long padding, double value) {
        this(Extent.of(padding), value);
    }

    /**
     * With all settings.
     *
     * @param padding one number, or pairs (before, after), the last dimension first
     * @param value the constant
     */
    public ConstantPad3d(Extent padding, double value) {
        this.padding = padding;
        this.value = value;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pad(input, padding.expand(6), "constant", value);
    }

    @Override
    protected String extraRepr() {
        return "padding=" + Repr.tuple(padding.expand(6)) + ", value=" + Numbers.text(value, isInteger("value", true));
    }
}
