package dev.jgrad.io;

import dev.jgrad.data.JgradException;

/** Reports a file that cannot be read or written as a checkpoint: which file, why, and what to do. */
public class CheckpointException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public CheckpointException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
