package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.op.ChannelMoves;
import dev.jgrad.op.GridSampling;
import dev.jgrad.op.Interpolation;
import dev.jgrad.op.Padding;
import dev.jgrad.op.Windows;
import org.jspecify.annotations.Nullable;

/** Borders, resizing and rearranging of images among {@link Functional}, which is the name to use. */
public abstract sealed class ImageFunctions extends SequenceFunctions permits Functional {
    ImageFunctions() {}

    /** Zeros around a tensor; pairs (before, after), the last dimension first. */
    public static Tensor pad(Tensor input, long... pad) {
        return Padding.constant(input, pad, 0);
    }

    /** {@link #pad(Tensor, long[], String, double)} with value 0. */
    public static Tensor pad(Tensor input, long[] pad, String mode) {
        return pad(input, pad, mode, 0);
    }

    /**
     * A border around a tensor.
     *
     * @param pad pairs (before, after), the last dimension first; negative numbers cut off
     * @param mode {@code "constant"}, {@code "reflect"}, {@code "replicate"} or {@code "circular"}
     * @param value for mode constant
     */
    public static Tensor pad(Tensor input, long[] pad, String mode, double value) {
        return switch (mode) {
            case "constant" -> Padding.constant(input, pad, value);
            case "reflect", "replicate", "circular" -> {
                if (value != 0) {
                    throw new ArgumentException("Padding mode \"" + mode + "\" doesn't take in value argument");
                }
                yield Padding.mirrored(input, pad, mode);
            }
            default -> throw new ArgumentException("Unrecognised padding mode " + mode);
        };
    }

    /** Sliding windows of [N, C, H, W] as columns [N, C * KH * KW, L]: im2col. */
    public static Tensor unfold(Tensor input, long[] kernelSize, long[] dilation, long[] padding, long[] stride) {
        return Windows.unfold(input, kernelSize, dilation, padding, stride);
    }

    /** Sums columns [N, C * KH * KW, L] back into images: col2im. */
    public static Tensor fold(
            Tensor input, long[] outputSize, long[] kernelSize, long[] dilation, long[] padding, long[] stride) {
        return Windows.fold(input, outputSize, kernelSize, dilation, padding, stride);
    }

    /** [*, C r r, H, W] to [*, C, H r, W r]. */
    public static Tensor pixelShuffle(Tensor input, long upscaleFactor) {
        return ChannelMoves.pixelShuffle(input, upscaleFactor);
    }

    /** [*, C, H r, W r] to [*, C r r, H, W]. */
    public static Tensor pixelUnshuffle(Tensor input, long downscaleFactor) {
        return ChannelMoves.pixelUnshuffle(input, downscaleFactor);
    }

    /** Interleaves groups of channels of [N, C, *]. */
    public static Tensor channelShuffle(Tensor input, long groups) {
        return ChannelMoves.channelShuffle(input, groups);
    }

    /** {@link #interpolate(Tensor, long[], double[], String, Boolean, Boolean, boolean)} to given sizes. */
    public static Tensor interpolate(Tensor input, long[] size, String mode) {
        return interpolate(input, size, null, mode, null, null, false);
    }

    /**
     * Resizes the spatial dimensions of [N, C, *].
     *
     * @param size the sizes wanted, or null when factors are given
     * @param scaleFactor one factor per spatial dimension, or one for all; null when sizes are given
     * @param mode {@code "nearest"}, {@code "nearest-exact"}, {@code "linear"}, {@code "bilinear"}, {@code "bicubic"},
     *     {@code "trilinear"} or {@code "area"}
     * @param alignCorners for the linear and cubic modes: whether corner pixels keep their place; null for no
     * @param recomputeScaleFactor compute the factors again from the rounded sizes; null for no
     * @param antialias smooth when making smaller (bilinear and bicubic)
     */
    public static Tensor interpolate(
            Tensor input,
            long @Nullable [] size,
            double @Nullable [] scaleFactor,
            String mode,
            @Nullable Boolean alignCorners,
            @Nullable Boolean recomputeScaleFactor,
            boolean antialias) {
        return Interpolation.interpolate(input, size, scaleFactor, mode, alignCorners, recomputeScaleFactor, antialias);
    }

    /**
     * Values of [N, C, H, W] (or of volumes) at the places of a grid [N, H', W', 2] with coordinates in [-1, 1].
     *
     * @param mode {@code "bilinear"}, {@code "nearest"} or {@code "bicubic"}
     * @param paddingMode {@code "zeros"}, {@code "border"} or {@code "reflection"}
     */
    public static Tensor gridSample(Tensor input, Tensor grid, String mode, String paddingMode, boolean alignCorners) {
        return GridSampling.gridSample(input, grid, mode, paddingMode, alignCorners);
    }

    /** The grid of an affine map theta [N, 2, 3] (or [N, 3, 4]) for images of the given sizes. */
    public static Tensor affineGrid(Tensor theta, long[] size, boolean alignCorners) {
        return GridSampling.affineGrid(theta, size, alignCorners);
    }

    /** {@link #interpolate} bilinearly with corners that keep their place: an older name. */
    public static Tensor upsampleBilinear(Tensor input, long @Nullable [] size, double @Nullable [] scaleFactor) {
        return interpolate(input, size, scaleFactor, "bilinear", true, null, false);
    }

    /** {@link #interpolate} to the nearest element: an older name. */
    public static Tensor upsampleNearest(Tensor input, long @Nullable [] size, double @Nullable [] scaleFactor) {
        return interpolate(input, size, scaleFactor, "nearest", null, null, false);
    }

    private static final String[] MODES = {"bilinear", "nearest", "bicubic"};
    private static final String[] PADDINGS = {"zeros", "border", "reflection"};

    private static String named(String[] names, int number) {
        if (number < 0 || number >= names.length) {
            throw new ArgumentException(
                    "grid_sampler(): expected a mode from 0 to " + (names.length - 1) + ", got " + number);
        }
        return names[number];
    }

    /** {@link #gridSample} of images with modes by number, bilinear 0, nearest 1, bicubic 2; zeros 0, border 1, reflection 2. */
    public static Tensor gridSampler2d(
            Tensor input, Tensor grid, int interpolationMode, int paddingMode, boolean alignCorners) {
        return gridSample(input, grid, named(MODES, interpolationMode), named(PADDINGS, paddingMode), alignCorners);
    }

    /** {@link #gridSample} of volumes with modes by number, as {@link #gridSampler2d} takes them. */
    public static Tensor gridSampler3d(
            Tensor input, Tensor grid, int interpolationMode, int paddingMode, boolean alignCorners) {
        return gridSample(input, grid, named(MODES, interpolationMode), named(PADDINGS, paddingMode), alignCorners);
    }
}
