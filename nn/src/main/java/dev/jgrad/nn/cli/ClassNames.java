package dev.jgrad.nn.cli;

import java.util.List;
import java.util.stream.IntStream;

/** Names for classes where a file has none. */
final class ClassNames {
    private ClassNames() {}

    static List<String> of(int classes) {
        return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }
}
