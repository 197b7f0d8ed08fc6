package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Moves space into channels: (batch, c, h r, w r) to (batch, c r², h, w). {@code torch.nn.PixelUnshuffle}. */
public final class PixelUnshuffle extends Module {
    private final long downscaleFactor;

    /**
     * With all settings.
     *
     * @param downscaleFactor the r
     */
    public PixelUnshuffle(long downscaleFactor) {
        this.downscaleFactor = downscaleFactor;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pixelUnshuffle(input, downscaleFactor);
    }

    @Override
    protected String extraRepr() {
        return "downscale_factor=" + downscaleFactor;
    }
}
