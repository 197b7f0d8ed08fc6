package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Mirrors the input at the borders of (batch, channels, height, width). {@code torch.nn.ReflectionPad2d}. */
public final class ReflectionPad2d extends Module {
    private final Extent padding;

    /** The same on all sides. */
    public ReflectionPad2d(long padding) {
        this(Extent.of(padding));
    }

    /**
     * With all settings.
     *
     * @param padding one number, or pairs (before, after), the last dimension first
     */
    public ReflectionPad2d(Extent padding) {
        this.padding = padding;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pad(input, padding.expand(4), "reflect");
    }

    @Override
    protected String extraRepr() {
        return Repr.tuple(padding.expand(4));
    }
}
