package dev.jgrad.nn.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a picture file into an RGB {@link Image} by the JDK's readers, which need no display. */
final class ImageDecoder {
    /** Where Pillow suspects a decompression bomb and refuses. */
    private static final long MOST_PIXELS = 178_956_970;

    /** Progressive JPEG files have about ten. Each costs as much time as a picture, and takes a few bytes. */
    private static final int MOST_SCANS = 200;

    private ImageDecoder() {}

    /** What is done with a reader whose input is set. */
    private interface Use<T> {
        T apply(ImageReader reader) throws IOException;
    }

    static Image decode(byte[] bytes, String name) {
        return use(bytes, name, reader -> Exif.upright(read(reader, bytes, name), bytes));
    }

    static ImageSize size(byte[] bytes, String name) {
        return use(bytes, name, reader -> new ImageSize(reader.getWidth(0), reader.getHeight(0)));
    }

    private static <T> T use(byte[] bytes, String name, Use<T> use) {
        if (bytes.length == 0) {
            throw new DataException(name + " is empty");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(name + " is not a picture that can be read; JPEG, PNG, BMP and GIF can");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                return use.apply(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new DataException(name + " is a broken picture: " + e.getMessage(), e);
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException
                | IllegalStateException
                | java.awt.color.CMMException
                | java.util.NoSuchElementException e) {
            // The JDK's readers were not written for broken files: what they stumble over varies.
            throw new DataException(name + " is a broken picture (" + e + ")", e);
        }
    }

    private static Image read(ImageReader reader, byte[] bytes, String name) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
            throw new DataException(name + " claims " + width + " x " + height + " pixels, more than the " + MOST_PIXELS
                    + " that are taken for a real picture");
        }
        boolean jpeg = reader.getFormatName().equalsIgnoreCase("jpeg");
        if (jpeg && JpegColors.scans(bytes) > MOST_SCANS) {
            throw new DataException(
                    name + " goes through its pixels more than " + MOST_SCANS + " times, which no real picture does");
        }
        var complaint = new Complaint();
        reader.addIIOReadWarningListener(complaint);
        Image image = jpeg && JpegColors.components(bytes) == 4
                ? JpegColors.fromFourChannels(reader.readRaster(0, null), JpegColors.adobeTransform(bytes))
                : rgb(reader.read(0));
        // A JPEG that was cut off is filled up with grey, with no more than a warning.
        if (complaint.text != null) {
            throw new DataException(name + " is a broken picture: " + complaint.text);
        }
        return image;
    }

    private static Image rgb(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] out = new byte[width * height * 3];
        boolean plain = picture.getColorModel() instanceof ComponentColorModel model
                && model.getTransferType() == DataBuffer.TYPE_BYTE
                && !model.isAlphaPremultiplied();
        if (plain) {
            fromBands(picture.getRaster(), out);
        } else {
            int[] row = new int[width];
            for (int y = 0, at = 0; y < height; y++) {
                picture.getRGB(0, y, width, 1, row, 0, width);
                for (int pixel : row) {
                    out[at++] = (byte) (pixel >> 16);
                    out[at++] = (byte) (pixel >> 8);
                    out[at++] = (byte) pixel;
                }
            }
        }
        return new Image(width, height, 3, out);
    }

    /** The stored numbers themselves: getRGB would bend grey values by a gamma curve and apply embedded profiles. */
    private static void fromBands(Raster raster, byte[] out) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        int green = bands >= 3 ? 1 : 0;
        int blue = bands >= 3 ? 2 : 0;
        for (int y = 0, at = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                out[at++] = (byte) row[x * bands];
                out[at++] = (byte) row[x * bands + green];
                out[at++] = (byte) row[x * bands + blue];
            }
        }
    }

    /** Remembers the first warning that says that pixels are missing. */
    private static final class Complaint implements javax.imageio.event.IIOReadWarningListener {
        private @Nullable String text;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (text == null && warning.matches("(?i).*(truncat|premature|corrupt|invalid).*")) {
                text = warning;
            }
        }
    }
}
