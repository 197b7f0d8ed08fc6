package dev.jgrad.nn.serve;

/** Ends a request with a status other than 200 and a sentence for the client. */
final class Refusal extends Exception {
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int OUR_FAULT = 500;
    static final int BUSY = 503;

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
