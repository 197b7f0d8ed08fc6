package dev.jgrad.memory;

/**
 * Rounds sizes so that blocks fit again: eight classes per power of two, at most an eighth wasted. Everything up to
 * 512 bytes is one class.
 */
final class SizeClasses {
    private static final int SMALLEST_SHIFT = 9;
    private static final int STEPS_SHIFT = 3;

    /** More than the greatest value of {@link #of}. */
    static final int COUNT = (63 - SMALLEST_SHIFT) << STEPS_SHIFT;

    private SizeClasses() {}

    /** The class of the smallest block that holds this many bytes. */
    static int of(long bytes) {
        if (bytes <= 1L << SMALLEST_SHIFT) {
            return 0;
        }
        // For 2^e < bytes <= 2^(e+1), the steps are 2^(e-3) apart.
        long last = bytes - 1;
        int e = 63 - Long.numberOfLeadingZeros(last);
        int step = (int) (last >>> (e - STEPS_SHIFT)) & ((1 << STEPS_SHIFT) - 1);
        return ((e - SMALLEST_SHIFT) << STEPS_SHIFT) + step + 1;
    }

    /** The size in bytes of the blocks of a class. */
    static long byteSize(int sizeClass) {
        if (sizeClass == 0) {
            return 1L << SMALLEST_SHIFT;
        }
        int e = ((sizeClass - 1) >> STEPS_SHIFT) + SMALLEST_SHIFT;
        long steps = (sizeClass - 1 & ((1 << STEPS_SHIFT) - 1)) + 1;
        return (1L << e) + (steps << (e - STEPS_SHIFT));
    }
}
