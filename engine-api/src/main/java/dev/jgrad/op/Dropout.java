package dev.jgrad.op;

import dev.jgrad.data.ShapeException;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.RandomKernels.Distribution;
import dev.jgrad.tensor.Generator;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;

/** Random zeros. Source: Hinton et al. 2012. */
public final class Dropout {
    private static final double ALPHA = 1.7580993408473766;

    private Dropout() {}

    /** Elements set to zero with probability p, the others scaled by 1 / (1 - p). */
    public static Tensor dropout(Tensor input, double p, boolean training, Generator generator) {
        if (!training || p == 0 || input.numel() == 0) {
            return input;
        }
        return input.mul(noise(input, TensorAccess.shown(input).sizes(), p, generator));
    }

    /** The same in place. */
    public static Tensor dropout_(Tensor input, double p, boolean training, Generator generator) {
        if (!training || p == 0 || input.numel() == 0) {
            return input;
        }
        return input.mul_(noise(input, TensorAccess.shown(input).sizes(), p, generator));
    }

    /** Whole channels at once. */
    public static Tensor channels(Tensor input, double p, boolean training, int rank, Generator generator) {
        int dims = input.dim();
        if (rank == 1 && dims != 2 && dims != 3) {
            throw new ShapeException("dropout1d: Expected 2D or 3D input, but received a " + dims
                    + "D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial"
                    + " dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).");
        }
        if (!training || p == 0 || input.numel() == 0) {
            return input;
        }
        // PyTorch takes [C, L] as unbatched in one dimension only; elsewhere the first two are batch and channel.
        boolean unbatched = rank == 1 && dims == 2;
        if (p == 1) {
            return input.mul(input.detach().zerosLike());
        }
        if (dims < 2) {
            throw new ShapeException("Feature dropout requires at least 2 dimensions in the input");
        }
        Tensor x = unbatched ? input.unsqueeze(0) : input;
        Tensor out = x.mul(noise(x, perChannel(x), p, generator));
        return unbatched ? out.squeeze(0) : out;
    }

    /** Dropped elements take the value that keeps mean and variance. */
    public static Tensor alpha(Tensor input, double p, boolean training, boolean channels, Generator generator) {
        if (!training || p == 0 || input.numel() == 0) {
            return input;
        }
        if (p == 1) {
            return input.mul(input.detach().zerosLike());
        }
        if (channels && input.dim() < 2) {
            throw new ShapeException("Feature dropout requires at least 2 dimensions in the input");
        }
        double a = 1 / Math.sqrt((ALPHA * ALPHA * p + 1) * (1 - p));
        long[] sizes = channels ? perChannel(input) : TensorAccess.shown(input).sizes();
        Tensor keep = bernoulli(input, sizes, 1 - p, generator);
        Tensor shift = keep.sub(1).mul(ALPHA * a).add(ALPHA * a * p);
        return input.mul(keep.mul(a)).add(shift);
    }

    /** The same in place. */
    public static Tensor alpha_(Tensor input, double p, boolean training, boolean channels, Generator generator) {
        if (!training || p == 0 || input.numel() == 0) {
            return input;
        }
        String op = channels ? "feature_alpha_dropout" : "alpha_dropout";
        return InPlace.apply(op, input, x -> alpha(x, p, true, channels, generator));
    }

    private static long[] perChannel(Tensor input) {
        long[] sizes = new long[input.dim()];
        Arrays.fill(sizes, 1);
        sizes[0] = input.size(0);
        sizes[1] = input.size(1);
        return sizes;
    }

    private static Tensor noise(Tensor input, long[] sizes, double p, Generator generator) {
        Tensor keep = bernoulli(input, sizes, 1 - p, generator);
        return p == 1 ? keep : keep.div_(1 - p);
    }

    private static Tensor bernoulli(Tensor input, long[] sizes, double p, Generator generator) {
        Backend be = Dispatcher.backend(input);
        return CreationOps.random(be, generator, Distribution.BERNOULLI, input.dtype(), p, 0, 0, 0, sizes);
    }
}
