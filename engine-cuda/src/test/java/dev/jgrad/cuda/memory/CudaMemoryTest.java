package dev.jgrad.cuda.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.cuda.CudaException;
import dev.jgrad.cuda.CudaStream;
import dev.jgrad.cuda.sim.OnSimulatedCuda;
import dev.jgrad.cuda.sim.SimulatedCuda;
import dev.jgrad.data.DType;
import dev.jgrad.memory.OutOfMemoryException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnSimulatedCuda.class)
class CudaMemoryTest {
    private static final long MIB = 1 << 20;

    private final SimulatedCuda cuda = SimulatedCuda.get();
    private final CudaStream stream = cuda.backend().stream();
    private final long before = cuda.alive().getOrDefault("allocations", 0L);
    private final CudaMemory memory = new CudaMemory(cuda.driver(), "cuda:0", 256 * MIB);

    private CudaBlock allocate(long bytes) {
        return memory.allocate(stream, bytes, DType.UINT8, bytes);
    }

    @AfterEach
    void everythingGoesBack() {
        memory.emptyCache();
        assertEquals(memory.stats().blocks() == 0 ? before : -1, cuda.alive().getOrDefault("allocations", 0L));
    }

    @Test
    void smallRequestsShareASegmentAndAreRoundedTo512Bytes() {
        CudaBlock a = allocate(1);
        CudaBlock b = allocate(513);
        assertEquals(512, b.address() - a.address());
        assertEquals(1024, b.byteSize());
        assertEquals(1, cuda.calls("cuMemAlloc"));
        assertEquals(2 * MIB, memory.stats().reserved());
        assertEquals(1536, memory.stats().allocated());
        memory.free(a);
        assertEquals(a.address(), allocate(100).address());
        memory.free(b);
        CudaBlock c = allocate(MIB);
        assertEquals(1, cuda.calls("cuMemAlloc"));
        memory.free(c);
        memory.free(a);
    }

    @Test
    void largeRequestsSplitAndMerge() {
        CudaBlock a = allocate(5 * MIB);
        CudaBlock b = allocate(5 * MIB);
        CudaBlock c = allocate(9 * MIB);
        assertEquals(1, cuda.calls("cuMemAlloc"));
        assertEquals(20 * MIB, memory.stats().reserved());
        CudaBlock own = allocate(11 * MIB);
        assertEquals(32 * MIB, memory.stats().reserved());
        memory.free(a);
        memory.free(b);
        CudaBlock merged = allocate(10 * MIB - 512);
        assertEquals(a.address(), merged.address());
        assertEquals(2, cuda.calls("cuMemAlloc"));
        for (CudaBlock block : List.of(c, own, merged)) {
            memory.free(block);
        }
    }

    @Test
    void theSmallestBlockThatFitsIsTaken() {
        CudaBlock a = allocate(4 * MIB);
        CudaBlock gap = allocate(2 * MIB);
        CudaBlock b = allocate(3 * MIB);
        CudaBlock end = allocate(8 * MIB);
        memory.free(a);
        memory.free(b);
        assertEquals(b.address(), allocate(3 * MIB).address());
        for (CudaBlock block : List.of(gap, b, end)) {
            memory.free(block);
        }
    }

    @Test
    void anotherStreamGetsOtherMemoryUntilItHasWaited() throws Exception {
        CudaBlock a = allocate(1000);
        memory.free(a);
        AtomicReference<CudaBlock> other = new AtomicReference<>();
        Thread thread =
                Thread.ofPlatform().start(() -> other.set(memory.allocate(cuda.backend().stream(), 1000, null, 0)));
        thread.join();
        assertNotEquals(a.address(), other.get().address());
        memory.free(other.get());

        CudaBlock b = allocate(1000);
        b.usedOn(other.get().stream);
        memory.free(b);
        cuda.set("lag", 1000);
        cuda.driver().fill(b.address(), (byte) 0, 1000, other.get().stream.handle());
        CudaBlock c = allocate(1000);
        assertNotEquals(b.address(), c.address(), "the other stream has not come that far");
        cuda.set("lag", 0);
        CudaBlock d = allocate(1000);
        assertEquals(b.address(), d.address());
        cuda.set("lag", 1);
        memory.free(c);
        memory.free(d);
    }

    @Test
    void outOfMemoryNamesTheLargestTensorsAndLeavesTheRestUsable() {
        List<CudaBlock> held = new ArrayList<>();
        held.add(memory.allocate(stream, 64 * MIB, DType.FLOAT32, 16 * MIB));
        OutOfMemoryException e = assertThrows(OutOfMemoryException.class, () -> {
            while (true) {
                held.add(memory.allocate(stream, 24 * MIB, DType.BFLOAT16, 12 * MIB));
            }
        });
        String text = e.getMessage();
        assertTrue(text.startsWith("cuda:0 out of memory. Tried to allocate 24.00 MiB."), text);
        assertTrue(text.contains("64.00 MiB  1 x float32, 16777216 elements"), text);
        assertTrue(text.lines().toList().get(1).contains("x bfloat16, 12582912 elements"), text);
        held.forEach(memory::free);
        CudaBlock whole = allocate(200 * MIB);
        memory.free(whole);
        assertEquals(1, memory.stats().outOfMemory());
    }

    @Test
    void aDriverWithoutMemoryGetsTheCacheBackFirst() {
        CudaBlock a = allocate(30 * MIB);
        memory.free(a);
        cuda.fail("cuMemAlloc", 1, 2);
        CudaBlock b = allocate(50 * MIB);
        assertEquals(1, memory.stats().retries());
        assertEquals(50 * MIB, memory.stats().reserved());
        memory.free(b);
    }

    @Test
    void anotherErrorOfTheDriverIsOurs() {
        cuda.fail("cuMemAlloc", 1, 1);
        CudaException e = assertThrows(CudaException.class, () -> allocate(30 * MIB));
        assertEquals("CUDA_ERROR_INVALID_VALUE", e.error());
        memory.free(allocate(30 * MIB));
    }

    @Test
    void aLoopThatClosesNothingRunsInBoundedMemory() {
        for (int i = 0; i < 2000; i++) {
            CudaBlock block = allocate(MIB);
            Object owner = new Object();
            memory.watch(owner, block);
            Reference.reachabilityFence(owner);
        }
        assertTrue(
                memory.stats().peakAllocated() <= 128 * MIB,
                () -> memory.stats().toString());
        assertTrue(memory.stats().collections() > 0);
        System.gc();
        for (int i = 0; i < 200 && memory.stats().blocks() > 0; i++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertEquals(0, memory.stats().blocks());
    }
}
