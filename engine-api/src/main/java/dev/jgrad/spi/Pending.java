package dev.jgrad.spi;

/** A value that waits for its computation and reads other buffers then; see {@link Buffer#beforeWrite}. */
public interface Pending {
    /** Computes the value now, if that has not happened yet. */
    void finish();

    /** True once the value is there. */
    boolean isFinished();
}
