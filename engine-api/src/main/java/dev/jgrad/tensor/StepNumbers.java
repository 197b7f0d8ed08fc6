package dev.jgrad.tensor;

import dev.jgrad.data.Device;
import dev.jgrad.spi.Recording;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an optimizer's step: learning rate, momentum, bias corrections. Where the step is being recorded to be
 * replayed, they live in the device's memory and follow their rule in every replay; elsewhere they are numbers.
 *
 * <pre>{@code
 * StepNumbers n = StepNumbers.of(device, () -> new double[] {-group.lr(), group.number("momentum")});
 * buffer.mul_(n.get(1));
 * parameter.add_(buffer, n.get(0));
 * }</pre>
 */
public final class StepNumbers {
    private final @Nullable Recording recording;
    private final DoubleSupplier[] each;
    private double[] values;

    private StepNumbers(@Nullable Recording recording, double[] values) {
        this.recording = recording;
        this.values = values;
        this.each = new DoubleSupplier[recording == null ? 0 : values.length];
        for (int i = 0; i < each.length; i++) {
            int place = i;
            each[i] = () -> this.values[place];
        }
    }

    /** Numbers that stay what they are. */
    public static StepNumbers fixed(double... values) {
        return new StepNumbers(null, values);
    }

    /**
     * Numbers by a rule, asked now and at every replay.
     *
     * @param rule gives as many each time; what it counts belongs into {@link Replays#each}, called before
     */
    public static StepNumbers of(Device device, Supplier<double[]> rule) {
        Recording recording = Replays.recording(device);
        StepNumbers numbers = new StepNumbers(recording, rule.get());
        if (recording != null) {
            recording.eachReplay(() -> numbers.values = rule.get());
        }
        return numbers;
    }

    /**
     * The number at a place, for the operation that is called next. The operation has to use it as it is: in a recording,
     * one that computes with it first ends the recording.
     */
    public double get(int place) {
        if (recording != null) {
            recording.nextNumbers(each[place]);
        }
        return values[place];
    }

    /** The number at a place, to look at it. */
    public double value(int place) {
        return values[place];
    }

    /** Has the kernel that is called next read its numbers, the first {@code count} of these, from the device's memory. */
    public void announce(int count) {
        if (recording != null) {
            recording.nextNumbers(Arrays.copyOf(each, count));
        }
    }

    /** Equal where they stay equal: the same object, or equal numbers outside of a recording. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof StepNumbers o
                        && recording == null
                        && o.recording == null
                        && Arrays.equals(values, o.values);
    }

    @Override
    public int hashCode() {
        return recording == null ? Arrays.hashCode(values) : System.identityHashCode(this);
    }
}
