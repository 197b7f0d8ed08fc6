package dev.jgrad.spi;

import java.util.function.LongSupplier;

/**
 * Work of the calling thread that a device records instead of running it, to replay it later without the program that
 * submitted it. What the program itself computes is frozen in a recording, so that whoever passes numbers of the host on
 * to a device has to know of it.
 */
public interface Recording {
    /** Runs an action outside the recording: now, and at this place of every replay. */
    void outside(Runnable action);

    /**
     * Says that the offset which the next random kernel is given has to be a new one in every replay.
     *
     * @param next gives it
     */
    void nextOffset(LongSupplier next);
}
