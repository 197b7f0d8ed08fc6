package dev.jgrad.nn.vision;

import dev.jgrad.nn.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The data set that torchvision's models were trained on. */
public final class ImageNet {
    private ImageNet() {}

    /** The names of its 1000 classes, in the order of a model's answers. */
    public static List<String> classes() {
        try (InputStream in = ImageNet.class.getResourceAsStream("imagenet-classes.txt")) {
            if (in == null) {
                throw new DataException("the resource imagenet-classes.txt is missing from the jar of jgrad-nn");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
