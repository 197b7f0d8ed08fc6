package dev.jgrad.nn.expression;

import dev.jgrad.data.JgradException;

/** Reports an expression that is no module: what is wrong, and where. */
public final class ExpressionException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what is wrong. */
    public ExpressionException(String message) {
        super(message);
    }
}
