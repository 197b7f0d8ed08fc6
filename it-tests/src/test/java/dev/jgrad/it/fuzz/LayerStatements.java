package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import java.util.List;

/** The operations of networks with operands that fit: what runs native, threaded and blocked when it is large. */
final class LayerStatements {
    private LayerStatements() {}

    static Statement draw(Draw ofKind) {
        return switch (ofKind.below(11)) {
            case 0, 1, 2 -> LayerStatements::convolution;
            case 3 -> LayerStatements::transposed;
            case 4 -> LayerStatements::pooling;
            case 5 -> LayerStatements::batchNorm;
            case 6 -> LayerStatements::layerNorm;
            case 7, 8 -> LayerStatements::product;
            case 9 -> LayerStatements::crossEntropy;
            default -> LayerStatements::attention;
        };
    }

    private static boolean isFloat(Tensor t) {
        return t.dtype() == DType.FLOAT32 || t.dtype() == DType.FLOAT64;
    }

    private static Variable input(Scene scene, Draw draw, int rank) {
        Variable v = scene.pick(draw, t -> t.dim() == rank && isFloat(t));
        if (v.tensor().dim() == rank && isFloat(v.tensor()) && !draw.oneIn(3)) {
            return v;
        }
        long[] sizes = new long[rank];
        int side = rank <= 3 ? 40 : rank == 4 ? 24 : 7;
        for (int i = 0; i < rank; i++) {
            sizes[i] = i == 0 ? 1 + draw.below(3) : i == 1 ? draw.of(1, 2, 3, 8, 16, 20) : 2 + draw.below(side);
        }
        DType dtype = draw.of(DType.FLOAT32, DType.FLOAT32, DType.FLOAT64);
        return scene.literal(draw, "x", Elements.PLAIN, dtype, draw.oneIn(2), sizes);
    }

    private static Variable parameter(Scene scene, Draw draw, String suffix, DType dtype, long... sizes) {
        return scene.literal(draw, suffix, Elements.PLAIN, dtype, !draw.oneIn(4), sizes);
    }

    private static long[] three(Draw draw, int from) {
        return new long[] {draw.below(3) + from};
    }

    private static void convolution(Scene scene, Draw draw) {
        int spatial = draw.of(1, 2, 2, 2, 3);
        Variable x = input(scene, draw, spatial + 2);
        DType dtype = x.tensor().dtype();
        long channels = x.tensor().size(1);
        long groups = draw.oneIn(3) && channels > 1 ? draw.of(channels, channels % 2 == 0 ? 2L : 1L) : 1;
        long out = groups * (1 + draw.below(groups == 1 ? 20 : 2));
        long[] size = new long[spatial + 2];
        java.util.Arrays.fill(size, draw.of(1, 2, 3, 3));
        size[0] = out;
        size[1] = Math.max(1, channels / Math.max(1, groups));
        Variable w = parameter(scene, draw, "w", dtype, size);
        Variable b = parameter(scene, draw, "b", dtype, out);
        long[] stride = three(draw, 1);
        long[] padding = three(draw, 0);
        long[] dilation = {draw.of(1L, 1L, 2L)};
        String text = "Functional.conv%dd(%s, %s, %s, %s, %s, %s, %d);"
                .formatted(
                        spatial,
                        x.name(),
                        w.name(),
                        b.name(),
                        Texts.of(stride),
                        Texts.of(padding),
                        Texts.of(dilation),
                        groups);
        Tensor t = x.tensor();
        scene.perform(draw, text, List.of(x, w, b), Rounding.SOME, () -> switch (spatial) {
            case 1 -> Functional.conv1d(t, w.tensor(), b.tensor(), stride, padding, dilation, groups);
            case 2 -> Functional.conv2d(t, w.tensor(), b.tensor(), stride, padding, dilation, groups);
            default -> Functional.conv3d(t, w.tensor(), b.tensor(), stride, padding, dilation, groups);
        });
    }

    private static void transposed(Scene scene, Draw draw) {
        Variable x = input(scene, draw, 4);
        long k = draw.of(1L, 2L, 3L);
        Variable w = parameter(scene, draw, "w", x.tensor().dtype(), x.tensor().size(1), 1 + draw.below(9), k, k);
        long[] stride = three(draw, 1);
        long[] padding = {draw.below(2)};
        long[] more = {draw.oneIn(3) ? 1 : 0};
        long[] dilation = {1 + draw.below(2)};
        scene.perform(
                draw,
                "Functional.convTranspose2d(%s, %s, null, %s, %s, %s, 1, %s);"
                        .formatted(
                                x.name(),
                                w.name(),
                                Texts.of(stride),
                                Texts.of(padding),
                                Texts.of(more),
                                Texts.of(dilation)),
                List.of(x, w),
                Rounding.SOME,
                () -> Functional.convTranspose2d(x.tensor(), w.tensor(), null, stride, padding, more, 1, dilation));
    }

    private static void pooling(Scene scene, Draw draw) {
        Variable x = input(scene, draw, 4);
        long[] kernel = {1 + draw.below(3)};
        long[] stride = three(draw, 1);
        long[] padding = {kernel[0] > 1 ? draw.below(2) : 0};
        boolean ceil = draw.oneIn(3);
        boolean flag = draw.oneIn(2);
        boolean max = draw.oneIn(2);
        String text = (max
                        ? "Functional.maxPool2d(%s, %s, %s, %s, new long[] {1}, %s);"
                        : "Functional.avgPool2d(%s, %s, %s, %s, %s, " + flag + ", null);")
                .formatted(x.name(), Texts.of(kernel), Texts.of(stride), Texts.of(padding), ceil);
        scene.perform(
                draw,
                text,
                List.of(x),
                max ? Rounding.NONE : Rounding.SOME,
                () -> max
                        ? Functional.maxPool2d(x.tensor(), kernel, stride, padding, new long[] {1}, ceil)
                        : Functional.avgPool2d(x.tensor(), kernel, stride, padding, ceil, flag, null));
    }

    private static void batchNorm(Scene scene, Draw draw) {
        Variable x = input(scene, draw, draw.of(2, 3, 4, 4, 5));
        long channels = x.tensor().size(1);
        DType dtype = x.tensor().dtype();
        Variable mean = scene.literal(draw, "m", Elements.PLAIN, dtype, false, channels);
        Variable var = scene.literal(draw, "s", Elements.POSITIVE, dtype, false, channels);
        Variable w = parameter(scene, draw, "w", dtype, channels);
        Variable b = parameter(scene, draw, "b", dtype, channels);
        boolean training = !draw.oneIn(3);
        scene.perform(
                draw,
                "Functional.batchNorm(%s, %s, %s, %s, %s, %s, 0.1, 1e-5);"
                        .formatted(x.name(), mean.name(), var.name(), w.name(), b.name(), training),
                List.of(x, mean, var, w, b),
                Rounding.SOME,
                () -> Functional.batchNorm(
                        x.tensor(), mean.tensor(), var.tensor(), w.tensor(), b.tensor(), training, 0.1, 1e-5));
    }

    private static void layerNorm(Scene scene, Draw draw) {
        Variable x = scene.pick(draw, t -> t.dim() > 0 && t.isFloatingPoint());
        long last = x.tensor().dim() == 0 ? 1 : x.tensor().size(-1);
        Variable w = parameter(scene, draw, "w", x.tensor().dtype(), last);
        long[] shape = {last};
        scene.perform(
                draw,
                "Functional.layerNorm(%s, %s, %s, null, 1e-5);".formatted(x.name(), Texts.of(shape), w.name()),
                List.of(x, w),
                Rounding.SOME,
                () -> Functional.layerNorm(x.tensor(), shape, w.tensor(), null, 1e-5));
    }

    private static void product(Scene scene, Draw draw) {
        Variable x = scene.pick(draw, t -> t.dim() > 0 && t.isFloatingPoint());
        long last = x.tensor().dim() == 0 ? 1 : x.tensor().size(-1);
        long n = draw.oneIn(3) ? 1 + draw.below(130) : draw.length();
        DType dtype = x.tensor().dtype();
        if (draw.oneIn(2)) {
            Variable w = parameter(scene, draw, "w", dtype, n, last);
            Variable b = parameter(scene, draw, "b", dtype, n);
            scene.perform(
                    draw,
                    "Functional.linear(%s, %s, %s);".formatted(x.name(), w.name(), b.name()),
                    List.of(x, w, b),
                    Rounding.SOME,
                    () -> Functional.linear(x.tensor(), w.tensor(), b.tensor()));
        } else {
            Variable w = draw.oneIn(3)
                    ? parameter(scene, draw, "w", dtype, last)
                    : parameter(scene, draw, "w", dtype, last, n);
            scene.perform(
                    draw,
                    x.name() + ".matmul(" + w.name() + ");",
                    List.of(x, w),
                    Rounding.SOME,
                    () -> x.tensor().matmul(w.tensor()));
        }
    }

    private static void crossEntropy(Scene scene, Draw draw) {
        Variable x = scene.pick(draw, t -> t.dim() == 2 && t.isFloatingPoint());
        Variable target = scene.literal(
                draw,
                "t",
                Elements.PLAIN,
                DType.INT64,
                false,
                x.tensor().dim() == 0 ? 1 : x.tensor().size(0));
        double smoothing = draw.oneIn(2) ? 0 : 0.1;
        String reduction = Words.draw(draw, "reduction");
        scene.perform(
                draw,
                "Functional.crossEntropy(%s, %s, null, -100, \"%s\", %s);"
                        .formatted(x.name(), target.name(), reduction, smoothing),
                List.of(x, target),
                Rounding.SOME,
                () -> Functional.crossEntropy(x.tensor(), target.tensor(), null, -100, reduction, smoothing));
    }

    private static void attention(Scene scene, Draw draw) {
        Variable x = input(scene, draw, 4);
        boolean causal = draw.oneIn(2);
        String text = "Functional.scaledDotProductAttention(%1$s, %1$s, %1$s, null, 0, %2$s, null, false);"
                .formatted(x.name(), causal);
        scene.perform(
                draw,
                text,
                List.of(x),
                Rounding.SOME,
                () -> Functional.scaledDotProductAttention(
                        x.tensor(), x.tensor(), x.tensor(), null, 0, causal, null, false));
    }
}
