package dev.jgrad.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as it is described to oneDNN: data type, sizes and strides in elements, or no strides where the library shall
 * choose the layout.
 */
record TensorFormat(int dataType, long[] sizes, long @Nullable [] strides) {
    static TensorFormat any(int dataType, long... sizes) {
        return new TensorFormat(dataType, sizes, null);
    }

    /** A native descriptor, to be destroyed by the caller. */
    long create() {
        try (Arena arena = Arena.ofConfined()) {
            long dims = arena.allocateFrom(JAVA_LONG, sizes).address();
            long steps =
                    strides == null ? 0 : arena.allocateFrom(JAVA_LONG, strides).address();
            return Dnnl.createDescriptor(sizes.length, dims, dataType, steps, toString());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TensorFormat t
                && dataType == t.dataType
                && Arrays.equals(sizes, t.sizes)
                && Arrays.equals(strides, t.strides);
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(sizes) * 31 + Arrays.hashCode(strides)) * 31 + dataType;
    }

    @Override
    public String toString() {
        String type = switch (dataType) {
            case Dnnl.F16 -> "f16";
            case Dnnl.BF16 -> "bf16";
            default -> "f32";
        };
        return type + Arrays.toString(sizes) + (strides == null ? "" : " strides " + Arrays.toString(strides));
    }
}
