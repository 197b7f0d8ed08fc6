package dev.jgrad.nn.data;

import dev.jgrad.data.ArgumentException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture with 8 bits per channel: what transforms work on before {@code ToTensor} makes a tensor of it. Rows from top
 * to bottom, pixels from left to right, the channels of a pixel side by side.
 */
public final class Image {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] pixels;

    /**
     * A picture over an array, which is not copied.
     *
     * @throws ArgumentException when the array has another size, or the channels are neither 1 (grey) nor 3 (red, green,
     *     blue)
     */
    public Image(int width, int height, int channels, byte[] pixels) {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3)) {
            throw new ArgumentException("a picture needs a width, a height and 1 or 3 channels, but got " + width
                    + " x " + height + " with " + channels);
        }
        if (pixels.length != Math.multiplyExact(Math.multiplyExact(width, height), channels)) {
            throw new ArgumentException("a picture of " + width + " x " + height + " with " + channels
                    + " channels does not have " + pixels.length + " bytes");
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.pixels = pixels;
    }

    /**
     * Reads a JPEG, PNG, BMP or GIF file in RGB, as {@code PIL.Image.open(file).convert("RGB")} does: grey is repeated,
     * transparency dropped, CMYK converted. Differently from there, a photograph is turned upright where its camera
     * said so (EXIF).
     *
     * @throws DataException when the file is missing, broken, cut off or of another format
     */
    public static Image read(Path file) {
        return ImageDecoder.decode(InputFile.read(file), file.toString());
    }

    /** The same from memory; the name is for error messages. */
    public static Image decode(byte[] bytes, String name) {
        return ImageDecoder.decode(bytes, name);
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The value of a channel of a pixel, 0 to 255. */
    public int at(int x, int y, int channel) {
        return pixels[(y * width + x) * channels + channel] & 0xFF;
    }

    /** The array behind the picture. */
    public byte[] pixels() {
        return pixels;
    }

    /**
     * A part of the picture. Where it reaches beyond the edge, there is {@code fill}.
     *
     * @param left first column, may be negative
     * @param top first row, may be negative
     */
    public Image crop(int left, int top, int width, int height, int fill) {
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        if (fill != 0) {
            java.util.Arrays.fill(out, (byte) fill);
        }
        int firstX = Math.max(0, -left);
        int count = Math.min(width, this.width - left) - firstX;
        for (int y = Math.max(0, -top); y < Math.min(height, this.height - top) && count > 0; y++) {
            System.arraycopy(
                    pixels,
                    ((top + y) * this.width + left + firstX) * channels,
                    out,
                    (y * width + firstX) * channels,
                    count * channels);
        }
        return new Image(width, height, channels, out);
    }

    /** The picture as the content of a PNG file. */
    public byte[] toPng() {
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        var picture = new BufferedImage(width, height, type);
        int[] row = new int[width * channels];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = pixels[y * row.length + i] & 0xFF;
            }
            picture.getRaster().setPixels(0, y, width, 1, row);
        }
        var bytes = new ByteArrayOutputStream();
        // Without a file in between: the folder for temporary ones may be read-only.
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "Image(" + width + " x " + height + ", " + (channels == 1 ? "grey" : "RGB") + ")";
    }
}
