package dev.jgrad.it.load;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A request to {@code /predict} and the status it deserves.
 *
 * @param name what it is, the same for the same bytes
 * @param status 200 for a picture
 */
record Question(String name, int status, String method, String contentType, byte[] body) {
    static List<Question> pictures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 4 == 3 ? form("form " + i, png(i)) : raw("picture " + i, 200, png(i)))
                .toList();
    }

    /** Everything that a server should refuse with a sentence. */
    static List<Question> malformed() {
        byte[] png = png(0);
        return List.of(
                raw("nothing", 400, new byte[0]),
                raw("text", 400, "not a picture".getBytes(StandardCharsets.US_ASCII)),
                raw("half a picture", 400, Arrays.copyOf(png, png.length / 2)),
                raw("a bomb", 400, bomb()),
                raw("too much", 413, new byte[11 << 20]),
                new Question("a form without an end", 400, "POST", "multipart/form-data; boundary=b", png),
                new Question("a picture by the wrong method", 405, "PUT", "image/png", png));
    }

    private static Question raw(String name, int status, byte[] body) {
        return new Question(name, status, "POST", "application/octet-stream", body);
    }

    private static Question form(String name, byte[] png) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"p.png\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(png);
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return new Question(name, 200, "POST", "multipart/form-data; boundary=b", body.toByteArray());
    }

    HttpRequest to(URI predict) {
        return HttpRequest.newBuilder(predict)
                .header("Content-Type", contentType)
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
    }

    /** White strokes on black, like a digit of somebody who cannot write. */
    private static byte[] png(int seed) {
        var random = new Random(seed);
        var picture = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
        var g = picture.createGraphics();
        g.setColor(Color.WHITE);
        for (int i = 0; i < 3; i++) {
            g.fillOval(2 + random.nextInt(16), 2 + random.nextInt(16), 2 + random.nextInt(9), 2 + random.nextInt(9));
        }
        g.dispose();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A BMP of 54 bytes that claims 100,000 x 100,000 pixels. */
    private static byte[] bomb() {
        var bmp = ByteBuffer.allocate(54).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(54).putInt(0).putInt(54);
        bmp.putInt(40).putInt(100_000).putInt(100_000).putShort((short) 1).putShort((short) 24);
        return bmp.array();
    }
}
