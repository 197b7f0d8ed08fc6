package dev.jgrad.memory;

import dev.jgrad.data.JgradException;

/** Reports that a device has no room for an allocation, even after collecting garbage and emptying the cache. */
public class OutOfMemoryException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message names the request, the device's use and what to do. */
    public OutOfMemoryException(String message) {
        super(message);
    }
}
