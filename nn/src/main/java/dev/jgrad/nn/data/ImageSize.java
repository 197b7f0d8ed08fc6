package dev.jgrad.nn.data;

/**
 * How large a picture says it is.
 *
 * @param width pixels in a row
 * @param height rows
 */
public record ImageSize(int width, int height) {
    /**
     * Reads the head of a JPEG, PNG, BMP or GIF file and decodes nothing.
     *
     * @param name for error messages
     * @throws DataException when it is broken or of another format
     */
    public static ImageSize of(byte[] bytes, String name) {
        return ImageDecoder.size(bytes, name);
    }

    /** Rows times columns. */
    public long pixels() {
        return (long) width * height;
    }
}
