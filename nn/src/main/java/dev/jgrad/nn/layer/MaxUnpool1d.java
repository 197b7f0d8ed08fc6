package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Functional;
import dev.jgrad.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Puts the elements that {@link MaxPool1d} kept back among zeros: (batch, channels, length). {@code torch.nn.MaxUnpool1d}. */
public final class MaxUnpool1d extends Module {
    private final long[] kernelSize;
    private final long[] stride;
    private final long[] padding;

    /** For windows beside each other. */
    public MaxUnpool1d(long kernelSize) {
        this(Extent.of(kernelSize), null, Extent.of(0));
    }

    /** For the settings of the pooling; null for a stride of the kernel's size. */
    public MaxUnpool1d(Extent kernelSize, @Nullable Extent stride, Extent padding) {
        this.kernelSize = kernelSize.expand(1);
        this.stride = stride == null ? this.kernelSize : stride.expand(1);
        this.padding = padding.expand(1);
    }

    /** Takes the pooled elements and their positions. */
    @Override
    public Tensor forward(@Nullable Tensor... given) {
        Inputs.check(this, given, 2, 2);
        return unpooled(Inputs.required(given, 0), Inputs.required(given, 1), null);
    }

    /** The same for an output of a given size, where several sizes pool to the same. */
    public Tensor unpooled(Tensor input, Tensor indices, long @Nullable [] outputSize) {
        return Functional.maxUnpool1d(input, indices, kernelSize, stride, padding, outputSize);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size=" + Repr.tuple(kernelSize) + ", stride=" + Repr.tuple(stride) + ", padding="
                + Repr.tuple(padding);
    }
}
