package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Adds zeros at the borders of (batch, channels, length). {@code torch.nn.ZeroPad1d}. */
public final class ZeroPad1d extends Module {
    private final Extent padding;

    /** The same on all sides. */
    public ZeroPad1d(long padding) {
        this(Extent.of(padding));
    }

    /**
     * With all settings.
     *
     * @param padding one number, or pairs (before, after), the last dimension first
     */
    public ZeroPad1d(Extent padding) {
        this.padding = padding;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pad(input, padding.expand(2), "constant");
    }

    @Override
    protected String extraRepr() {
        return Repr.tuple(padding.expand(2));
    }
}
