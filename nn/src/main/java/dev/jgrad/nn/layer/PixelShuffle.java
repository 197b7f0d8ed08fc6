package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;

/** Moves channels into space: (batch, c r², h, w) to (batch, c, h r, w r). Shi and others 2016. {@code torch.nn.PixelShuffle}. */
public final class PixelShuffle extends Module {
    private final long upscaleFactor;

    /**
     * With all settings.
     *
     * @param upscaleFactor the r
     */
    public PixelShuffle(long upscaleFactor) {
        this.upscaleFactor = upscaleFactor;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pixelShuffle(input, upscaleFactor);
    }

    @Override
    protected String extraRepr() {
        return "upscale_factor=" + upscaleFactor;
    }
}
