package dev.jgrad.data;

/** Reports an index or a dimension out of range. */
public class IndexException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public IndexException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public IndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
