package dev.jgrad.nn.data.transforms;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several steps as one: {@code torchvision.transforms.Compose}. Made by {@link Transform#then}.
 *
 * @param <A> what the first step takes
 * @param <B> what the last step gives
 */
public final class Compose<A, B> implements Transform<A, B> {
    private final Function<A, B> all;
    private final List<Transform<?, ?>> steps;

    private Compose(Function<A, B> all, List<Transform<?, ?>> steps) {
        this.all = all;
        this.steps = steps;
    }

    /** One step and then another one. */
    public static <A, B, C> Compose<A, C> of(Transform<A, B> first, Transform<? super B, ? extends C> second) {
        var steps = Stream.concat(steps(first), steps(second)).toList();
        return new Compose<>(input -> second.apply(first.apply(input)), steps);
    }

    private static Stream<Transform<?, ?>> steps(Transform<?, ?> transform) {
        return transform instanceof Compose<?, ?> c ? c.steps.stream() : Stream.of(transform);
    }

    /** The steps in order. */
    public List<Transform<?, ?>> steps() {
        return steps;
    }

    @Override
    public B apply(A input) {
        return all.apply(input);
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> "    " + step).collect(Collectors.joining("\n", "Compose(\n", "\n)"));
    }
}
