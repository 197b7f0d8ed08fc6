package dev.jgrad.nn.data;

import dev.jgrad.data.JgradException;

/** Reports data that cannot be used: a missing folder, a broken picture, a table with a hole. Names the file. */
public class DataException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public DataException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
