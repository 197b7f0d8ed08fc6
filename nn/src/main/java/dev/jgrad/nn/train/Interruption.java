package dev.jgrad.nn.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a request to stop: the JVM waits until the training has saved where it was, at most half a minute.
 * The JVM then ends with the signal's exit code.
 */
public final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    private Interruption() {
        hook = new Thread(this::stopAndWait, "jgrad-interrupt");
    }

    /** Watches for Ctrl-C until closed. */
    public static Interruption watch() {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void stopAndWait() {
        requested = true;
        try {
            if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The training did not stop within " + PATIENCE_SECONDS
                        + " seconds; what was saved before is as it was.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when the training should save and stop. */
    public boolean isRequested() {
        return requested;
    }

    /** Says that everything is saved: the JVM may end. */
    @Override
    public void close() {
        saved.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now; the hook finds the latch open.
                requested = true;
            }
        }
    }
}
