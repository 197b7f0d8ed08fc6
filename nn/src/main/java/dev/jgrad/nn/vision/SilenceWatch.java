package dev.jgrad.nn.vision;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream on which nothing has arrived for too long, since reading from it would wait for ever. */
final class SilenceWatch implements AutoCloseable {
    private final InputStream stream;
    private final long patience;
    private final Thread watcher;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean silent;

    SilenceWatch(InputStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience.toNanos();
        this.watcher = Thread.ofVirtual().name("jgrad-download-watch").start(this::watch);
    }

    /** Something has arrived. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    /** True when the stream was closed for its silence. */
    boolean isSilent() {
        return silent;
    }

    private void watch() {
        try {
            while (true) {
                long left = lastHeard + patience - System.nanoTime();
                if (left <= 0) {
                    silent = true;
                    stream.close();
                    return;
                }
                Thread.sleep(Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            // The transfer is over.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
