package dev.jgrad.nn;

import dev.jgrad.data.JgradException;

/** Reports a state that does not fit the module or optimizer it was to be loaded into. */
public final class StateDictException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message lists what does not fit. */
    public StateDictException(String message) {
        super(message);
    }
}
