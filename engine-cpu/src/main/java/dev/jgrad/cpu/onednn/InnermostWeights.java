package dev.jgrad.cpu.onednn;

import dev.jgrad.cpu.CpuBuffer;
import dev.jgrad.cpu.natives.Staging;
import dev.jgrad.data.DType;
import dev.jgrad.data.Layout;
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
