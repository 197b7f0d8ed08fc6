package dev.jgrad.io;

/**
 * What one pickle may cost. Time and memory are bounded by these numbers, whatever the file says: a few bytes can ask
 * for a copy of something large again and again.
 */
final class PickleLimits {
    /** The pickle of a state dict with 100,000 tensors has some 20 MiB. */
    static final long MAX_PICKLE = 64L << 20;

    /** Deeper than any checkpoint, and shallow enough for code that walks values by recursion. */
    static final int MAX_DEPTH = 200;

    private static final long MAX_VALUES = 8_000_000;
    private static final long MAX_BYTES = 256L << 20;

    private long values;
    private long bytes;

    /** Notes that so many values, or places for them, come into being. */
    void charge(long count) {
        values += count;
        if (values > MAX_VALUES) {
            throw new FormatException("its pickle makes more than " + MAX_VALUES + " values");
        }
    }

    /** Notes that so many bytes of text or raw data come into being. */
    void chargeBytes(long count) {
        bytes += count;
        if (bytes > MAX_BYTES) {
            throw new FormatException("its pickle makes more than " + MAX_BYTES + " bytes of text and raw data");
        }
    }
}
