package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.DTypeException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.memory.HeapArrays;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;

/** Sampling at the places of a grid. Source: Jaderberg et al. 2015; {@code torch.nn.functional.grid_sample}. */
public final class GridSampling {
    private static final double CUBIC = -0.75;

    private GridSampling() {}

    /** Values of [N, C, *] at the places of [N, *', rank]; coordinates x, y(, z) in [-1, 1]. */
    public static Tensor gridSample(Tensor input, Tensor grid, String mode, String paddingMode, boolean alignCorners) {
        if (Autocasting.applies("grid_sampler", input)) {
            return Autocasting.run(
                    "grid_sampler", in -> gridSample(in[0], in[1], mode, paddingMode, alignCorners), input, grid);
        }
        if (!mode.equals("bilinear") && !mode.equals("nearest") && !mode.equals("bicubic")) {
            throw new ArgumentException("nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or"
                    + " 'bicubic', but got: '" + mode + "'");
        }
        if (!paddingMode.equals("zeros") && !paddingMode.equals("border") && !paddingMode.equals("reflection")) {
            throw new ArgumentException("nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or"
                    + " 'reflection', but got: '" + paddingMode + "'");
        }
        int rank = input.dim() - 2;
        if ((rank != 2 && rank != 3) || grid.dim() != input.dim()) {
            throw new ShapeException("grid_sampler(): expected 4D or 5D input and grid with same number of dimensions,"
                    + " but got input with sizes "
                    + Arrays.toString(TensorAccess.shown(input).sizes())
                    + " and grid with sizes "
                    + Arrays.toString(TensorAccess.shown(grid).sizes()));
        }
        if (input.size(0) != grid.size(0)) {
            throw new ShapeException("grid_sampler(): expected grid and input to have same batch size, but got input"
                    + " with sizes " + input.shape() + " and grid with sizes " + grid.shape());
        }
        if (grid.size(-1) != rank) {
            throw new ShapeException("grid_sampler(): expected grid to have size " + rank
                    + " in last dimension, but got" + " grid with sizes "
                    + Arrays.toString(TensorAccess.shown(grid).sizes()));
        }
        for (int d = 2; d < input.dim(); d++) {
            if (input.size(d) == 0) {
                throw new ShapeException(
                        "grid_sampler(): expected input to have non-empty spatial dimensions, but input"
                                + " has sizes "
                                + Arrays.toString(TensorAccess.shown(input).sizes()) + " with dimension " + d
                                + " being empty");
            }
        }
        if (input.dtype() != grid.dtype()) {
            throw new DTypeException("grid_sampler(): expected input and grid to have same dtype, but input has "
                    + input.dtype().cppName() + " and grid has " + grid.dtype().cppName());
        }
        if (mode.equals("bicubic") && rank == 3) {
            throw new ArgumentException("grid_sampler(): bicubic interpolation only supports 4D input");
        }
        return Composed.named(
                "GridSampler" + rank + "DBackward0",
                new Tensor[] {input, grid},
                t -> sample(t[0], t[1], mode, paddingMode, alignCorners));
    }

    private static Tensor sample(Tensor input, Tensor grid, String mode, String padding, boolean corners) {
        int rank = input.dim() - 2;
        Tensor[] at = new Tensor[rank];
        for (int d = 0; d < rank; d++) {
            // The grid lists x first, which is the last dimension.
            Tensor g = grid.select(grid.dim() - 1, rank - 1 - d);
            long size = input.size(d + 2);
            Tensor p = corners
                    ? g.add(1).mul((size - 1) / 2.0)
                    : g.add(1).mul((double) size).sub(1).div(2.0);
            at[d] = mode.equals("bicubic") ? p : inside(p, size, padding, corners);
        }
        return switch (mode) {
            case "nearest" -> nearest(input, at, padding);
            case "bilinear" -> linear(input, at);
            default -> cubic(input, at, padding, corners);
        };
    }

    private static Tensor inside(Tensor p, long size, String padding, boolean corners) {
        return switch (padding) {
            case "border" -> p.clamp(0, size - 1);
            case "reflection" -> {
                Tensor r = corners ? reflect(p, 0, 2 * (size - 1)) : reflect(p, -1, 2 * size - 1);
                yield r.clamp(0, size - 1);
            }
            default -> p;
        };
    }

    /** Reflects between half of {@code low} and half of {@code high}, both given doubled. */
    private static Tensor reflect(Tensor p, long low, long high) {
        if (low == high) {
            return p.mul(0.0);
        }
        double min = low / 2.0;
        double span = (high - low) / 2.0;
        Tensor distance = p.sub(min).abs();
        Tensor flips = distance.detach().div(span).floor();
        Tensor rest = distance.sub(flips.mul(span));
        Tensor even = flips.remainder(2.0).eq(0);
        return Tensors.where(even, rest.add(min), rest.rsub(span).add(min));
    }

    private static Tensor nearest(Tensor input, Tensor[] at, String padding) {
        Tensor[] index = new Tensor[at.length];
        for (int d = 0; d < at.length; d++) {
            index[d] = at[d].detach().round();
        }
        return pick(input, index);
    }

    private static Tensor linear(Tensor input, Tensor[] at) {
        int rank = at.length;
        Tensor[] low = new Tensor[rank];
        for (int d = 0; d < rank; d++) {
            low[d] = at[d].detach().floor();
        }
        Tensor sum = null;
        for (int corner = 0; corner < 1 << rank; corner++) {
            Tensor[] index = new Tensor[rank];
            Tensor weight = null;
            for (int d = 0; d < rank; d++) {
                boolean far = (corner >> d & 1) != 0;
                index[d] = far ? low[d].add(1) : low[d];
                Tensor part = far ? at[d].sub(low[d]) : low[d].add(1).sub(at[d]);
                weight = weight == null ? part : weight.mul(part);
            }
            Tensor term = pick(input, index)
                    .mul(java.util.Objects.requireNonNull(weight).unsqueeze(1));
            sum = sum == null ? term : sum.add(term);
        }
        return java.util.Objects.requireNonNull(sum);
    }

    private static Tensor cubic(Tensor input, Tensor[] at, String padding, boolean corners) {
        Tensor[] low = {at[0].detach().floor(), at[1].detach().floor()};
        Tensor[] part = {at[0].sub(low[0]), at[1].sub(low[1])};
        Tensor sum = null;
        for (int i = 0; i < 4; i++) {
            Tensor row = null;
            Tensor y = inside(low[0].add(i - 1L), input.size(2), padding, corners);
            for (int j = 0; j < 4; j++) {
                Tensor x = inside(low[1].add(j - 1L), input.size(3), padding, corners);
                Tensor term =
                        pick(input, new Tensor[] {y, x}).mul(kernel(part[1], j).unsqueeze(1));
                row = row == null ? term : row.add(term);
            }
            Tensor term =
                    java.util.Objects.requireNonNull(row).mul(kernel(part[0], i).unsqueeze(1));
            sum = sum == null ? term : sum.add(term);
        }
        return java.util.Objects.requireNonNull(sum);
    }

    /** The cubic weight of tap k for a position t beyond tap 1. */
    private static Tensor kernel(Tensor t, int k) {
        double a = CUBIC;
        if (k == 1 || k == 2) {
            Tensor x = k == 1 ? t : t.rsub(1.0);
            return x.mul(a + 2).sub(a + 3).mul(x).mul(x).add(1.0);
        }
        Tensor x = k == 0 ? t.add(1.0) : t.rsub(2.0);
        return x.mul(a).sub(5 * a).mul(x).add(8 * a).mul(x).sub(4 * a);
    }

    /** Values at whole positions (floating tensors), 0 outside. */
    private static Tensor pick(Tensor input, Tensor[] at) {
        int rank = at.length;
        long n = input.size(0);
        long channels = input.size(1);
        Tensor flat = null;
        Tensor valid = null;
        for (int d = 0; d < rank; d++) {
            long size = input.size(d + 2);
            Tensor p = at[d].detach();
            Tensor ok = p.ge(0).logicalAnd(p.le(size - 1));
            valid = valid == null ? ok : valid.logicalAnd(ok);
            Tensor whole = p.nanToNum().clamp(0, size - 1).to(DType.INT64);
            flat = flat == null ? whole : flat.mul(size).add(whole);
        }
        Tensor index = java.util.Objects.requireNonNull(flat);
        long[] places = TensorAccess.shown(index).sizes();
        long count = index.numel() / Math.max(1, n);
        Tensor wide = index.reshape(n, 1, count).expand(n, channels, count);
        Tensor values = input.reshape(n, channels, -1).gather(2, wide);
        long[] sizes = new long[rank + 2];
        sizes[0] = n;
        sizes[1] = channels;
        System.arraycopy(places, 1, sizes, 2, rank);
        Tensor hidden = java.util.Objects.requireNonNull(valid).logicalNot().unsqueeze(1);
        return values.reshape(sizes).maskedFill(hidden, 0);
    }

    /** The grid of an affine map. */
    public static Tensor affineGrid(Tensor theta, long[] size, boolean alignCorners) {
        int rank = size.length - 2;
        if ((rank != 2 && rank != 3)
                || theta.dim() != 3
                || theta.size(1) != rank
                || theta.size(2) != rank + 1
                || theta.size(0) != size[0]) {
            throw new ShapeException("Expected a batch of "
                    + (rank == 3 ? "3D affine matrices of shape Nx3x4" : "2D affine" + " matrices of shape Nx2x3")
                    + " for size " + Arrays.toString(size) + ". Got " + theta.shape()
                    + ".");
        }
        for (long s : size) {
            if (s <= 0) {
                throw new ShapeException("Expected non-zero, positive output size. Got " + Arrays.toString(size));
            }
        }
        LayerNorm.checkFloating("affine_grid", theta);
        TensorOptions o = new TensorOptions(theta.dtype(), theta.device());
        long[] wide = new long[rank + 1];
        System.arraycopy(size, 2, wide, 0, rank);
        wide[rank] = 1;
        Tensor[] columns = new Tensor[rank + 1];
        for (int d = 0; d < rank; d++) {
            long n = size[2 + d];
            Tensor line = n == 1
                    ? Tensors.zeros(o, 1)
                    : Tensors.linspace(o, -1, 1, HeapArrays.length(n)).mul(alignCorners ? 1.0 : (double) (n - 1) / n);
            long[] shape = new long[rank + 1];
            Arrays.fill(shape, 1);
            shape[d] = n;
            columns[rank - 1 - d] = line.reshape(shape).expand(wide);
        }
        columns[rank] = Tensors.ones(o, wide);
        Tensor base = Tensors.cat(rank, columns);
        long count = base.numel() / (rank + 1);
        long[] out = new long[rank + 2];
        out[0] = size[0];
        System.arraycopy(size, 2, out, 1, rank);
        out[rank + 1] = rank;
        return Composed.named(
                "AffineGridGeneratorBackward0",
                new Tensor[] {theta},
                new Tensor[] {base},
                t -> t[1].reshape(1, count, rank + 1)
                        .expand(size[0], count, rank + 1)
                        .bmm(t[0].transpose(1, 2))
                        .view(out));
    }
}
