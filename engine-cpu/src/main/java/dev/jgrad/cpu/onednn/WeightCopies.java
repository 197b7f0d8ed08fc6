package dev.jgrad.cpu.onednn;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.data.DType;
import dev.jgrad.memory.Block;
import dev.jgrad.memory.CachingAllocator;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies of one buffer of weights in the layouts that primitives want, each made again only when the weights have
 * changed since. They hang on the buffer and go with it.
 */
final class WeightCopies implements CpuBuffer.Derived {
    /** Forward and backward, for two sizes of batch; a fifth layout replaces the oldest. */
    private static final int KEPT = 4;

    /** After as many forward passes without a change the weights count as settled again. */
    private static final int SETTLED = 50;

    private final List<Copy> copies = new ArrayList<>();
    private int lastGeneration;
    private int passesSinceChange = SETTLED;

    private WeightCopies(int generation) {
        this.lastGeneration = generation;
    }

    /** Weights in one layout; whoever uses the address keeps this reachable. */
    static final class Copy {
        private final TensorFormat plain;
        private final long offset;
        private final Object wanted;
        private final long address;
        private final Cleaner.Cleanable cleanable;
        private int generation;

        private Copy(TensorFormat plain, long offset, Object wanted, long byteSize, int generation) {
            this.plain = plain;
            this.offset = offset;
            this.wanted = wanted;
            this.generation = generation;
            CachingAllocator allocator = CpuMemory.INSTANCE.allocator();
            Block block = allocator.allocate(byteSize);
            this.address = block.address();
            this.cleanable = allocator.watch(this, block);
        }

        long address() {
            return address;
        }
    }

    /**
     * To be asked once per forward pass: true when the weights were written to between recent passes, as in training,
     * so that a copy of them would serve only once. Weights that were never seen to change count as settled.
     */
    static boolean areInTraining(CpuBuffer buffer) {
        WeightCopies all = (WeightCopies) buffer.derived(() -> new WeightCopies(buffer.generation()));
        synchronized (all) {
            if (all.lastGeneration != buffer.generation()) {
                all.lastGeneration = buffer.generation();
                all.passesSinceChange = 0;
                // Outdated ones go now; the collector sees to it that nobody is computing with them.
                all.copies.removeIf(copy -> copy.generation != buffer.generation());
            } else if (all.passesSinceChange < SETTLED) {
                all.passesSinceChange++;
            }
            return all.passesSinceChange < SETTLED;
        }
    }

    /**
     * The weights of a buffer in a wanted layout.
     *
     * @param plain how they lie in the buffer, from {@code offset} bytes on
     * @param wanted a {@link TensorFormat} or a {@link Format}
     * @param byteSize what that takes
     */
    static Copy of(
            Workspace workspace,
            int threads,
            CpuBuffer buffer,
            DType dtype,
            TensorFormat plain,
            long offset,
            Object wanted,
            long byteSize) {
        return of(buffer, plain, offset, wanted, byteSize, target -> {
            long source = Staging.input(buffer, dtype, Staging.WEIGHTS) + offset;
            Reorder.run(workspace, threads, plain, source, wanted, target);
        });
    }

    /**
     * What somebody makes of the weights of a buffer.
     *
     * @param wanted tells it from other things made of the same weights
     * @param maker writes it to an address
     */
    static Copy of(
            CpuBuffer buffer, TensorFormat plain, long offset, Object wanted, long byteSize, LongConsumer maker) {
        WeightCopies all = (WeightCopies) buffer.derived(() -> new WeightCopies(buffer.generation()));
        synchronized (all) {
            int generation = buffer.generation();
            Copy copy = all.find(plain, offset, wanted);
            if (copy == null || copy.generation != generation) {
                if (copy == null) {
                    copy = all.add(new Copy(plain, offset, wanted, byteSize, generation));
                }
                maker.accept(copy.address);
                copy.generation = generation;
            }
            return copy;
        }
    }

    private @Nullable Copy find(TensorFormat plain, long offset, Object wanted) {
        for (Copy copy : copies) {
            if (copy.offset == offset && copy.wanted.equals(wanted) && copy.plain.equals(plain)) {
                return copy;
            }
        }
        return null;
    }

    private Copy add(Copy copy) {
        if (copies.size() == KEPT) {
            // Not freed here: another thread may be computing with it. The collector knows when nobody does.
            copies.removeFirst();
        }
        copies.add(copy);
        return copy;
    }

    @Override
    public synchronized void release() {
        copies.forEach(copy -> copy.cleanable.clean());
        copies.clear();
    }
}
