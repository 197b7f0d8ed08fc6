package dev.jgrad.nn.data.transforms;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Subtracts a mean from each channel and divides by a deviation: {@code torchvision.transforms.Normalize}. */
public final class Normalize implements Transform<Tensor, Tensor> {
    /** What torchvision's models were trained with. */
    public static final Normalize IMAGENET =
            new Normalize(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});

    private final double[] mean;
    private final double[] std;

    /**
     * A mean and a deviation per channel.
     *
     * @throws ArgumentException when their numbers differ or a deviation is 0
     */
    public Normalize(double[] mean, double[] std) {
        if (mean.length != std.length || mean.length == 0) {
            throw new ArgumentException(
                    "a mean and a std for each channel are needed, but got " + mean.length + " and " + std.length);
        }
        for (double s : std) {
            if (s == 0) {
                throw new ArgumentException("std evaluated to zero, leading to division by zero");
            }
        }
        this.mean = mean.clone();
        this.std = std.clone();
    }

    @Override
    public Tensor apply(Tensor image) {
        boolean fits = image.dim() >= 3 && (mean.length == 1 || image.size(-3) == mean.length);
        if (!fits) {
            throw new ShapeException("Normalize with " + mean.length + " channels does not fit a tensor of shape "
                    + image.shape() + "; [" + mean.length + ", height, width] is expected");
        }
        return image.sub(perChannel(mean, image)).div(perChannel(std, image));
    }

    private static Tensor perChannel(double[] values, Tensor image) {
        return Tensors.tensor(new TensorOptions(image.dtype(), image.device()), values, values.length, 1, 1);
    }

    @Override
    public String toString() {
        return "Normalize(mean=" + list(mean) + ", std=" + list(std) + ")";
    }

    private static String list(double[] values) {
        return Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
