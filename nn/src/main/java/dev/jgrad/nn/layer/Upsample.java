package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Enlarges or shrinks the spatial dimensions of (batch, channels, *). {@code torch.nn.Upsample}. */
public final class Upsample extends Module {
    private final @Nullable Extent size;
    private final double @Nullable [] scaleFactor;
    private final String mode;
    private final @Nullable Boolean alignCorners;
    private final boolean recomputeScaleFactor;

    /** By a factor to the nearest element: {@code mode} may be nearest, linear, bilinear, bicubic, trilinear. */
    public Upsample(double scaleFactor, String mode) {
        this(null, new double[] {scaleFactor}, mode, null, false);
    }

    /** To a size. */
    public Upsample(Extent size, String mode) {
        this(size, null, mode, null, false);
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
        this(size, scaleFactor == null ? null : new double[] {scaleFactor}, mode, alignCorners, false);
    }

    /**
     * With all settings, and a factor for each dimension.
     *
     * @param size sizes of the result, or null
     * @param scaleFactor a factor for each spatial dimension, one for all, or null where there is a size
     * @param mode how values between elements are found
     * @param alignCorners lets the corner elements of both images lie on each other, or null
     * @param recomputeScaleFactor computes the factors again from the rounded sizes
     */
    public Upsample(
            @Nullable Extent size,
            double @Nullable [] scaleFactor,
            String mode,
            @Nullable Boolean alignCorners,
            boolean recomputeScaleFactor) {
        this.size = size;
        this.scaleFactor = scaleFactor == null ? null : scaleFactor.clone();
        this.mode = mode;
        this.alignCorners = alignCorners;
        this.recomputeScaleFactor = recomputeScaleFactor;
    }

    @Override
    public Tensor forward(Tensor input) {
        int dims = input.dim() - 2;
        double @Nullable [] factors = scaleFactor;
        if (factors != null && factors.length == 1) {
            double factor = factors[0];
            factors = new double[dims];
            Arrays.fill(factors, factor);
        }
        return Functional.interpolate(
                input,
                size == null ? null : size.expand(dims),
                factors,
                mode,
                alignCorners,
                recomputeScaleFactor ? true : null,
                false);
    }

    @Override
    protected String extraRepr() {
        String to = scaleFactor == null
                ? "size=" + size
                : "scale_factor="
                        + (scaleFactor.length == 1
                                ? Repr.of(scaleFactor[0])
                                : Arrays.stream(scaleFactor)
                                        .mapToObj(Repr::of)
                                        .collect(Collectors.joining(", ", "(", ")")));
        return to + ", mode=" + Repr.of(mode);
    }
}
