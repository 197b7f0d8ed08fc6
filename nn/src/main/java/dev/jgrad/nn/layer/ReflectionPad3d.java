package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Mirrors the input at the borders of (batch, channels, depth, height, width). {@code torch.nn.ReflectionPad3d}. */
public final class ReflectionPad3d extends Module {
    private final Extent padding;

    /** The same on all sides. */
    public ReflectionPad3d(long padding) {
        this(Extent.of(padding));
    }

    /**
     * With all settings.
     *
     * @param padding one number, or pairs (before, after), the last dimension first
     */
    public ReflectionPad3d(Extent padding) {
        this.padding = padding;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pad(input, padding.expand(6), "reflect");
    }

    @Override
    protected String extraRepr() {
        return Repr.tuple(padding.expand(6));
    }
}
