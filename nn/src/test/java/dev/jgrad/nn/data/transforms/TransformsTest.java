package dev.jgrad.nn.data.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.ShapeException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.Pictures;
import dev.jgrad.nn.data.Randomness;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Expected pictures and texts were written by torchvision 0.28. */
class TransformsTest {
    private static final Image SOURCE = Pictures.read("source.png");

    @Test
    void givesTorchvisionsPixels() {
        Map.of(
                        "resize-32", new Resize(32),
                        "resize-20x90", new Resize(20, 90),
                        "resize-up-70", new Resize(70),
                        "center-24x31", new CenterCrop(24, 31),
                        "center-64", new CenterCrop(64),
                        "grey-3", new Grayscale(3),
                        "pad-1-2-3-4-9", new Pad(1, 2, 3, 4, 9),
                        "flip", new RandomHorizontalFlip(1))
                .forEach((file, transform) ->
                        Pictures.assertSame(Pictures.read(file + ".png"), transform.apply(SOURCE), 0));
    }

    @Test
    void takesOneChannel() {
        Image grey = new Grayscale().apply(SOURCE);
        assertEquals(1, grey.channels());
        Pictures.assertSame(Pictures.read("grey-3.png"), new Grayscale(3).apply(grey), 0);
        Pictures.assertSame(
                new Grayscale(3).apply(new CenterCrop(10).apply(grey)),
                new CenterCrop(10).apply(new Grayscale(3).apply(grey)),
                0);
    }

    @Test
    void normalizesAsTorchvision() {
        var t = new ToTensor().then(Normalize.IMAGENET).apply(SOURCE);
        assertEquals("torch.Size([3, 47, 61])", t.shape().toString());
        float[] values = t.toFloatArray();
        assertArrayEquals(
                new float[] {0.8960527777671814f, 0.913177490234375f, 0.9303022623062134f},
                java.util.Arrays.copyOf(values, 3),
                1e-6f);
        assertEquals(-1.7172985076904297f, values[values.length - 1], 1e-6f);
        assertEquals(0.5078245997428894, t.mean().item(), 1e-5);
        assertThrows(ShapeException.class, () -> Normalize.IMAGENET.apply(t.narrow(0, 0, 2)));
    }

    @Test
    void cropsAtRandomWithinTheBorder() {
        var places = new HashSet<Integer>();
        var crop = new RandomCrop(47, 61, 2);
        for (int seed = 0; seed < 200; seed++) {
            Image cropped = Randomness.with(new SplittableRandom(seed), () -> crop.apply(SOURCE));
            places.add(java.util.Arrays.hashCode(cropped.pixels()));
        }
        assertEquals(25, places.size());
        var e = assertThrows(ArgumentException.class, () -> new RandomCrop(64).apply(SOURCE));
        assertEquals(
                "Required crop size (64, 64) is larger than input image size (47, 61); a Resize before it helps",
                e.getMessage());
    }

    @Test
    void printsAsTorchvision() {
        assertEquals(
                """
                Compose(
                    Resize(size=32, interpolation=bilinear, max_size=None, antialias=True)
                    Resize(size=(20, 90), interpolation=bilinear, max_size=None, antialias=True)
                    CenterCrop(size=(24, 24))
                    RandomCrop(size=(32, 32), padding=4)
                    RandomCrop(size=(32, 32), padding=None)
                    RandomHorizontalFlip(p=0.5)
                    Pad(padding=2, fill=0, padding_mode=constant)
                    Pad(padding=(1, 2, 3, 4), fill=9, padding_mode=constant)
                    Grayscale(num_output_channels=1)
                    ToTensor()
                    Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])
                )""",
                new Resize(32)
                        .then(new Resize(20, 90))
                        .then(new CenterCrop(24))
                        .then(new RandomCrop(32, 4))
                        .then(new RandomCrop(32))
                        .then(new RandomHorizontalFlip())
                        .then(new Pad(2))
                        .then(new Pad(1, 2, 3, 4, 9))
                        .then(new Grayscale())
                        .then(new ToTensor())
                        .then(Normalize.IMAGENET)
                        .toString());
    }
}
