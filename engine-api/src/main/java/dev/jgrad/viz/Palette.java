package dev.jgrad.viz;

/**
 * The colours of a kind of vertex.
 *
 * @param fill inside
 * @param border around
 * @param text of the title
 */
record Palette(String fill, String border, String text) {
    private static final Palette LEAF = new Palette("#cfe6fb", "#3a86c8", "#0f3d66");
    private static final Palette OPERATION = new Palette("#f4f5f7", "#9aa3ad", "#24292f");
    private static final Palette OUTPUT = new Palette("#d8f3dc", "#4c9a63", "#1b4332");

    static Palette of(AutogradGraph.Kind kind) {
        return switch (kind) {
            case LEAF -> LEAF;
            case OPERATION -> OPERATION;
            case OUTPUT -> OUTPUT;
        };
    }
}
