package dev.jgrad.data;

/** Reports the root of all exceptions that jgrad throws on purpose. */
public class JgradException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public JgradException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public JgradException(String message, Throwable cause) {
        super(message, cause);
    }
}
