package dev.jgrad.it.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * How a container ended.
 *
 * @param killed true when the kernel ended it because the memory was full
 */
record ContainerRun(int code, String out, String err, boolean killed) {
    /** Its output, if it ended well. */
    String text() {
        assertEquals(0, code, () -> out + err);
        return out;
    }
}
