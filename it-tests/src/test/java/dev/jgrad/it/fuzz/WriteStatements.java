package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.Index;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Writes in place, through whatever the target is a view of. */
final class WriteStatements {
    private WriteStatements() {}

    private interface Write {
        Object apply(Tensor target, Tensor value);
    }

    static Statement draw(Draw ofKind) {
        return switch (ofKind.below(12)) {
            case 0 -> write("add_", Rounding.NONE, Tensor::add_);
            case 1 -> write("mul_", Rounding.NONE, Tensor::mul_);
            case 2 -> write("copy_", Rounding.NONE, Tensor::copy_);
            case 3 -> write("sub_", Rounding.NONE, Tensor::sub_);
            case 4 -> write("div_", Rounding.SOME, Tensor::div_);
            case 5 -> number("fill_", Tensor::fill_);
            case 6 -> number("mul_", Tensor::mul_);
            case 7 -> number("add_", Tensor::add_);
            case 8 -> WriteStatements::masked;
            case 9 -> WriteStatements::scattered;
            case 10 -> WriteStatements::indexed;
            default -> WriteStatements::selected;
        };
    }

    /** Mostly what is no leaf that requires a gradient, which nothing may be written to. */
    private static Variable target(Scene scene, Draw draw) {
        return scene.pick(draw, t -> !(t.isLeaf() && t.requiresGrad()));
    }

    private static Variable fitting(Scene scene, Draw draw, Tensor target) {
        return scene.pick(draw, t -> t.dtype() == target.dtype() && Fit.expands(t, target));
    }

    private static Statement write(String name, Rounding rounding, Write write) {
        return (scene, draw) -> {
            Variable target = target(scene, draw);
            Variable value = fitting(scene, draw, target.tensor());
            scene.perform(
                    draw,
                    target.name() + "." + name + "(" + value.name() + ");",
                    List.of(target, value),
                    rounding,
                    () -> write.apply(target.tensor(), value.tensor()));
        };
    }

    private interface NumberWrite {
        Object apply(Tensor target, double value);
    }

    private static Statement number(String name, NumberWrite write) {
        return (scene, draw) -> {
            Variable target = target(scene, draw);
            double value = draw.number();
            scene.perform(
                    draw,
                    target.name() + "." + name + "(" + Texts.of(value) + ");",
                    List.of(target),
                    Rounding.NONE,
                    () -> write.apply(target.tensor(), value));
        };
    }

    private static void masked(Scene scene, Draw draw) {
        Variable target = target(scene, draw);
        Variable mask = scene.literal(
                draw,
                "m",
                Elements.PLAIN,
                DType.BOOL,
                false,
                target.tensor().shape().toArray());
        double value = draw.number();
        scene.perform(
                draw,
                target.name() + ".maskedFill_(" + mask.name() + ", " + Texts.of(value) + ");",
                List.of(target, mask),
                Rounding.NONE,
                () -> target.tensor().maskedFill_(mask.tensor(), value));
    }

    private static void scattered(Scene scene, Draw draw) {
        Variable target = target(scene, draw);
        int d = draw.dim(target.tensor().dim());
        long[] sizes = target.tensor().shape().toArray();
        Variable index = scene.literal(draw, "i", Elements.PLAIN, DType.INT64, false, sizes);
        Variable source = fitting(scene, draw, target.tensor());
        scene.perform(
                draw,
                target.name() + ".scatterAdd_(" + d + ", " + index.name() + ".remainder(2), " + source.name() + ");",
                List.of(target, index, source),
                Rounding.SOME,
                () -> target.tensor().scatterAdd_(d, index.tensor().remainder(2L), source.tensor()));
    }

    private static void indexed(Scene scene, Draw draw) {
        Variable target = target(scene, draw);
        Variable value = scene.pick(draw, t -> t.dim() == 0);
        int d = draw.dim(target.tensor().dim());
        long at = draw.below(3);
        scene.perform(
                draw,
                target.name() + ".select(" + d + ", " + at + ").copy_(" + value.name() + ");",
                List.of(target, value),
                Rounding.NONE,
                () -> target.tensor().select(d, at).copy_(value.tensor()));
    }

    private static void selected(Scene scene, Draw draw) {
        Variable target = target(scene, draw);
        Choice index = Choice.index(scene, draw, target.tensor());
        if (scene.isSmooth() && index.text().contains("Index.of(")) {
            return; // which of several values stays at a place is not said, nor what their gradients are
        }
        Variable value = scene.pick(
                draw, t -> t.dim() == 0 || t.dtype() == target.tensor().dtype());
        List<Variable> reads = new ArrayList<>(List.of(target, value));
        reads.addAll(index.reads());
        scene.perform(
                draw, target.name() + ".set(" + value.name() + ", " + index.text() + ");", reads, Rounding.NONE, () -> {
                    target.tensor().set(value.tensor(), (Index[]) index.value());
                    return target.tensor().select(0, 0);
                });
    }
}
