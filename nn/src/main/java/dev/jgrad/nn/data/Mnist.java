package dev.jgrad.nn.data;

import dev.jgrad.nn.data.transforms.ToTensor;
import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Handwritten digits, 28 by 28, grey.
 *
 * @param train pictures to learn from
 * @param test pictures that a model has never seen, to judge it by
 */
public record Mnist(ImageList train, ImageList test) {
    private static final String[] NAMES = {
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
    };

    /** 8,000 and 2,000 digits that come with jgrad; see the README beside them for their origin and licence. */
    public static Mnist sample() {
        return of(Arrays.stream(NAMES)
                .map(name -> Idx.parse(resource("mnist-10k/" + name + ".gz"), name))
                .toList());
    }

    /**
     * The four IDX files of MNIST or a relative in a folder, gzip'd or not.
     *
     * @throws DataException when one is missing or broken
     */
    public static Mnist read(Path folder) {
        var parts = new ArrayList<Tensor>();
        for (String name : NAMES) {
            Path plain = folder.resolve(name);
            parts.add(Idx.read(Files.exists(plain) ? plain : folder.resolve(name + ".gz")));
        }
        return of(parts);
    }

    private static Mnist of(List<Tensor> parts) {
        return new Mnist(list(parts.get(0), parts.get(1)), list(parts.get(2), parts.get(3)));
    }

    private static ImageList list(Tensor images, Tensor labels) {
        if (images.dim() != 3 || labels.dim() != 1 || images.size(0) != labels.size(0)) {
            throw new DataException("pictures of shape " + images.shape() + " and labels of shape " + labels.shape()
                    + " do not belong together; [count, rows, columns] and [count] are expected");
        }
        int width = Math.toIntExact(images.size(2));
        int height = Math.toIntExact(images.size(1));
        byte[] all = new byte[Math.toIntExact(images.numel())];
        images.copyTo(java.lang.foreign.MemorySegment.ofArray(all));
        var pictures = new ArrayList<Image>();
        for (int at = 0; at < all.length; at += width * height) {
            pictures.add(new Image(width, height, 1, Arrays.copyOfRange(all, at, at + width * height)));
        }
        int[] numbers =
                Arrays.stream(labels.toLongArray()).mapToInt(Math::toIntExact).toArray();
        var classes = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        return new ImageList(pictures, numbers, classes, new ToTensor());
    }

    private static byte[] resource(String name) {
        try (InputStream in = Mnist.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new DataException("the resource " + name + " is missing from the jar of jgrad-nn");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
