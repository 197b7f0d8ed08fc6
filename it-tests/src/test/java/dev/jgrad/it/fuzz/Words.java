package dev.jgrad.it.fuzz;

/** Texts that some argument takes. */
final class Words {
    private Words() {}

    static String draw(Draw draw, String name) {
        if (draw.oneIn(30)) {
            return "nothing";
        }
        return switch (name) {
            case "reduction" -> draw.of("mean", "sum", "none");
            case "reduce" -> draw.of("sum", "prod", "mean", "amax", "amin", "add", "multiply");
            case "mode" ->
                draw.of(
                        "nearest",
                        "bilinear",
                        "bicubic",
                        "linear",
                        "reflect",
                        "replicate",
                        "circular",
                        "constant",
                        "mean",
                        "sum",
                        "max",
                        "reduced",
                        "complete",
                        "nearest-exact",
                        "area",
                        "trilinear");
            case "interpolation" -> draw.of("linear", "lower", "higher", "midpoint", "nearest");
            case "roundingMode" -> draw.of("floor", "trunc");
            case "indexing" -> draw.of("ij", "xy");
            case "side" -> draw.of("left", "right");
            case "padding" -> draw.of("same", "valid");
            case "paddingMode" -> draw.of("zeros", "border", "reflection");
            case "approximate" -> draw.of("none", "tanh");
            case "uplo" -> draw.of("L", "U");
            case "p", "ord" -> draw.of("fro", "nuc");
            case "equation" -> draw.of("i,j->ij", "ij,jk->ik", "ii->i", "...i->...", "ij->ji", "bij,bjk", "i,i");
            case "device" -> draw.of("cpu", "cuda:0");
            case "computeMode" ->
                draw.of(
                        "use_mm_for_euclid_dist_if_necessary",
                        "donot_use_mm_for_euclid_dist",
                        "use_mm_for_euclid_dist");
            default -> "nothing";
        };
    }
}
