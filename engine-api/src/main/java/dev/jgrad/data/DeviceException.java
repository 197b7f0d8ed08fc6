package dev.jgrad.data;

/** Reports a device that is missing, or tensors on different devices. */
public class DeviceException extends JgradException {
    private static final long serialVersionUID = 1L;

    /** An exception whose message says what was wrong and what to do. */
    public DeviceException(String message) {
        super(message);
    }

    /** The same, with the exception that led to it. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
