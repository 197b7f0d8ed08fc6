package dev.jgrad.it.layers;

import dev.jgrad.data.DType;
import dev.jgrad.data.Dims;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import dev.jgrad.testkit.OpSamples;
import java.util.Random;

/** An input of a layer in float64 or of whole numbers, and whether its derivative is checked. */
record LayerInput(Tensor tensor, boolean differentiable) {
    /** Distinct numbers in an interval. */
    static LayerInput between(double from, double to, long... sizes) {
        long seed = Double.hashCode(from) + 31L * Dims.numel(sizes) + sizes.length;
        return new LayerInput(OpSamples.values(seed, from, to, sizes), true);
    }

    /** Distinct numbers of both signs. */
    static LayerInput real(long... sizes) {
        return between(-2, 2.1, sizes);
    }

    /** The same with other numbers, for a second input of the same shape. */
    static LayerInput other(long... sizes) {
        return between(-1.9, 1.7, sizes);
    }

    static LayerInput positive(long... sizes) {
        return between(0.4, 2.3, sizes);
    }

    static LayerInput probability(long... sizes) {
        return between(0.1, 0.9, sizes);
    }

    /** Without a derivative. */
    LayerInput constant() {
        return new LayerInput(tensor, false);
    }

    /** Numbers of classes. */
    static LayerInput classes(long count, long... sizes) {
        Random random = new Random(count + sizes.length);
        long[] numbers = random.longs(Dims.numel(sizes), 0, count).toArray();
        return numbers(numbers, sizes);
    }

    static LayerInput numbers(long[] numbers, long... sizes) {
        Tensor all = Tensors.zeros(TensorOptions.dtype(DType.INT64), numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            all.get(i).fill_(numbers[i]);
        }
        return new LayerInput(all.reshape(sizes), false);
    }

    /** Ones and minus ones, or ones and zeros. */
    static LayerInput either(double one, double other, long... sizes) {
        Tensor pick = real(sizes).tensor.gt(0.3);
        Tensor high = Tensors.full(TensorOptions.dtype(DType.FLOAT64), one, sizes);
        return new LayerInput(Tensors.where(pick, high, Tensors.fullLike(high, other)), false);
    }

    /** A mask of attention that hides what comes later. */
    static LayerInput later(long size) {
        Tensor ones = Tensors.ones(TensorOptions.dtype(DType.FLOAT64), size, size);
        return new LayerInput(ones.triu(1).gt(0.5), false);
    }
}
