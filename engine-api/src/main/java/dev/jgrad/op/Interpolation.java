package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Resizing of images and volumes: {@code torch.nn.functional.interpolate}. */
public final class Interpolation {
    private Interpolation() {}

    /** Resizes the spatial dimensions of [N, C, *]. */
    public static Tensor interpolate(
            Tensor input,
            long @Nullable [] size,
            double @Nullable [] scaleFactor,
            String mode,
            @Nullable Boolean alignCorners,
            @Nullable Boolean recomputeScaleFactor,
            boolean antialias) {
        if (!mode.equals("area") && Autocasting.applies("interpolate", input)) {
            return Autocasting.run(
                    "interpolate",
                    in -> interpolate(in[0], size, scaleFactor, mode, alignCorners, recomputeScaleFactor, antialias),
                    input);
        }
        boolean linear = mode.endsWith("linear") || mode.equals("bicubic");
        if (!linear && !mode.equals("nearest") && !mode.equals("nearest-exact") && !mode.equals("area")) {
            throw new ArgumentException("interpolate: mode must be one of nearest, nearest-exact, linear, bilinear,"
                    + " bicubic, trilinear, area, but got " + mode);
        }
        if (!linear && alignCorners != null) {
            throw new ArgumentException("align_corners option can only be set with the interpolating modes: linear |"
                    + " bilinear | bicubic | trilinear");
        }
        int rank = input.dim() - 2;
        if (rank < 1 || rank > 3) {
            throw new ShapeException("Input Error: Only 3D, 4D and 5D input Tensors supported (got " + input.dim()
                    + "D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got "
                    + mode + ")");
        }
        if (size != null && scaleFactor != null) {
            throw new ArgumentException("only one of size or scale_factor should be defined");
        }
        boolean recompute = recomputeScaleFactor != null && recomputeScaleFactor;
        if (recompute && size != null) {
            throw new ArgumentException("recompute_scale_factor is not meaningful with an explicit size.");
        }
        long[] out = outputSizes(input, size, scaleFactor, rank);
        double[] scales = scaleFactor == null || recompute ? null : spread(scaleFactor, rank);
        if (antialias && !(rank == 2 && (mode.equals("bilinear") || mode.equals("bicubic")))) {
            throw new ArgumentException(
                    "Anti-alias option is restricted to bilinear and bicubic modes and requires a 4-D"
                            + " tensor as input");
        }
        int needed = switch (mode) {
            case "linear" -> 1;
            case "bilinear", "bicubic" -> 2;
            case "trilinear" -> 3;
            default -> rank;
        };
        if (needed != rank) {
            throw new ShapeException(
                    "Got " + input.dim() + "D input, but " + mode + " mode needs " + (needed + 2) + "D input");
        }
        if (mode.equals("area")) {
            return AveragePooling.adaptiveAverage(rank, input, out);
        }
        checkSizes(input, out);
        boolean corners = alignCorners != null && alignCorners;
        return resample(input, out, scales, mode, corners, antialias);
    }

    private static Tensor resample(
            Tensor input, long[] out, double @Nullable [] scales, String mode, boolean corners, boolean antialias) {
        DType dtype = input.dtype();
        boolean weighted = !mode.startsWith("nearest");
        if (weighted && dtype == DType.UINT8 && out.length == 2) {
            return bytes(input, out, scales, mode, corners, antialias);
        }
        if (weighted) {
            LayerNorm.checkFloating("upsample_" + mode, input);
            if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
                return resample(input.to(DType.FLOAT32), out, scales, mode, corners, antialias)
                        .to(dtype);
            }
        }
        int rank = out.length;
        Resampling.Taps[] plan = new Resampling.Taps[rank];
        for (int d = 0; d < rank; d++) {
            double factor = scales == null ? 0 : scales[d];
            long in = input.size(d + 2);
            InterpolationTaps taps = InterpolationTaps.of(mode, in, out[d], factor, corners, antialias, dtype);
            plan[d] = taps.onDevice(d + 2, in, input);
        }
        String name = switch (mode) {
            case "nearest" -> "UpsampleNearest" + rank + "D";
            case "nearest-exact" -> "UpsampleNearestExact" + rank + "D";
            case "linear" -> "UpsampleLinear1D";
            case "bilinear" -> antialias ? "UpsampleBilinear2DAa" : "UpsampleBilinear2D";
            case "bicubic" -> antialias ? "UpsampleBicubic2DAa" : "UpsampleBicubic2D";
            default -> "UpsampleTrilinear3D";
        };
        return Resampling.apply(name + "Backward0", input, plan);
    }

    /** Images of bytes as PyTorch resizes them: line by line and column by column with weights of 16 bits, rounded in between. */
    private static Tensor bytes(
            Tensor input, long[] out, double @Nullable [] scales, String mode, boolean corners, boolean antialias) {
        Tensor image = input.to(DType.FLOAT64);
        for (int d = 1; d >= 0; d--) {
            long in = input.size(d + 2);
            if (in == out[d]) {
                continue;
            }
            double factor = scales == null ? 0 : scales[d];
            InterpolationTaps taps = InterpolationTaps.of(mode, in, out[d], factor, corners, antialias, DType.FLOAT64);
            int bits = taps.quantize();
            Resampling.Taps[] plan = {taps.onDevice(d + 2, in, image)};
            Tensor sum = Resampling.apply("", image, plan);
            image = sum.add(Math.pow(2, bits - 1))
                    .mul(Math.pow(2, -bits))
                    .floor()
                    .clamp(0, 255);
        }
        return image.to(DType.UINT8);
    }

    private static long[] outputSizes(Tensor input, long @Nullable [] size, double @Nullable [] scaleFactor, int rank) {
        long[] out = new long[rank];
        if (size != null) {
            if (size.length != 1 && size.length != rank) {
                throw new ShapeException("Input and output must have the same number of spatial dimensions, but got"
                        + " input with spatial dimensions of " + rank + " and output size of " + Arrays.toString(size));
            }
            for (int d = 0; d < rank; d++) {
                out[d] = size[size.length == 1 ? 0 : d];
            }
            return out;
        }
        if (scaleFactor == null) {
            throw new ArgumentException("either size or scale_factor should be defined");
        }
        double[] factors = spread(scaleFactor, rank);
        for (int d = 0; d < rank; d++) {
            out[d] = (long) Math.floor(input.size(d + 2) * factors[d]);
            if (out[d] >= Integer.MAX_VALUE) {
                throw new ArgumentException("interpolate: scale_factor " + factors[d] + " makes a size of "
                        + input.size(d + 2) + " too large; take a smaller factor");
            }
        }
        return out;
    }

    private static double[] spread(double[] factors, int rank) {
        if (factors.length != 1 && factors.length != rank) {
            throw new ShapeException("Input and scale_factor must have the same number of spatial dimensions, but got"
                    + " input with spatial dimensions of " + rank + " and scale_factor of shape "
                    + Arrays.toString(factors));
        }
        if (factors.length == rank) {
            return factors;
        }
        double[] all = new double[rank];
        Arrays.fill(all, factors[0]);
        return all;
    }

    private static void checkSizes(Tensor input, long[] out) {
        for (int d = 0; d < out.length; d++) {
            if (input.size(d + 2) <= 0 || out[d] <= 0) {
                throw new ShapeException("Input and output sizes should be greater than 0, but got input "
                        + input.shape() + " and output " + Arrays.toString(out));
            }
        }
        if (input.size(1) == 0) {
            throw new ShapeException("Non-empty " + input.dim() + "D data tensor expected but got a tensor with sizes "
                    + Arrays.toString(TensorAccess.shown(input).sizes()));
        }
    }
}
