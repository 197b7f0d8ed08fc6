package dev.jgrad.it.checkpoints;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.jgrad.io.Checkpoint;
import dev.jgrad.io.CheckpointException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Loads damaged copies of a file. Each must load or be refused, in little time and memory. */
final class Damage {
    private static final long MAX_NANOS = 5_000_000_000L;
    private static final long MAX_BYTES = 64L << 20;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] original;
    private final Path copy;

    Damage(byte[] original, Path copy) {
        this.original = original;
        this.copy = copy;
    }

    /** Every length from the whole file down to nothing. */
    void truncations() throws IOException {
        write(original);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            for (int length = original.length - 1; length >= 0; length--) {
                channel.truncate(length);
                load("the first " + length + " bytes");
            }
        }
    }

    /** A few random bytes replaced, again and again. */
    void flips(long seed, int rounds) throws IOException {
        Random random = new Random(seed);
        write(original);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            for (int round = 0; round < rounds; round++) {
                int[] places =
                        random.ints(1 + random.nextInt(3), 0, original.length).toArray();
                for (int place : places) {
                    // Small changes reach deeper than arbitrary ones: lengths stay plausible.
                    int value = random.nextBoolean() ? random.nextInt(256) : original[place] ^ 1 << random.nextInt(8);
                    channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), place);
                }
                load("seed " + seed + ", round " + round);
                for (int place : places) {
                    channel.write(ByteBuffer.wrap(original, place, 1), place);
                }
            }
        }
    }

    private void write(byte[] bytes) throws IOException {
        java.nio.file.Files.write(copy, bytes);
    }

    private void load(String what) {
        long start = System.nanoTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            Checkpoint.load(copy);
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().contains(copy.toString()), e.getMessage());
        } catch (Throwable e) {
            fail(what + " ends in " + e, e);
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < MAX_BYTES, () -> what + " takes " + bytes + " bytes of heap");
        assertTrue(System.nanoTime() - start < MAX_NANOS, () -> what + " takes more than 5 s");
    }
}
