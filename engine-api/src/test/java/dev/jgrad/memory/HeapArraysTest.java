package dev.jgrad.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapArraysTest {
    @Test
    void lengthsBeyondAnIntAreRefused() {
        assertEquals(7, HeapArrays.length(7));
        assertEquals(7, HeapArrays.doubles(7).length);
        assertEquals(7, HeapArrays.longs(7).length);
        assertThrows(OutOfMemoryException.class, () -> HeapArrays.length(1L << 31));
        assertThrows(OutOfMemoryException.class, () -> HeapArrays.length(-1));
    }

    /** No array has so many elements in the HotSpot VM, whatever the heap. */
    @Test
    void arraysBeyondTheHeapAreRefused() {
        OutOfMemoryException e = assertThrows(OutOfMemoryException.class, () -> HeapArrays.longs(Integer.MAX_VALUE));
        assertTrue(e.getMessage().contains("-Xmx"), e.getMessage());
    }
}
