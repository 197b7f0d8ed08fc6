package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Adds zeros at the borders of (batch, channels, depth, height, width). {@code torch.nn.ZeroPad3d}. */
public final class ZeroPad3d extends Module {
    private final Extent padding;

    /** The same on all sides. */
    public ZeroPad3d(long padding) {
        this(Extent.of(padding));
    }

    /**
     * With all settings.
     *
     * @param padding one number, or pairs (before, after), the last dimension first
     */
    public ZeroPad3d(Extent padding) {
        this.padding = padding;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pad(input, padding.expand(6), "constant");
    }

    @Override
    protected String extraRepr() {
        return Repr.tuple(padding.expand(6));
    }
}
