package dev.jgrad.nn.data;

import dev.jgrad.data.Device;
import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.List;

/**
 * An input and what a model should make of it. Out of a {@link DataLoader} it is a whole batch: both tensors then have
 * one more dimension in front.
 *
 * @param input what the model gets
 * @param target what it should answer: a class number, or values
 */
public record Sample(Tensor input, Tensor target) {
    private static final TensorOptions ON_CPU = TensorOptions.device(Device.CPU);

    /** An input and the number of its class. */
    public static Sample labelled(Tensor input, long label) {
        return new Sample(input, Tensors.tensor(ON_CPU, new long[] {label}));
    }

    /** Both tensors on a device. */
    public Sample to(Device device) {
        return new Sample(input.to(device), target.to(device));
    }

    /**
     * Puts samples of equal shape on top of each other: {@code torch.utils.data.default_collate}.
     *
     * @throws ShapeException when the shapes differ
     */
    public static Sample stack(List<Sample> samples) {
        var first = samples.getFirst().input().shape();
        for (Sample sample : samples) {
            if (!sample.input().shape().equals(first)) {
                throw new ShapeException("stack expects each tensor to be equal size, but got " + first + " and "
                        + sample.input().shape() + " in one batch; a Resize or CenterCrop to one size helps");
            }
        }
        return new Sample(
                Tensors.stack(0, samples.stream().map(Sample::input).toArray(Tensor[]::new)),
                Tensors.stack(0, samples.stream().map(Sample::target).toArray(Tensor[]::new)));
    }
}
