package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Resizes images to the nearest element; {@link Upsample} is its successor. {@code torch.nn.UpsamplingNearest2d}. */
public final class UpsamplingNearest2d extends Module {
    private final @Nullable Extent size;
    private final @Nullable Double scaleFactor;

    /** By a factor. */
    public UpsamplingNearest2d(double scaleFactor) {
        this.size = null;
        this.scaleFactor = scaleFactor;
    }

    /** To a size. */
    public UpsamplingNearest2d(Extent size) {
        this.size = size;
        this.scaleFactor = null;
    }

    @Override
    public Tensor forward(Tensor input) {
        long[] to = size == null ? null : size.expand(2);
        double[] by = scaleFactor == null ? null : new double[] {scaleFactor, scaleFactor};
        return Functional.upsampleNearest(input, to, by);
    }

    @Override
    protected String extraRepr() {
        String to = scaleFactor != null ? "scale_factor=" + Repr.of(scaleFactor.doubleValue()) : "size=" + size;
        return to + ", mode='nearest'";
    }
}
