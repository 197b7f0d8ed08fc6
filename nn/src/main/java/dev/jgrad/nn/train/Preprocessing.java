package dev.jgrad.nn.train;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.transforms.CenterCrop;
import dev.jgrad.nn.data.transforms.Grayscale;
import dev.jgrad.nn.data.transforms.Normalize;
import dev.jgrad.nn.data.transforms.Pad;
import dev.jgrad.nn.data.transforms.RandomCrop;
import dev.jgrad.nn.data.transforms.RandomHorizontalFlip;
import dev.jgrad.nn.data.transforms.Resize;
import dev.jgrad.nn.data.transforms.ToTensor;
import dev.jgrad.nn.data.transforms.Transform;
import dev.jgrad.tensor.Tensor;

/**
 * How pictures become a model's input. It is kept with the model, since another one would spoil its answers.
 *
 * @param kind photographs as ImageNet's, or digits as MNIST's
 * @param size rows and columns of the input
 */
public record Preprocessing(Kind kind, int size) {
    /** What is on the pictures. */
    public enum Kind {
        /** Photographs of any size. */
        PHOTO,
        /** White digits on black, 28 by 28. */
        DIGIT
    }

    /** Enlarged and with a border: at 32 by 32, only a single place would be left after the five halvings of a ResNet. */
    public static final Preprocessing DIGITS = new Preprocessing(Kind.DIGIT, 48);

    private static final Normalize MNIST =
            new Normalize(new double[] {0.1307, 0.1307, 0.1307}, new double[] {0.3081, 0.3081, 0.3081});

    /** Checks the size. */
    public Preprocessing {
        if (size < 32 || size > 4096) {
            throw new ArgumentException("pictures can be brought to 32 to 4096 pixels, but not to " + size);
        }
    }

    /** Photographs. */
    public static Preprocessing photos(int size) {
        return new Preprocessing(Kind.PHOTO, size);
    }

    /** The same for a picture each time: for tests, predictions and frozen models. */
    public Transform<Image, Tensor> fixed() {
        return switch (kind) {
            // As torchvision does: 256 for 224.
            case PHOTO ->
                new Resize(Math.round(size * 256f / 224f))
                        .then(new CenterCrop(size))
                        .then(new ToTensor())
                        .then(Normalize.IMAGENET);
            case DIGIT ->
                new Grayscale(3)
                        .then(new Resize(digit(), digit()))
                        .then(new Pad((size - digit()) / 2))
                        .then(new ToTensor())
                        .then(MNIST);
        };
    }

    /** A little different each time, so that a model learns what matters. */
    public Transform<Image, Tensor> varied() {
        return switch (kind) {
            case PHOTO ->
                new Resize(Math.round(size * 256f / 224f))
                        .then(new RandomCrop(size))
                        .then(new RandomHorizontalFlip())
                        .then(new ToTensor())
                        .then(Normalize.IMAGENET);
            case DIGIT ->
                new Grayscale(3)
                        .then(new Resize(digit(), digit()))
                        .then(new RandomCrop(size, (size - digit()) / 2 + 1))
                        .then(new ToTensor())
                        .then(MNIST);
        };
    }

    /** MNIST's proportions: 28 pixels of 32, an even number of them left for the border. */
    private int digit() {
        return size - 2 * (size / 16);
    }

    /** The text that is kept with a model. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + size;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws ArgumentException when it is something else
     */
    public static Preprocessing of(String text) {
        for (Kind kind : Kind.values()) {
            String prefix = kind.name().toLowerCase(java.util.Locale.ROOT) + "-";
            if (text.startsWith(prefix) && text.substring(prefix.length()).matches("\\d{1,4}")) {
                return new Preprocessing(kind, Integer.parseInt(text.substring(prefix.length())));
            }
        }
        throw new ArgumentException("'" + text + "' is no way of preparing pictures that this version knows");
    }
}
