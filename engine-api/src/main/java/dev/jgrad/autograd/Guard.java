package dev.jgrad.autograd;

/** Restores what a mode changed; made for try-with-resources. Closing twice does nothing. */
public final class Guard implements AutoCloseable {
    private Runnable restore;
    private boolean closed;

    /** A guard that runs this once when closed. */
    public Guard(Runnable restore) {
        this.restore = restore;
    }

    @Override
    public void close() {
        if (!closed) {
            restore.run();
            closed = true;
            restore = () -> {};
        }
    }
}
