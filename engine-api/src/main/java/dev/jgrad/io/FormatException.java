package dev.jgrad.io;

/**
 * What a parser found wrong, said without the file's name: parsers do not know it. Never leaves this package; whoever
 * opened the file turns it into a {@link CheckpointException}.
 */
final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
        super(message, null, false, false);
    }
}
