package dev.jgrad.memory;

import java.util.function.Supplier;

/**
 * Java arrays that an operation works in, of a length that follows from sizes or from what a user asks for. Where the heap has no
 * room for one, it says so as a device does, instead of with an error that is taken for the end of the program.
 */
public final class HeapArrays {
    private HeapArrays() {}

    /**
     * A number of elements as the length of an array.
     *
     * @throws OutOfMemoryException when no array has so many
     */
    public static int length(long elements) {
        if (elements < 0 || elements > Integer.MAX_VALUE) {
            throw new OutOfMemoryException("a Java array has no room for "
                    + (elements < 0 ? "more than 2^63" : elements) + " elements, but for at most 2^31 - 1");
        }
        return (int) elements;
    }

    /** As many zeros. */
    public static double[] doubles(long elements) {
        return within(() -> new double[length(elements)]);
    }

    /** As many zeros. */
    public static long[] longs(long elements) {
        return within(() -> new long[length(elements)]);
    }

    /**
     * What a computation gives that allocates arrays and changes nothing else.
     *
     * @throws OutOfMemoryException when the heap has no room for them
     */
    public static <T> T within(Supplier<T> computation) {
        try {
            return computation.get();
        } catch (OutOfMemoryError e) {
            throw new OutOfMemoryException("the Java heap has no room for the arrays that this needs: it has at most "
                    + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB (-Xmx); " + e.getMessage());
        }
    }
}
