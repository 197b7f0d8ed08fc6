package dev.jgrad.io;

/**
 * What a parser found wrong, said without the file's name: parsers do not know it. Never leaves this package; whoever
 * opened the file turns it into a {@link CheckpointException}.
 */
final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean damage;

    /** The file contradicts itself or ends too early. */
    FormatException(String message) {
        this(message, true);
    }

    private FormatException(String message, boolean damage) {
        super(message, null, false, false);
        this.damage = damage;
    }

    /** The file is whole, but holds what we do not read. */
    static FormatException unsupported(String message) {
        return new FormatException(message, false);
    }

    /** True when another copy of the file may help. */
    boolean isDamage() {
        return damage;
    }
}
