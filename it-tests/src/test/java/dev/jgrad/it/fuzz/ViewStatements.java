package dev.jgrad.it.fuzz;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** Views with arguments that fit. */
final class ViewStatements {
    private static final int AS_STRIDED = 5;

    private ViewStatements() {}

    private record View(String text, Function<Tensor, Object> function) {}

    static Statement draw(Draw ofKind) {
        int kind = ofKind.below(14);
        return (scene, draw) -> {
            if (kind == AS_STRIDED && scene.isSmooth()) {
                return; // shows the base, beyond the view that its gradient goes to
            }
            Variable v = scene.pick(draw, t -> t.dim() > 0);
            View view = view(kind, draw, v.tensor());
            scene.perform(
                    draw,
                    v.name() + "." + view.text + ";",
                    List.of(v),
                    Rounding.NONE,
                    () -> view.function.apply(v.tensor()));
        };
    }

    private static View view(int kind, Draw draw, Tensor t) {
        int rank = Math.max(1, t.dim());
        int d = draw.below(rank);
        int e = draw.below(rank);
        // Of an expanded dimension, the places that an int reaches.
        long size = t.dim() == 0 ? 1 : Math.min(t.size(d), 1 << 30);
        long from = draw.below((int) size + 1);
        long to = from + draw.below((int) (size - from) + 1);
        return switch (kind) {
            case 0 -> new View("transpose(" + d + ", " + e + ")", x -> x.transpose(d, e));
            case 1 -> {
                long step = 1 + draw.below(3);
                yield new View(
                        "slice(" + d + ", " + from + ", " + to + ", " + step + ")", x -> x.slice(d, from, to, step));
            }
            case 2 -> {
                long n = draw.length();
                long[] sizes = new long[t.dim() + 1];
                java.util.Arrays.fill(sizes, -1);
                sizes[0] = n;
                for (int i = 0; i < t.dim(); i++) {
                    sizes[i + 1] = t.size(i) == 1 && draw.oneIn(2) ? draw.length() : t.size(i);
                }
                yield new View("expand(" + Texts.of(sizes) + ")", x -> x.expand(sizes));
            }
            case 3 -> {
                int offset = draw.below(5) - 2;
                yield new View("diagonal(" + offset + ", " + d + ", " + e + ")", x -> x.diagonal(offset, d, e));
            }
            case 4 -> {
                long length = 1 + draw.below((int) Math.max(1, size));
                long step = 1 + draw.below(3);
                yield new View("unfold(" + d + ", " + length + ", " + step + ")", x -> x.unfold(d, length, step));
            }
            case AS_STRIDED -> {
                long n = Math.max(0, t.numel() - 1);
                long a = draw.below(4);
                long b = draw.below(3);
                long stride = draw.below(3);
                long offset = draw.below(1 + (int) Math.min(4, n));
                long[] sizes = {a, b};
                long[] strides = {stride, draw.of(1L, 2L, 0L)};
                yield new View(
                        "asStrided(" + Texts.of(sizes) + ", " + Texts.of(strides) + ", " + offset + ")",
                        x -> x.asStrided(sizes, strides, offset));
            }
            case 6 -> new View("select(" + d + ", " + from + ")", x -> x.select(d, from));
            case 7 ->
                new View("narrow(" + d + ", " + from + ", " + (to - from) + ")", x -> x.narrow(d, from, to - from));
            case 8 -> new View("unsqueeze(" + d + ")", x -> x.unsqueeze(d));
            case 9 -> new View("squeeze()", Tensor::squeeze);
            case 10 -> new View("view(-1)", x -> x.view(-1));
            case 11 -> new View("reshape(-1)", x -> x.reshape(-1));
            case 12 -> new View("unbind(" + d + ")", x -> x.unbind(d));
            default -> new View("split(" + Math.max(1, from) + ", " + d + ")", x -> x.split(Math.max(1, from), d));
        };
    }
}
