package dev.jgrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

/** The pictures among the test resources. */
public final class Pictures {
    private Pictures() {}

    /** The bytes of a file. */
    public static byte[] bytes(String name) {
        try (var in = Pictures.class.getResourceAsStream("/images/" + name)) {
            return java.util.Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A decoded file. */
    public static Image read(String name) {
        return Image.decode(bytes(name), name);
    }

    /** Fails where a channel of a pixel is further away than this. */
    public static void assertSame(Image expected, Image actual, int tolerance) {
        assertEquals(expected.toString(), actual.toString());
        int worst = 0;
        for (int i = 0; i < expected.pixels().length; i++) {
            worst = Math.max(worst, Math.abs((expected.pixels()[i] & 0xFF) - (actual.pixels()[i] & 0xFF)));
        }
        int found = worst;
        assertTrue(found <= tolerance, () -> "a channel is off by " + found);
    }
}
