package dev.jgrad.data;

/** Reports an element type that an operation does not take. */
public class DTypeException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public DTypeException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public DTypeException(String message, Throwable cause) {
        super(message, cause);
    }
}
