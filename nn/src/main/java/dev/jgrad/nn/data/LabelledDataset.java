package dev.jgrad.nn.data;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Samples that belong to one of several named classes. */
public interface LabelledDataset extends Dataset<Sample> {
    /** The names of the classes; the label of a sample is a position in this list. */
    List<String> classes();

    /** The label of a sample, without loading the sample. */
    int label(int index);

    /** The numbers of the samples whose label is wanted, in order. */
    default int[] indicesOf(IntPredicate wanted) {
        return IntStream.range(0, size()).filter(i -> wanted.test(label(i))).toArray();
    }
}
