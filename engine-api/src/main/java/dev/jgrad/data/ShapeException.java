package dev.jgrad.data;

/** Reports shapes, strides or sizes that do not fit an operation. */
public class ShapeException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public ShapeException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public ShapeException(String message, Throwable cause) {
        super(message, cause);
    }
}
