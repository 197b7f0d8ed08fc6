package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.DType;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Normalisations that are composed of others, as in PyTorch. */
public final class InstanceNorm {
    private InstanceNorm() {}

    /** Each channel of each sample by itself: batch normalisation of [1, N * C, *]. */
    public static Tensor instanceNorm(
            Tensor input,
            @Nullable Tensor runningMean,
            @Nullable Tensor runningVar,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            boolean useInputStats,
            double momentum,
            double eps) {
        long[] sizes = TensorAccess.shown(input).sizes();
        if (sizes.length < 2) {
            throw new ShapeException("instance_norm: expected at least 2 dimensions (N, C, ...), got " + sizes.length);
        }
        long n = sizes[0];
        long channels = sizes[1];
        if (useInputStats && n * channels > 0 && input.numel() == n * channels) {
            throw new ShapeException(
                    "Expected more than 1 spatial element when training, got input size " + input.shape());
        }
        BatchNorm.checkVector("running_mean", runningMean, channels, input);
        BatchNorm.checkVector("running_var", runningVar, channels, input);
        BatchNorm.checkVector("weight", weight, channels, input);
        BatchNorm.checkVector("bias", bias, channels, input);
        long[] merged = sizes.clone();
        merged[0] = 1;
        merged[1] = n * channels;
        BatchNorm.checkRunning(runningMean, runningVar);
        Tensor mean = repeated(runningMean, n);
        Tensor var = repeated(runningVar, n);
        Tensor out = BatchNorm.batchNorm(
                input.contiguous().view(merged),
                mean,
                var,
                weight == null ? null : weight.repeat(n),
                bias == null ? null : bias.repeat(n),
                useInputStats,
                momentum,
                eps);
        if (useInputStats) {
            update(runningMean, mean, n, channels);
            update(runningVar, var, n, channels);
        }
        return out.view(sizes);
    }

    private static @Nullable Tensor repeated(@Nullable Tensor t, long n) {
        return t == null ? null : Grad.noGrad(() -> t.detach().repeat(n));
    }

    private static void update(@Nullable Tensor running, @Nullable Tensor repeated, long n, long channels) {
        if (running != null && repeated != null) {
            Grad.noGrad(() -> {
                running.copy_(repeated.view(n, channels).mean(0));
            });
        }
    }

    /** x / sqrt(mean(x^2) + eps), times a weight. */
    public static Tensor rmsNorm(Tensor input, long[] normalized, @Nullable Tensor weight, @Nullable Double eps) {
        if (Autocasting.applies("rms_norm", input)) {
            return Autocasting.run("rms_norm", in -> rmsNorm(in[0], normalized, in[1], eps), input, weight);
        }
        LayerNorm.checkShape(input, normalized, null, null);
        if (weight != null && !Arrays.equals(TensorAccess.shown(weight).sizes(), normalized)) {
            throw new ShapeException("Expected weight to be of same shape as normalized_shape, but got weight of shape "
                    + Arrays.toString(TensorAccess.shown(weight).sizes()) + " and normalized_shape = "
                    + Arrays.toString(normalized));
        }
        LayerNorm.checkFloating("rms_norm", input);
        int[] dims = new int[normalized.length];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = d - dims.length;
        }
        boolean narrow = input.dtype() == DType.FLOAT16 || input.dtype() == DType.BFLOAT16;
        Tensor x = narrow ? input.to(DType.FLOAT32) : input;
        double added = eps != null ? eps : x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
        Tensor factor = x.square().mean(dims, true).add(added).rsqrt();
        Tensor out = x.mul(factor);
        if (weight != null) {
            out = out.mul(weight);
        }
        return out.to(input.dtype());
    }

    /** x / (k + alpha * mean of squares over {@code size} neighbouring channels)^beta. */
    public static Tensor localResponseNorm(Tensor input, long size, double alpha, double beta, double k) {
        int rank = input.dim();
        if (rank < 3) {
            throw new ShapeException("Expected 3D or higher dimensionality input (got " + rank + " dimensions)");
        }
        if (input.numel() == 0) {
            return input;
        }
        long[] sizes = TensorAccess.shown(input).sizes();
        long n = sizes[0];
        long channels = sizes[1];
        long inner = input.numel() / (n * channels);
        long[] one = {1};
        Tensor squares = input.mul(input).reshape(n, 1, channels, inner);
        Tensor padded = Padding.constant(squares, new long[] {0, 0, size / 2, (size - 1) / 2}, 0);
        Tensor mean = AveragePooling.average(2, padded, new long[] {size, 1}, one, new long[] {0}, false, true, null);
        return input.div(mean.reshape(sizes).mul(alpha).add(k).pow(beta));
    }
}
