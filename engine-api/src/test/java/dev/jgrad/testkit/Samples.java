package dev.jgrad.testkit;

import java.util.List;
import java.util.stream.Stream;

/** All sample tables. The first word of a sample's name is the method it is about. */
public final class Samples {
    private static final List<OpSample> ALL = Stream.of(
                    OpSamples.all(),
                    FunctionalSamples.all(),
                    StructuredSamples.all(),
                    FormSamples.all(),
                    DecompositionSamples.all(),
                    CopySamples.all(),
                    AliasSamples.all())
            .flatMap(List::stream)
            .toList();

    private Samples() {}

    /** Every sample of every table. */
    public static List<OpSample> all() {
        return ALL;
    }
}
