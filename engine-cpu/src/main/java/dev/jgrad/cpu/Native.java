package dev.jgrad.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Access to native memory by plain address. Loops take {@code long} addresses and read through the one segment {@link
 * #ALL}: a constant for the JIT, so there is no bounds check, no scope check and no type profile that other segments
 * could spoil. Who calls a loop has checked the range before.
 */
public final class Native {
    /** All of memory; positions in it are addresses. */
    @SuppressWarnings("restricted")
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** The order of bytes in it. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** A float at any address. */
    public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** A double at any address. */
    public static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    /** A long at any address. */
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** An int at any address. */
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    /** A short at any address. */
    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    /** A byte. */
    public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private Native() {}
}
