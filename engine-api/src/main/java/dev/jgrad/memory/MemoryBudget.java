package dev.jgrad.memory;

/**
 * Two bounds of an allocator: above the threshold it asks for a garbage collection, above the limit it fails. When a
 * collection shows that the tensors alive need most of the threshold, the threshold rises, so that a program that simply
 * is large does not collect all the time.
 */
public final class MemoryBudget {
    /** What the JVM needs beside its heap (classes, compiled code, threads, native libraries): this, and a sixteenth. */
    private static final long JVM_BYTES = 128L << 20;

    private static final int JVM_SHARE = 16;

    private final String property;
    private final long initial;
    private final long limit;
    private volatile long threshold;

    /**
     * A budget with given bounds.
     *
     * @param property name of the system property for the threshold, which messages point to
     */
    public MemoryBudget(String property, long threshold, long limit) {
        this.property = property;
        this.initial = threshold;
        this.limit = Math.max(limit, threshold);
        this.threshold = threshold;
    }

    /**
     * The budget for a device with this much memory: a threshold of a quarter of it but at most 1 GiB, and a limit of
     * nine tenths. The system properties {@code <property>} and {@code <property>.limit} replace them.
     */
    public static MemoryBudget forDevice(String property, long physicalBytes) {
        return of(property, physicalBytes, physicalBytes / 10 * 9);
    }

    /**
     * The budget for the memory that Java lives in as well: the limit is what the Java heap and the JVM itself leave, so
     * that all of it together stays within what a machine has or a container may use. A process that asks for more is
     * not told so by an exception, but killed.
     *
     * @param maxHeapBytes what the Java heap may grow to
     */
    public static MemoryBudget forHost(String property, long physicalBytes, long maxHeapBytes) {
        long left = physicalBytes - maxHeapBytes - JVM_BYTES - physicalBytes / JVM_SHARE;
        // Who gives nearly everything to the heap knows what he does.
        return of(property, physicalBytes, Math.max(left, physicalBytes / 8));
    }

    private static MemoryBudget of(String property, long physicalBytes, long usualLimit) {
        long threshold = Math.min(1L << 30, physicalBytes / 4);
        long limit = usualLimit;
        String given = System.getProperty(property);
        String givenLimit = System.getProperty(property + ".limit");
        if (given != null) {
            threshold = ByteCount.parse(property, given);
        }
        if (givenLimit != null) {
            limit = ByteCount.parse(property + ".limit", givenLimit);
            threshold = Math.min(threshold, limit);
        } else if (given == null) {
            threshold = Math.min(threshold, limit);
        }
        return new MemoryBudget(property, threshold, limit);
    }

    /** Above this many bytes in use a collection is asked for. */
    public long threshold() {
        return threshold;
    }

    /** Above this many bytes in use an allocation fails. */
    public long limit() {
        return limit;
    }

    /** The system property that sets the limit. */
    public String limitProperty() {
        return property + ".limit";
    }

    /** Sets the next threshold from what survived a collection. */
    public void adapt(long live) {
        long room = Math.max(live / 2, initial / 4);
        threshold = Math.min(limit, Math.max(initial, live + room));
    }
}
