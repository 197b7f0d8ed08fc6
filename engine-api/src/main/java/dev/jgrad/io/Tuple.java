package dev.jgrad.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Python tuple, as checkpoints hold them besides lists: Adam's {@code betas} for example.
 *
 * @param items the elements, immutable
 */
public record Tuple(List<@Nullable Object> items) {
    /** Copies the elements. */
    public Tuple {
        items = Collections.unmodifiableList(new ArrayList<>(items));
    }

    /** A tuple of these elements. */
    public static Tuple of(@Nullable Object... items) {
        return new Tuple(Arrays.asList(items));
    }

    /** The number of elements. */
    public int size() {
        return items.size();
    }

    /** One element. */
    public @Nullable Object get(int index) {
        return items.get(index);
    }

    @Override
    public String toString() {
        String inner = items.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return items.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
    }
}
