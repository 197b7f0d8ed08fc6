package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;

/** Lines that define tensors out of nothing. */
final class Leaves {
    static final Statement STATEMENT = (scene, draw) -> {
        DType dtype = draw.dtype();
        Elements elements = draw.oneIn(12)
                ? Elements.SPECIAL
                : draw.of(Elements.PLAIN, Elements.PLAIN, Elements.WHOLE, Elements.POSITIVE);
        scene.literal(draw, "", elements, dtype, !draw.oneIn(3), draw.shape());
    };

    private Leaves() {}
}
