package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Enlarges or shrinks the spatial dimensions of (batch, channels, *). {@code torch.nn.Upsample}. */
public final class Upsample extends Module {
    private final @Nullable Extent size;
    private final @Nullable Double scaleFactor;
    private final String mode;
    private final @Nullable Boolean alignCorners;

    /** By a factor to the nearest element: {@code mode} may be nearest, linear, bilinear, bicubic, trilinear. */
    public Upsample(double scaleFactor, String mode) {
        this(null, scaleFactor, mode, null);
    }

    /** To a size. */
    public Upsample(Extent size, String mode) {
        this(size, null, mode, null);
    }

    /**
     * With all settings.
     *
     * @param size sizes of the result, or null
     * @param scaleFactor the factor where there is no size, or null
     * @param mode how values between elements are found
     * @param alignCorners lets the corner elements of both images lie on each other, or null
     */
    public Upsample(@Nullable Extent size, @Nullable Double scaleFactor, String mode, @Nullable Boolean alignCorners) {
        this.size = size;
        this.scaleFactor = scaleFactor;
        this.mode = mode;
        this.alignCorners = alignCorners;
    }

    @Override
    public Tensor forward(Tensor input) {
        int dims = input.dim() - 2;
        double @Nullable [] factors = null;
        if (scaleFactor != null) {
            factors = new double[dims];
            Arrays.fill(factors, scaleFactor);
        }
        return Functional.interpolate(
                input, size == null ? null : size.expand(dims), factors, mode, alignCorners, null, false);
    }

    @Override
    protected String extraRepr() {
        String to = scaleFactor != null ? "scale_factor=" + Repr.of(scaleFactor.doubleValue()) : "size=" + size;
        return to + ", mode=" + Repr.of(mode);
    }
}
