package dev.jgrad.nn.data;

import dev.jgrad.data.ShapeException;
import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Pictures in memory with their labels. */
public final class ImageList implements LabelledDataset {
    private final List<Image> images;
    private final int[] labels;
    private final List<String> classes;
    private final Function<? super Image, Tensor> transform;

    /**
     * Pictures with labels.
     *
     * @param labels for each picture its class, as a place in {@code classes}
     * @param transform what makes a tensor of a picture
     * @throws ShapeException when there are not as many labels as pictures
     * @throws DataException when a label names no class
     */
    public ImageList(
            List<Image> images, int[] labels, List<String> classes, Function<? super Image, Tensor> transform) {
        if (images.size() != labels.length) {
            throw new ShapeException("there are " + images.size() + " pictures and " + labels.length + " labels");
        }
        for (int label : labels) {
            if (label < 0 || label >= classes.size()) {
                throw new DataException("label " + label + " names none of the " + classes.size() + " classes");
            }
        }
        this.images = List.copyOf(images);
        this.labels = labels.clone();
        this.classes = List.copyOf(classes);
        this.transform = transform;
    }

    /** The pictures of some classes, which are then numbered from 0 in the order they are named here. */
    public ImageList only(String... wanted) {
        var chosen = List.of(wanted);
        for (String name : wanted) {
            if (!classes.contains(name)) {
                throw new DataException("there is no class '" + name + "' among " + String.join(", ", classes));
            }
        }
        int[] indices = indicesOf(label -> chosen.contains(classes.get(label)));
        return new ImageList(
                IntStream.of(indices).mapToObj(images::get).toList(),
                IntStream.of(indices)
                        .map(i -> chosen.indexOf(classes.get(labels[i])))
                        .toArray(),
                chosen,
                transform);
    }

    /** The first pictures. */
    public ImageList first(int count) {
        int n = Math.min(count, images.size());
        return new ImageList(images.subList(0, n), java.util.Arrays.copyOf(labels, n), classes, transform);
    }

    /** The same pictures with another transform. */
    public ImageList withTransform(Function<? super Image, Tensor> other) {
        return new ImageList(images, labels, classes, other);
    }

    /** A picture before the transform. */
    public Image image(int index) {
        return images.get(index);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Sample get(int index) {
        return Sample.labelled(transform.apply(images.get(index)), labels[index]);
    }
}
