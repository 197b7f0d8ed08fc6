package dev.jgrad.cpu.onednn;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.CpuMemory;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
import dev.jgrad.memory.Block;
import dev.jgrad.memory.CachingAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Float32 weights of convolutions with their input channels innermost, [O, kernel, C]: every tap is then a matrix. Layouts
 * are those of weights [O, C, kernel].
 */
public final class InnermostWeights {
    private InnermostWeights() {}

    /**
     * Where such weights lie.
     *
     * @param owner to be kept reachable while the address is used
     */
    public record Place(long address, @Nullable Object owner) {}

    /** True when weights lie so already. */
    public static boolean isSo(Layout layout) {
        return layout.sameStrides(Layout.channelsLast(layout.sizes()));
    }

    /** The weights themselves where they lie so, else a copy that is made again when they have changed. */
    public static Place of(int threads, CpuBuffer weight, Layout layout) {
        long offset = layout.offset() * 4;
        if (isSo(layout)) {
            return new Place(Staging.input(weight, DType.FLOAT32, Staging.WEIGHTS) + offset, weight);
        }
        WeightCopies.Copy copy = WeightCopies.of(
                Workspace.current(),
                threads,
                weight,
                DType.FLOAT32,
                strided(layout),
                offset,
                innermost(layout),
                layout.numel() * 4);
        return new Place(copy.address(), copy);
    }

    /**
     * What somebody makes of weights with innermost channels, made again only when they have changed.
     *
     * @param name tells it from other things made of the same weights
     * @param maker is given the weights' address and where to write
     */
    public static Place made(int threads, CpuBuffer weight, Layout layout, String name, long byteSize, Maker maker) {
        long offset = layout.offset() * 4;
        WeightCopies.Copy copy = WeightCopies.of(
                weight, strided(layout), offset, name, byteSize, to -> make(threads, weight, layout, maker, to));
        return new Place(copy.address(), copy);
    }

    /** Makes something of weights with innermost channels. */
    public interface Maker {
        /** From one address to the other. */
        void make(long weight, long to);
    }

    /** Makes it once, from a passing copy where the weights do not lie so. */
    public static void make(int threads, CpuBuffer weight, Layout layout, Maker maker, long to) {
        long from = Staging.input(weight, DType.FLOAT32, Staging.WEIGHTS) + layout.offset() * 4;
        if (isSo(layout)) {
            maker.make(from, to);
            return;
        }
        CachingAllocator allocator = CpuMemory.INSTANCE.allocator();
        Block copy = allocator.allocate(layout.numel() * 4);
        try {
            Reorder.run(Workspace.current(), threads, strided(layout), from, innermost(layout), copy.address());
            maker.make(copy.address(), to);
        } finally {
            allocator.free(copy);
        }
    }

    /** Copies weights with innermost channels to where another layout wants them. */
    public static void store(int threads, long from, long to, Layout layout) {
        Reorder.run(Workspace.current(), threads, innermost(layout), from, strided(layout), to);
    }

    private static TensorFormat innermost(Layout layout) {
        return strided(Layout.channelsLast(layout.sizes()));
    }

    private static TensorFormat strided(Layout layout) {
        return new TensorFormat(Dnnl.F32, layout.sizes(), layout.strides());
    }
}
