package dev.jgrad.nn.data.transforms;

import java.util.function.Function;

/**
 * One step on the way from a picture to a tensor; any lambda will do.
 *
 * @param <A> what goes in
 * @param <B> what comes out
 */
@FunctionalInterface
public interface Transform<A, B> extends Function<A, B> {
    /** This step and then another one. */
    default <C> Compose<A, C> then(Transform<? super B, ? extends C> next) {
        return Compose.of(this, next);
    }
}
