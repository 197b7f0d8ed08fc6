package dev.jgrad.nn.layer;

/** What a convolution sees beyond the border of its input. */
public enum PaddingMode {
    /** Zeros. */
    ZEROS("zeros"),
    /** The input mirrored at its last element. */
    REFLECT("reflect"),
    /** The last element again and again. */
    REPLICATE("replicate"),
    /** The input from its other end. */
    CIRCULAR("circular");

    private final String label;

    PaddingMode(String label) {
        this.label = label;
    }

    /** PyTorch's name. */
    public String label() {
        return label;
    }
}
