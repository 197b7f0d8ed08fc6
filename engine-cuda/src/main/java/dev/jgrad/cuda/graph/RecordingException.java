package dev.jgrad.cuda.graph;

import dev.jgrad.data.DeviceException;

/** Reports that a step does something that cannot be recorded into a CUDA graph. */
public class RecordingException extends DeviceException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what the step did and what to do instead. */
    public RecordingException(String message) {
        super(message);
    }
}
