package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Resizes images between elements, corners on corners; {@link Upsample} is its successor. {@code torch.nn.UpsamplingBilinear2d}. */
public final class UpsamplingBilinear2d extends Module {
    private final @Nullable Extent size;
    private final @Nullable Double scaleFactor;

    /** By a factor. */
    public UpsamplingBilinear2d(double scaleFactor) {
        this.size = null;
        this.scaleFactor = scaleFactor;
    }

    /** To a size. */
    public UpsamplingBilinear2d(Extent size) {
        this.size = size;
        this.scaleFactor = null;
    }

    @Override
    public Tensor forward(Tensor input) {
        long[] to = size == null ? null : size.expand(2);
        double[] by = scaleFactor == null ? null : new double[] {scaleFactor, scaleFactor};
        return Functional.upsampleBilinear(input, to, by);
    }

    @Override
    protected String extraRepr() {
        String to = scaleFactor != null ? "scale_factor=" + Repr.of(scaleFactor.doubleValue()) : "size=" + size;
        return to + ", mode='bilinear'";
    }
}
