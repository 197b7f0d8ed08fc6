package dev.jgrad.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.ArgumentException;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class CachingAllocatorTest {
    private static final long MIB = 1 << 20;

    /** Hands out numbers and notices what comes back twice or never existed. */
    private static final class CountingMemory implements RawMemory {
        private final AtomicLong next = new AtomicLong(4096);
        private final Set<Long> live = ConcurrentHashMap.newKeySet();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public String device() {
            return "test";
        }

        @Override
        public long allocate(long size) {
            long address = next.getAndAdd(size + 64);
            live.add(address);
            bytes.addAndGet(size);
            return address;
        }

        @Override
        public void free(long address, long size) {
            assertTrue(live.remove(address), "freed twice, or never allocated");
            bytes.addAndGet(-size);
        }
    }

    private final CountingMemory raw = new CountingMemory();
    private final CachingAllocator allocator =
            new CachingAllocator(raw, new MemoryBudget("test.budget", 64 * MIB, 64 * MIB));

    @Test
    void sizeClassesHoldWhatTheySay() {
        int last = -1;
        for (long bytes = 1; bytes < 1L << 45; bytes = bytes * 9 / 8 + 1) {
            int c = SizeClasses.of(bytes);
            assertTrue(c >= last);
            last = c;
            long size = SizeClasses.byteSize(c);
            assertTrue(size >= bytes, bytes + " in " + size);
            assertTrue(size <= 512 || size - bytes <= bytes / 7, bytes + " in " + size);
            assertEquals(c, SizeClasses.of(size));
            assertEquals(c + 1, SizeClasses.of(size + 1));
        }
    }

    @Test
    void freedBlocksServeAgainLastInFirstOut() {
        Block a = allocator.allocate(100_000);
        Block b = allocator.allocate(100_000);
        assertNotSame(a, b);
        allocator.free(a);
        allocator.free(b);
        assertSame(b, allocator.allocate(99_000));
        assertSame(a, allocator.allocate(100_000));
    }

    @Test
    void statisticsCountLiveAndCachedBytes() {
        Block a = allocator.allocate(MIB);
        assertEquals(MIB, allocator.use().allocated());
        allocator.free(a);
        assertEquals(0, allocator.use().allocated());
        assertEquals(MIB, allocator.use().peak());
        assertEquals(MIB, allocator.use().reserved());
        allocator.trim();
        assertEquals(0, allocator.use().reserved());
        assertEquals(0, raw.bytes.get());
    }

    @Test
    void aWatchedBlockComesBackOnceWhoeverIsFirst() {
        for (int i = 0; i < 2000; i++) {
            Object owner = new Object();
            Block block = allocator.allocate(MIB);
            Cleaner.Cleanable cleanable = allocator.watch(owner, block);
            if (i % 2 == 0) {
                cleanable.clean();
                cleanable.clean();
            }
        }
        System.gc();
        await(() -> allocator.use().allocated() == 0);
        assertEquals(0, allocator.use().allocated());
        allocator.trim();
        assertTrue(raw.live.isEmpty());
    }

    @Test
    void forgottenBlocksStayWithinTheBudget() {
        for (int i = 0; i < 20_000; i++) {
            allocator.watch(new Object(), allocator.allocate(64 << 10));
        }
        assertTrue(allocator.use().peak() <= 64 * MIB);
    }

    @Test
    void cachedBlocksOfOtherSizesMakeRoom() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            blocks.add(allocator.allocate(MIB));
        }
        blocks.forEach(allocator::free);
        allocator.free(allocator.allocate(48 * MIB));
        assertTrue(raw.bytes.get() <= 64 * MIB);
    }

    @Test
    void beyondTheLimitTheMessageSaysWhatToDo() {
        Block kept = allocator.allocate(40 * MIB);
        OutOfMemoryException e = assertThrows(OutOfMemoryException.class, () -> allocator.allocate(32 * MIB));
        for (String part : List.of("test", "32.00 MiB", "40.00 MiB", "64.00 MiB", "test.budget.limit")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        allocator.free(kept);
        assertEquals(32 * MIB, allocator.allocate(32 * MIB).byteSize());
    }

    @Test
    void theThresholdRisesWithWhatIsAlive() {
        CachingAllocator roomy = new CachingAllocator(raw, new MemoryBudget("test.budget", 8 * MIB, 64 * MIB));
        List<Block> kept = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            kept.add(roomy.allocate(MIB));
        }
        assertTrue(roomy.use().budget() >= 40 * MIB);
        assertFalse(kept.isEmpty());
    }

    @Test
    void manyThreads() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        Set<Long> held = ConcurrentHashMap.newKeySet();
        for (int t = 0; t < 6; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 5000; i++) {
                        Block block = allocator.allocate(10_000 + i % 7 * 1000);
                        assertTrue(held.add(block.address()), "one block for two");
                        held.remove(block.address());
                        allocator.free(block);
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        assertEquals(0, allocator.use().allocated());
    }

    @Test
    void amountsParse() {
        assertEquals(512 * MIB, ByteCount.parse("x", "512m"));
        assertEquals(2048 * MIB, ByteCount.parse("x", "2G"));
        assertEquals(77, ByteCount.parse("x", "77"));
        assertThrows(ArgumentException.class, () -> ByteCount.parse("x", "much"));
        assertThrows(ArgumentException.class, () -> ByteCount.parse("x", ""));
        assertEquals("1.50 KiB", ByteCount.text(1536));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.yield();
        }
    }
}
