package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Adds a constant at the borders of (batch, channels, height, width). {@code torch.nn.ConstantPad2d}. */
public final class ConstantPad2d extends Module {
    private final Extent padding;
    private final double value;

    /** The same on all sides. */
    public ConstantPad2d(long padding, double value) {
        this(Extent.of(padding), value);
    }

    /**
     * With all settings.
     *
     * @param padding one number, or pairs (before, after), the last dimension first
     * @param value the constant
     */
    public ConstantPad2d(Extent padding, double value) {
        this.padding = padding;
        this.value = value;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pad(input, padding.expand(4), "constant", value);
    }

    @Override
    protected String extraRepr() {
        return "padding=" + Repr.tuple(padding.expand(4)) + ", value=" + Numbers.text(value, isInteger("value", true));
    }
}
