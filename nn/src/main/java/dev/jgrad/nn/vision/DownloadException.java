package dev.jgrad.nn.vision;

import dev.jgrad.data.JgradException;

/** Reports that a file could not be fetched, and how to place it by hand. */
public class DownloadException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public DownloadException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public DownloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
