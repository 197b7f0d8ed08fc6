package dev.jgrad.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cpu.loops.Blocks;
import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.spi.MemoryUse;
import org.junit.jupiter.api.Test;

final class CpuBufferTest {
    private final CpuBackend backend = new CpuBackend();

    private CpuBuffer allocate(DType dtype, long elements) {
        return (CpuBuffer) backend.allocate(dtype, elements);
    }

    @Test
    void smallBuffersAreArraysAndLargeOnesNative() {
        CpuBuffer small = allocate(DType.FLOAT32, 16);
        assertInstanceOf(float[].class, small.array());
        assertEquals(0, small.address());
        CpuBuffer large = allocate(DType.FLOAT32, 1 << 16);
        assertNull(large.array());
        assertEquals(0, large.address() % 64);
        assertTrue(large.isNative());
    }

    @Test
    void releasedBuffersThrow() {
        for (long n : new long[] {4, 1 << 16}) {
            CpuBuffer buffer = allocate(DType.FLOAT32, n);
            buffer.release();
            buffer.release();
            assertThrows(JgradException.class, buffer::array);
            assertThrows(JgradException.class, buffer::address);
            assertThrows(JgradException.class, buffer::nativeAddress);
        }
    }

    @Test
    void movesToNativeMemoryOnceAndKeepsItsElements() {
        CpuBuffer buffer = allocate(DType.FLOAT32, 3);
        Blocks.store(DType.FLOAT32, buffer, 0, 1, new float[] {1, 2, 3}, 0, 3);
        long address = buffer.nativeAddress();
        assertNotEquals(0, address);
        assertEquals(address, buffer.nativeAddress());
        float[] read = new float[3];
        Blocks.load(DType.FLOAT32, buffer, 0, 1, read, 0, 3);
        assertEquals(3, read[2]);
    }

    @Test
    void canBeSeenAsAnotherDType() {
        CpuBuffer buffer = allocate(DType.FLOAT32, 2);
        Blocks.store(DType.FLOAT32, buffer, 0, 1, new float[] {1, -2}, 0, 2);
        assertEquals(Float.floatToRawIntBits(-2), backend.getLong(backend.stream(), DType.INT32, buffer, 1));
        assertEquals(-2, backend.getDouble(backend.stream(), DType.FLOAT32, buffer, 1));
    }

    @Test
    void zeroedMemoryIsZeroEvenWhereItWasUsedBefore() {
        CpuBuffer used = allocate(DType.INT32, 1 << 15);
        backend.elementwise()
                .fill(backend.stream(), DType.INT32, used, dev.jgrad.data.Layout.contiguous(1 << 15), 7, 7);
        used.release();
        CpuBuffer zero = (CpuBuffer) backend.allocateZeroed(DType.INT32, 1 << 15);
        for (int i = 0; i < 1 << 15; i += 501) {
            assertEquals(0, backend.getLong(backend.stream(), DType.INT32, zero, i));
        }
    }

    @Test
    void forgottenBuffersStayWithinTheBudget() {
        MemoryUse before = backend.memoryUse();
        long most = 0;
        for (int i = 0; i < 200_000; i++) {
            CpuBuffer buffer = allocate(DType.FLOAT32, 16 << 10);
            Native.ALL.set(Native.FLOAT, buffer.address(), 1);
            if (i % 1000 == 0) {
                most = Math.max(most, backend.memoryUse().allocated());
            }
        }
        assertTrue(most <= Math.max(before.budget(), backend.memoryUse().budget()), most + " bytes at a time");
    }
}
