package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.spi.Backend;
import dev.jgrad.spi.Buffer;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.lang.ref.Reference;
import java.util.Arrays;

/** Borders around tensors: constant, reflected, replicated, circular. */
public final class Padding {
    private Padding() {}

    /**
     * {@code torch.constant_pad_nd}.
     *
     * @param pad pairs (before, after), the last dimension first; negative numbers cut off
     */
    public static Tensor constant(Tensor self, long[] pad, double value) {
        check(self, pad);
        long[] from = TensorAccess.shown(self).sizes();
        int rank = from.length;
        long[] sizes = from.clone();
        long[] cut = new long[pad.length];
        for (int i = 0; i < pad.length / 2; i++) {
            int d = rank - 1 - i;
            sizes[d] += pad[2 * i] + pad[2 * i + 1];
            cut[2 * i] = -pad[2 * i];
            cut[2 * i + 1] = -pad[2 * i + 1];
            if (sizes[d] < 0) {
                throw new ShapeException("The input size " + from[d] + ", plus negative padding " + pad[2 * i] + " and "
                        + pad[2 * i + 1] + " resulted in a negative output size, which is invalid. Check dimension " + d
                        + " of your input.");
            }
        }
        Tensor out = filled(self, pad, sizes, value);
        return Dispatcher.record("ConstantPadNdBackward0", out, new Tensor[] {self}, new Tensor[0], c ->
                new Tensor[] {constant(c.grad(), cut, 0)});
    }

    private static Tensor filled(Tensor self, long[] pad, long[] sizes, double value) {
        Backend be = Dispatcher.backend(self);
        Tensor out = CreationOps.full(be, self.dtype(), value, (long) value, sizes);
        Layout source = TensorAccess.plainLayout(self);
        Layout target = TensorAccess.shown(out);
        for (int i = 0; i < pad.length / 2; i++) {
            int d = sizes.length - 1 - i;
            long before = pad[2 * i];
            long start = Math.max(0, -before);
            long length = Math.max(0, Math.min(source.size(d), sizes[d] - before) - start);
            if (length == 0) {
                return out;
            }
            source = source.slice(d, start, length, 1);
            target = target.slice(d, Math.max(0, before), length, 1);
        }
        Buffer to = TensorAccess.storage(out).buffer();
        be.elementwise()
                .copy(
                        be.stream(),
                        self.dtype(),
                        to,
                        target,
                        self.dtype(),
                        TensorAccess.storage(self).buffer(),
                        source);
        Reference.reachabilityFence(self);
        return out;
    }

    private static void check(Tensor self, long[] pad) {
        if (pad.length % 2 != 0) {
            throw new ArgumentException("Padding length must be divisible by 2");
        }
        if (pad.length / 2 > self.dim()) {
            throw new ShapeException("Padding length should be less than or equal to two times the input dimension but"
                    + " got padding length " + pad.length + " and input of dimension " + self.dim());
        }
    }

    private static String autocastName(String mode, long[] pad) {
        return switch (mode) {
            case "reflect" -> "reflection_pad" + pad.length / 2 + "d";
            case "replicate" -> "replication_pad" + pad.length / 2 + "d";
            default -> mode;
        };
    }

    /** {@code torch.nn.functional.pad} in mode {@code reflect}, {@code replicate} or {@code circular}. */
    public static Tensor mirrored(Tensor self, long[] pad, String mode) {
        if (Autocasting.applies(autocastName(mode, pad), self)) {
            return Autocasting.run(autocastName(mode, pad), in -> mirrored(in[0], pad, mode), self);
        }
        check(self, pad);
        if (mode.equals("circular") && Arrays.stream(pad).anyMatch(n -> n < 0)) {
            // What is cut off does not come round again.
            long[] cut = Arrays.stream(pad).map(n -> Math.min(n, 0)).toArray();
            long[] rest = Arrays.stream(pad).map(n -> Math.max(n, 0)).toArray();
            return mirrored(constant(self, cut, 0), rest, mode);
        }
        int spatial = pad.length / 2;
        if (spatial > 3 || (self.dim() != spatial + 1 && self.dim() != spatial + 2)) {
            throw new ShapeException("Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now, each"
                    + " with one pair of numbers for each of the last one, two or three dimensions; got input of shape "
                    + self.shape() + " and padding " + Arrays.toString(pad));
        }
        String gradFn = switch (mode) {
            case "reflect" -> "ReflectionPad" + spatial + "DBackward0";
            case "replicate" -> "ReplicationPad" + spatial + "DBackward0";
            default -> "";
        };
        Tensor[] order = new Tensor[spatial];
        for (int i = 0; i < spatial; i++) {
            int d = self.dim() - 1 - i;
            order[i] = Tensors.tensor(
                    new TensorOptions(DType.INT64, self.device()),
                    positions(mode, self.size(d), pad[2 * i], pad[2 * i + 1], d),
                    self.size(d) + pad[2 * i] + pad[2 * i + 1]);
        }
        if (gradFn.isEmpty()) {
            Tensor out = self;
            for (int i = 0; i < spatial; i++) {
                out = out.indexSelect(self.dim() - 1 - i, order[i]);
            }
            return out;
        }
        return Resampling.selectAll(gradFn, self, order);
    }

    private static long[] positions(String mode, long n, long before, long after, int dim) {
        boolean reflect = mode.equals("reflect");
        boolean circular = mode.equals("circular");
        if (reflect && (before >= n || after >= n)) {
            throw new ShapeException("Argument #4: Padding size should be less than the corresponding input dimension,"
                    + " but got: padding (" + before + ", " + after + ") at dimension " + dim + " of size " + n);
        }
        if (circular && (before > n || after > n)) {
            throw new ShapeException("Padding value causes wrapping around more than once.");
        }
        long size = n + before + after;
        if (size < 0 || (n == 0 && size > 0) || (circular && size < 0)) {
            throw new ShapeException("padding (" + before + ", " + after + ") at dimension " + dim + " of size " + n
                    + " resulted in an invalid output size " + size);
        }
        long[] at = HeapArrays.longs(size);
        for (int i = 0; i < at.length; i++) {
            long p = i - before;
            if (reflect) {
                p = p < 0 ? -p : p >= n ? 2 * n - 2 - p : p;
            } else if (circular) {
                p = Math.floorMod(p, n);
            } else {
                p = Math.clamp(p, 0, n - 1);
            }
            at[i] = p;
        }
        return at;
    }
}
