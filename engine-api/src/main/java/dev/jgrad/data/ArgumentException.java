package dev.jgrad.data;

/** Reports an argument outside of what an operation takes. */
public class ArgumentException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public ArgumentException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public ArgumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
