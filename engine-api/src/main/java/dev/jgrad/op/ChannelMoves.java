package dev.jgrad.op;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.Arrays;

/** Moves between channels and pixels. Source: Shi et al. 2016; {@code torch.pixel_shuffle}. */
public final class ChannelMoves {
    private ChannelMoves() {}

    /** [*, C r r, H, W] to [*, C, H r, W r]. */
    public static Tensor pixelShuffle(Tensor input, long r) {
        checkFactor("pixel_shuffle", "upscale_factor", input, r);
        long channels = input.size(-3);
        if (channels % (r * r) != 0) {
            throw new ShapeException(
                    "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square"
                            + " of upscale_factor, but input.size(-3)=" + channels + " is not divisible by " + r * r);
        }
        return shuffle(input, r);
    }

    private static Tensor shuffle(Tensor input, long r) {
        long[] sizes = TensorAccess.shown(input).sizes();
        int lead = sizes.length - 3;
        long channels = sizes[lead] / (r * r);
        long[] wide = with(sizes, lead, channels, r, r, sizes[lead + 1], sizes[lead + 2]);
        long[] to = with(sizes, lead, channels, sizes[lead + 1] * r, sizes[lead + 2] * r);
        int[] order = order(lead, 0, 3, 1, 4, 2);
        Tensor out = Grad.noGrad(() -> input.detach()
                .reshape(wide)
                .permute(order)
                .contiguous()
                .view(to)
                .detach());
        return Dispatcher.record("PixelShuffleBackward0", fresh(out, input), new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {unshuffle(c.grad(), r)});
    }

    /** [*, C, H r, W r] to [*, C r r, H, W]. */
    public static Tensor pixelUnshuffle(Tensor input, long r) {
        checkFactor("pixel_unshuffle", "downscale_factor", input, r);
        for (int d = -2; d < 0; d++) {
            if (input.size(d) % r != 0) {
                throw new ShapeException("pixel_unshuffle expects " + (d == -2 ? "height" : "width")
                        + " to be divisible by downscale_factor, but input.size(" + d + ")=" + input.size(d)
                        + " is not divisible by " + r);
            }
        }
        if (input.size(-3) > Long.MAX_VALUE / (r * r)) {
            throw new ArgumentException("pixel_unshuffle: " + input.size(-3) + " channels times the square of"
                    + " downscale_factor=" + r + " are too many");
        }
        return unshuffle(input, r);
    }

    private static Tensor unshuffle(Tensor input, long r) {
        long[] sizes = TensorAccess.shown(input).sizes();
        int lead = sizes.length - 3;
        long h = sizes[lead + 1] / r;
        long w = sizes[lead + 2] / r;
        long[] wide = with(sizes, lead, sizes[lead], h, r, w, r);
        long[] to = with(sizes, lead, sizes[lead] * r * r, h, w);
        int[] order = order(lead, 0, 2, 4, 1, 3);
        Tensor out = Grad.noGrad(() -> input.detach()
                .reshape(wide)
                .permute(order)
                .contiguous()
                .view(to)
                .detach());
        return Dispatcher.record("PixelUnshuffleBackward0", fresh(out, input), new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {shuffle(c.grad(), r)});
    }

    /** [N, g, C / g, *] transposed to [N, C / g, g, *]. */
    public static Tensor channelShuffle(Tensor input, long groups) {
        if (input.dim() < 3) {
            throw new ShapeException("channel_shuffle expects input with > 2 dims, but got input with sizes "
                    + Arrays.toString(TensorAccess.shown(input).sizes()));
        }
        if (groups <= 0) {
            throw new ArgumentException(
                    "Number of groups to divide channels in must be positive. Value of groups:" + groups);
        }
        if (input.size(1) % groups != 0) {
            throw new ShapeException("Number of channels must be divisible by groups. Got " + input.size(1)
                    + " channels and " + groups + " groups.");
        }
        return interleave(input, groups);
    }

    private static Tensor interleave(Tensor input, long groups) {
        long[] sizes = TensorAccess.shown(input).sizes();
        long[] wide = new long[sizes.length + 1];
        wide[0] = sizes[0];
        wide[1] = groups;
        wide[2] = sizes[1] == 0 ? 0 : sizes[1] / groups;
        System.arraycopy(sizes, 2, wide, 3, sizes.length - 2);
        Tensor out = Grad.noGrad(() -> input.detach()
                .reshape(wide)
                .transpose(1, 2)
                .contiguous()
                .view(sizes)
                .detach());
        long back = Math.max(1, sizes[1] / groups);
        return Dispatcher.record("ChannelShuffleBackward0", fresh(out, input), new Tensor[] {input}, new Tensor[0], c ->
                new Tensor[] {interleave(c.grad(), back)});
    }

    /** Moves by a factor of one change nothing and would share the input's memory. */
    private static Tensor fresh(Tensor out, Tensor input) {
        return TensorAccess.storage(out) == TensorAccess.storage(input) ? CopyOps.rawClone(out) : out;
    }

    private static void checkFactor(String op, String name, Tensor input, long r) {
        if (input.dim() < 3) {
            throw new ShapeException(op + " expects input to have at least 3 dimensions, but got input with "
                    + input.dim() + " dimension(s)");
        }
        if (r <= 0) {
            throw new ArgumentException(op + " expects a positive " + name + ", but got " + r);
        }
        if (Math.multiplyHigh(r, r) != 0 || r * r < 0) {
            throw new ArgumentException(op + ": " + name + " is too large, its square overflows: " + name + "=" + r);
        }
    }

    private static long[] with(long[] sizes, int lead, long... rest) {
        long[] all = Arrays.copyOf(sizes, lead + rest.length);
        System.arraycopy(rest, 0, all, lead, rest.length);
        return all;
    }

    private static int[] order(int lead, int... rest) {
        int[] all = new int[lead + rest.length];
        for (int d = 0; d < all.length; d++) {
            all[d] = d < lead ? d : lead + rest[d - lead];
        }
        return all;
    }
}
