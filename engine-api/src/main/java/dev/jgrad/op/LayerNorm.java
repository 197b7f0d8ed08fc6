package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.Dims;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation, and group normalisation, which is the same over other rows. Sources: Ba et al. 2016; Wu and He
 * 2018; {@code torch.native_layer_norm}, {@code torch.native_group_norm}.
 */
public final class LayerNorm {
    private LayerNorm() {}

    /** Normalises over the last dimensions, whose sizes are {@code normalized}. */
    public static Tensor layerNorm(
            Tensor input, long[] normalized, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        if (Autocasting.applies("layer_norm", input)) {
            return Autocasting.run(
                    "layer_norm", in -> layerNorm(in[0], normalized, in[1], in[2], eps), input, weight, bias);
        }
        checkShape(input, normalized, weight, bias);
        checkFloating("LayerNormKernelImpl", input);
        if (isMixed(input, weight, bias)) {
            return layerNorm(input.to(DType.FLOAT32), normalized, weight, bias, eps)
                    .to(input.dtype());
        }
        long n = Dims.numel(normalized);
        long rows = n == 0 ? 0 : input.numel() / n;
        Tensor[] r = forward(input, rows, n, weight, bias, eps);
        return Dispatcher.record(
                "NativeLayerNormBackward0",
                r[0],
                new Tensor[] {input, weight, bias},
                new Tensor[] {input, weight, r[1], r[2]},
                c -> c.recording() || rows == 0 || n == 0
                        ? composed(c, rows, n, normalized, eps)
                        : backward(c, rows, n, normalized));
    }

    /** Half precision with float32 parameters, as in an autocast region. */
    private static boolean isMixed(Tensor input, @Nullable Tensor weight, @Nullable Tensor bias) {
        Tensor some = weight != null ? weight : bias;
        return some != null
                && (input.dtype() == DType.FLOAT16 || input.dtype() == DType.BFLOAT16)
                && some.dtype() == DType.FLOAT32;
    }

    static void checkShape(Tensor input, long[] normalized, @Nullable Tensor weight, @Nullable Tensor bias) {
        if (normalized.length < 1) {
            throw new ArgumentException("Expected normalized_shape to be at least 1-dimensional, i.e., containing at"
                    + " least one element, but got normalized_shape = " + Arrays.toString(normalized));
        }
        checkAffine("weight", weight, normalized, input);
        checkAffine("bias", bias, normalized, input);
        long[] sizes = TensorAccess.shown(input).sizes();
        int lead = sizes.length - normalized.length;
        if (lead < 0 || !Arrays.equals(Arrays.copyOfRange(sizes, lead, sizes.length), normalized)) {
            throw new ShapeException("Given normalized_shape=" + Arrays.toString(normalized)
                    + ", expected input with shape [*"
                    + Arrays.toString(normalized).replace("[", ", ")
                    + ", but got input of size" + Arrays.toString(sizes));
        }
    }

    private static void checkAffine(String name, @Nullable Tensor t, long[] normalized, Tensor input) {
        if (t != null && !Arrays.equals(TensorAccess.shown(t).sizes(), normalized)) {
            throw new ShapeException("Expected " + name + " to be of same shape as normalized_shape, but got " + name
                    + " of shape " + Arrays.toString(TensorAccess.shown(t).sizes()) + " and normalized_shape = "
                    + Arrays.toString(normalized));
        }
        if (t != null && t.dtype() != input.dtype() && !isMixed(input, t, t)) {
            throw new DTypeException("mixed dtype (CPU): expect parameter to have scalar type of "
                    + input.dtype().scalarTypeName() + ", got " + t.dtype().scalarTypeName());
        }
    }

    static void checkFloating(String kernel, Tensor input) {
        if (!input.dtype().isFloatingPoint()) {
            throw new DTypeException("\"" + kernel + "\" not implemented for '"
                    + input.dtype().scalarTypeName() + "': convert with .to(FLOAT32)");
        }
    }

    /** Result, mean and inverse deviation of each row. */
    static Tensor[] forward(
            Tensor input, long rows, long n, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        Backend be = Dispatcher.backend("layer_norm", input, weight, bias);
        Tensor x = Vectors.plain(input);
        Tensor out = Dispatcher.allocate(
                be, input.dtype(), Layout.contiguous(TensorAccess.shown(input).sizes()));
        Layout perRow = Layout.contiguous(rows);
        Tensor mean = Dispatcher.allocate(be, input.dtype(), perRow);
        Tensor invStd = Dispatcher.allocate(be, input.dtype(), perRow);
        Tensor w = weight == null ? null : Vectors.plain(weight);
        Tensor b = bias == null ? null : Vectors.plain(bias);
        Layout matrix = Layout.contiguous(rows, n);
        if (rows > 0 && n > 0) {
            be.normalizations()
                    .layerNormForward(
                            be.stream(),
                            input.dtype(),
                            TensorAccess.storage(out).buffer(),
                            matrix,
                            TensorAccess.storage(mean).buffer(),
                            TensorAccess.storage(invStd).buffer(),
                            TensorAccess.storage(x).buffer(),
                            matrix,
                            buffer(w),
                            buffer(b),
                            eps);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(w);
        Reference.reachabilityFence(b);
        return new Tensor[] {out, mean, invStd};
    }

    private static @Nullable Tensor[] backward(BackwardContext c, long rows, long n, long[] normalized) {
        @Nullable
        Tensor[] all = kernel(
                c.grad(),
                c.saved(0),
                c.saved(2),
                c.saved(3),
                c.savedOrNull(1),
                rows,
                n,
                c.needs(0),
                c.needs(1),
                c.needs(2));
        for (int i = 1; i < 3 && normalized.length > 1; i++) {
            Tensor vector = all[i];
            all[i] = vector == null ? null : vector.reshape(normalized);
        }
        return all;
    }

    /** The kernel; gradients of weight and bias are vectors of n. */
    static @Nullable Tensor[] kernel(
            Tensor g,
            Tensor input,
            Tensor mean,
            Tensor invStd,
            @Nullable Tensor weight,
            long rows,
            long n,
            boolean wantInput,
            boolean wantWeight,
            boolean wantBias) {
        Backend be = Dispatcher.backend("layer_norm", g, input);
        Tensor x = Vectors.plain(input);
        Tensor go = Vectors.plain(g);
        Tensor w = weight == null ? null : Vectors.plain(weight);
        long[] sizes = TensorAccess.shown(input).sizes();
        Layout row = Layout.contiguous(n);
        Layout matrix = Layout.contiguous(rows, n);
        Tensor gradInput = wantInput ? Dispatcher.allocate(be, g.dtype(), Layout.contiguous(sizes)) : null;
        Tensor gradWeight = wantWeight ? Dispatcher.allocate(be, g.dtype(), row) : null;
        Tensor gradBias = wantBias ? Dispatcher.allocate(be, g.dtype(), row) : null;
        be.normalizations()
                .layerNormBackward(
                        be.stream(),
                        g.dtype(),
                        buffer(gradInput),
                        buffer(gradWeight),
                        buffer(gradBias),
                        TensorAccess.storage(go).buffer(),
                        matrix,
                        TensorAccess.storage(x).buffer(),
                        matrix,
                        TensorAccess.storage(mean).buffer(),
                        TensorAccess.storage(invStd).buffer(),
                        buffer(w));
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(go);
        Reference.reachabilityFence(w);
        return new Tensor[] {gradInput, gradWeight, gradBias};
    }

    private static @Nullable Tensor[] composed(BackwardContext c, long rows, long n, long[] normalized, double eps) {
        Tensor g = c.grad().reshape(rows, n);
        Tensor x = c.saved(0).reshape(rows, n);
        Tensor weight = c.savedOrNull(1);
        Tensor normal = normal(x, eps);
        Tensor gw = weight == null ? g : g.mul(weight.reshape(n));
        return new Tensor[] {
            c.needs(0)
                    ? inputGradient(gw, x, normal, eps)
                            .reshape(c.saved(0).shape().toArray())
                    : null,
            c.needs(1) ? g.mul(normal).sum(0).reshape(normalized) : null,
            c.needs(2) ? g.sum(0).reshape(normalized) : null
        };
    }

    /** Rows with mean 0 and variance 1, differentiably. */
    static Tensor normal(Tensor x, double eps) {
        return x.sub(x.mean(1, true)).mul(deviation(x, eps));
    }

    private static Tensor deviation(Tensor x, double eps) {
        return x.var(new int[] {1}, 0, true).add(eps).rsqrt();
    }

    static Tensor inputGradient(Tensor gw, Tensor x, Tensor normal, double eps) {
        return gw.sub(gw.mean(1, true))
                .sub(normal.mul(gw.mul(normal).mean(1, true)))
                .mul(deviation(x, eps));
    }

    /** Normalises groups of channels of [N, C, *]; weight and bias have one element per channel. */
    public static Tensor groupNorm(
            Tensor input, long groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        if (Autocasting.applies("group_norm", input)) {
            return Autocasting.run(
                    "group_norm", in -> groupNorm(in[0], groups, in[1], in[2], eps), input, weight, bias);
        }
        long[] sizes = TensorAccess.shown(input).sizes();
        if (sizes.length < 2) {
            throw new ShapeException("Expected at least 2 dimensions for input tensor but received " + sizes.length);
        }
        if (groups <= 0) {
            throw new ArgumentException("Expected num groups to be greater than 0, got " + groups);
        }
        long channels = sizes[1];
        if (channels % groups != 0) {
            throw new ShapeException("Expected number of channels in input to be divisible by num_groups, but got input"
                    + " of shape " + Arrays.toString(sizes) + " and num_groups=" + groups);
        }
        checkPerChannel("weight", weight, channels, input);
        checkPerChannel("bias", bias, channels, input);
        checkFloating("GroupNormKernelImpl", input);
        if (isMixed(input, weight, bias)) {
            return groupNorm(input.to(DType.FLOAT32), groups, weight, bias, eps).to(input.dtype());
        }
        long[] column = new long[sizes.length];
        Arrays.fill(column, 1);
        column[1] = channels;
        long rows = sizes[0] * groups;
        long n = rows == 0 ? 0 : input.numel() / rows;
        Tensor[] r = forward(input, rows, n, null, null, eps);
        if (Batching.anyBatched(weight, bias)) {
            r[0] = Batching.lift(r[0], Dispatcher.backend("group_norm", input, weight, bias));
        }
        Grad.noGrad(() -> {
            if (weight != null) {
                r[0].mul_(weight.detach().reshape(column));
            }
            if (bias != null) {
                r[0].add_(bias.detach().reshape(column));
            }
        });
        return Dispatcher.record(
                "NativeGroupNormBackward0",
                r[0],
                new Tensor[] {input, weight, bias},
                new Tensor[] {input, weight, r[1], r[2]},
                c -> groupGradients(c, rows, n, column, eps));
    }

    private static @Nullable Tensor[] groupGradients(BackwardContext c, long rows, long n, long[] column, double eps) {
        Tensor g = c.grad();
        Tensor input = c.saved(0);
        Tensor weight = c.savedOrNull(1);
        long[] sizes = TensorAccess.shown(input).sizes();
        int[] dims = new int[sizes.length - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        boolean kernel = !c.recording() && input.numel() > 0;
        Tensor x = input.reshape(rows, n);
        Tensor normal = kernel ? x.sub(c.saved(2).unsqueeze(1)).mul(c.saved(3).unsqueeze(1)) : normal(x, eps);
        Tensor gradInput = null;
        if (c.needs(0)) {
            Tensor gw = weight == null ? g : g.mul(weight.reshape(column));
            gradInput = kernel
                    ? kernel(gw, input, c.saved(2), c.saved(3), null, rows, n, true, false, false)[0]
                    : inputGradient(gw.reshape(rows, n), x, normal, eps).reshape(sizes);
        }
        return new Tensor[] {
            gradInput,
            c.needs(1) ? g.mul(normal.reshape(sizes)).sum(dims, false) : null,
            c.needs(2) ? g.sum(dims, false) : null
        };
    }

    private static void checkPerChannel(String name, @Nullable Tensor t, long channels, Tensor input) {
        if (t != null && (t.dim() != 1 || t.numel() != channels)) {
            throw new ShapeException("Expected " + name + " to be a vector of size equal to the number of channels in"
                    + " input, but got " + name + " of shape "
                    + Arrays.toString(TensorAccess.shown(t).sizes())
                    + " and input of shape "
                    + Arrays.toString(TensorAccess.shown(input).sizes()));
        }
        if (t != null && t.dtype() != input.dtype() && !isMixed(input, t, t)) {
            throw new DTypeException("mixed dtype (CPU): expect parameter to have scalar type of "
                    + input.dtype().scalarTypeName() + ", got " + t.dtype().scalarTypeName());
        }
    }

    private static @Nullable Buffer buffer(@Nullable Tensor t) {
        return t == null ? null : TensorAccess.storage(t).buffer();
    }
}
