package dev.jgrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
    @ParameterizedTest
    @CsvSource({
        "mode-RGBA.png,          source.png, 0",
        "photo.bmp,              source.png, 0",
        "mode-L.png,             grey-3.png, 0",
        "mode-LA.png,            grey-3.png, 0",
        "mode-P.png,             mode-P-expected.png, 0",
        "mode-1.png,             mode-1-expected.png, 0",
        "photo.jpg,              photo-expected.png, 2",
        "progressive.jpg,        progressive-expected.png, 2",
        "grey.jpg,               grey-jpg-expected.png, 2",
        "cmyk.jpg,               cmyk-expected.png, 2",
        "exif-2.jpg,             exif-2-expected.png, 2",
        "exif-3.jpg,             exif-3-expected.png, 2",
        "exif-4.jpg,             exif-4-expected.png, 2",
        "exif-5.jpg,             exif-5-expected.png, 2",
        "exif-6.jpg,             exif-6-expected.png, 2",
        "exif-7.jpg,             exif-7-expected.png, 2",
        "exif-8.jpg,             exif-8-expected.png, 2"
    })
    void readsAllKindsAsPillowDoes(String file, String expected, int tolerance) {
        Pictures.assertSame(Pictures.read(expected), Pictures.read(file), tolerance);
    }

    @Test
    void writesWhatItReads() {
        for (String file : new String[] {"source.png", "mode-L.png"}) {
            Image image = Pictures.read(file);
            Pictures.assertSame(image, Image.decode(image.toPng(), file), 0);
        }
        Image grey = new Image(2, 1, 1, new byte[] {7, (byte) 200});
        assertEquals(200, Image.decode(grey.toPng(), "grey").at(1, 0, 2));
    }

    @Test
    void readsGif() {
        assertEquals("Image(61 x 47, RGB)", Pictures.read("photo.gif").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"photo.jpg", "source.png", "mode-P.png", "photo.bmp", "photo.gif", "cmyk.jpg", "progressive.jpg"
            })
    void refusesWhatIsCutOff(String file) {
        byte[] whole = Pictures.bytes(file);
        for (int length : new int[] {0, 1, 20, whole.length / 4, whole.length / 2, whole.length - 30}) {
            var e = assertThrows(
                    DataException.class, () -> Image.decode(Arrays.copyOf(whole, length), file), "at " + length);
            assertTrue(e.getMessage().contains(file), e.getMessage());
        }
    }

    /** A broken file may still give a picture, but nothing else than our exception. */
    @ParameterizedTest
    @ValueSource(strings = {"photo.jpg", "source.png", "photo.bmp", "photo.gif", "cmyk.jpg", "exif-6.jpg"})
    void survivesNoise(String file) {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = Pictures.bytes(file);
            for (int i = 0; i < 1 + round / 50; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertDoesNotThrow(() -> {
                try {
                    Image.decode(bytes, file);
                } catch (DataException expected) {
                    assertTrue(expected.getMessage().contains(file));
                }
            });
        }
    }

    @Test
    void namesTheFile() {
        var missing = assertThrows(DataException.class, () -> Image.read(Path.of("no/such.jpg")));
        assertEquals("no/such.jpg does not exist", missing.getMessage());
        var text = assertThrows(DataException.class, () -> Image.decode("hello, world".getBytes(), "a.txt"));
        assertEquals("a.txt is not a picture that can be read; JPEG, PNG, BMP and GIF can", text.getMessage());
    }

    @Test
    void refusesBombs() {
        byte[] png = Pictures.bytes("source.png");
        // Width and height of 60,000 in the header, with its checksum.
        var header = java.nio.ByteBuffer.wrap(png);
        header.putInt(16, 60_000);
        header.putInt(20, 60_000);
        var crc = new java.util.zip.CRC32();
        crc.update(png, 12, 17);
        header.putInt(29, (int) crc.getValue());
        var e = assertThrows(DataException.class, () -> Image.decode(png, "bomb.png"));
        assertTrue(e.getMessage().contains("60000 x 60000"), e.getMessage());
    }
}
