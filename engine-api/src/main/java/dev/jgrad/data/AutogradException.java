package dev.jgrad.data;

/** Reports a misuse of autograd: a second backward, a modified saved tensor, a non-scalar root. */
public class AutogradException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public AutogradException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public AutogradException(String message, Throwable cause) {
        super(message, cause);
    }
}
