package dev.jgrad.nn.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.Device;
import dev.jgrad.data.JgradException;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.data.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictionServerTest {
    private static final int QUEUE = 6;
    private static final int MOST_BYTES = 200_000;

    private final Brightness network = new Brightness();
    private final HttpClient client = HttpClient.newHttpClient();
    private PredictionServer server;

    @BeforeEach
    void start() {
        // A client may take this long in all servers of this JVM: the first one decides.
        server = new PredictionServer(options(0));
        server.open(new Classifier(network, Brightness.CARD, Device.CPU));
    }

    private static ServerOptions options(int port) {
        return new ServerOptions(
                "127.0.0.1",
                port,
                4,
                Duration.ofMillis(5),
                QUEUE,
                MOST_BYTES,
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        network.gate.countDown();
        server.close();
        client.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> later(String path, byte[] body, String type) {
        var request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, byte[] body, String type) {
        return later(path, body, type).join();
    }

    private HttpResponse<String> post(byte[] body) {
        return post("/predict", body, "application/octet-stream");
    }

    private static byte[] picture(int brightness) {
        byte[] pixels = new byte[40 * 40 * 3];
        Arrays.fill(pixels, (byte) brightness);
        return new Image(40, 40, 3, pixels).toPng();
    }

    private static String best(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return response.body().replaceFirst("\\{\"predictions\":\\[\\{\"class\":\"(\\w+)\".*", "$1");
    }

    @Test
    void answersWithTheLikeliestClasses() {
        HttpResponse<String> bright = post(picture(255));
        assertTrue(
                bright.body()
                        .matches("\\{\"predictions\":\\[\\{\"class\":\"bright\",\"probability\":0\\.99\\d+\\},"
                                + "\\{\"class\":\"dark\",\"probability\":0\\.00\\d+\\}\\],"
                                + "\"model\":\"brightness\",\"milliseconds\":[\\d.]+\\}"),
                bright.body());
        assertEquals(
                "application/json; charset=utf-8",
                bright.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("dark", best(post(picture(0))));
        HttpResponse<String> one = post("/predict?top=1", picture(0), "image/png");
        assertTrue(one.body().startsWith("{\"predictions\":[{\"class\":\"dark\",\"probability\":0.98"), one.body());
        assertTrue(one.body().contains("}],\"model\""), one.body());
        for (String name : new String[] {"photo.jpg", "photo.bmp", "photo.gif", "cmyk.jpg"}) {
            assertEquals(200, post(Pictures.bytes(name)).statusCode(), name);
        }
    }

    @Test
    void takesTheFormOfABrowser() throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes("--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(picture(255));
        body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals("bright", best(post("/predict", body.toByteArray(), "multipart/form-data; boundary=x")));
    }

    @Test
    void computesTogetherWhatWaitsTogether() {
        network.gate = new CountDownLatch(1);
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < QUEUE; i++) {
            answers.add(later("/predict", picture(i % 2 == 0 ? 255 : 0), "image/png"));
        }
        awaitQueue(QUEUE);
        HttpResponse<String> oneMore = post(picture(0));
        assertEquals(503, oneMore.statusCode());
        assertEquals("1", oneMore.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(oneMore.body().contains("all 6 places of the queue are taken"), oneMore.body());
        network.gate.countDown();
        for (int i = 0; i < QUEUE; i++) {
            assertEquals(i % 2 == 0 ? "bright" : "dark", best(answers.get(i).join()));
        }
        assertTrue(network.largestBatch > 1 && network.largestBatch <= 4, "largest batch " + network.largestBatch);
    }

    private void awaitQueue(int length) {
        long end = System.nanoTime() + 20_000_000_000L;
        try {
            while (!get("/metrics").body().contains("\njgrad_queue_length " + length + ".0\n")) {
                assertTrue(System.nanoTime() < end, "the queue never held " + length);
                Thread.sleep(5);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws IOException, InterruptedException {
        check(400, "the picture is empty", post(new byte[0]));
        check(400, "is not a picture that can be read", post("hello".getBytes(StandardCharsets.US_ASCII)));
        check(400, "is a broken picture", post(Arrays.copyOf(Pictures.bytes("photo.jpg"), 2000)));
        check(413, "larger than the 200000 bytes", post(new byte[MOST_BYTES + 1]));
        check(400, "top must be a number", post("/predict?top=0", picture(0), "image/png"));
        check(400, "top must be a number", post("/predict?a=1&top=x", picture(0), "image/png"));
        check(400, "names no boundary", post("/predict", picture(0), "multipart/form-data"));
        check(400, "the form is broken", post("/predict", picture(0), "multipart/form-data; boundary=x"));
        check(405, "this is for POST only", get("/predict"));
        check(405, "this is for GET, HEAD only", post("/health", new byte[1], "text/plain"));
        check(404, "there is no /nothing", get("/nothing"));
        assertEquals("POST", get("/predict").headers().firstValue("Allow").orElseThrow());
        assertEquals("bright", best(post(picture(255))));
    }

    private static void check(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().startsWith("{\"error\":\""), response.body());
        assertTrue(response.body().contains(message), response.body());
    }

    /** A body of unknown length, more than is allowed: refused when it is too much. */
    @Test
    void stopsReadingEndlessBodies() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/predict"))
                .POST(BodyPublishers.ofInputStream(() -> new java.io.SequenceInputStream(
                        new java.io.ByteArrayInputStream(new byte[MOST_BYTES]),
                        new java.io.ByteArrayInputStream(new byte[MOST_BYTES]))))
                .build();
        check(413, "larger than", client.send(request, BodyHandlers.ofString()));
    }

    @Test
    void refusesPicturesThatClaimTooMuchBeforeDecodingThem() {
        // 60000 x 60000 pixels of which there is not one.
        check(400, "pixels, and there is memory for", post(pngHead(60_000, 30_000)));
        check(400, "pixels, and there is memory for", post(pngHead(60_000, 60_000)));
        check(400, "is a broken picture", post(pngHead(-5, 10)));
        check(400, "times, which no real picture does", post(manyScans()));
    }

    private static byte[] pngHead(int width, int height) {
        var head = ByteBuffer.allocate(8 + 25 + 20);
        head.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        head.putInt(13);
        int start = head.position();
        head.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
        head.put(new byte[] {8, 2, 0, 0, 0});
        var sum = new CRC32();
        sum.update(head.array(), start, head.position() - start);
        head.putInt((int) sum.getValue());
        return head.array();
    }

    /** The same picture data again and again, as a progressive file may have them. */
    private static byte[] manyScans() {
        byte[] jpeg = Pictures.bytes("photo.jpg");
        int scan = 0;
        while (jpeg[scan] != (byte) 0xFF || jpeg[scan + 1] != (byte) 0xDA) {
            scan++;
        }
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, scan);
        for (int i = 0; i < 300; i++) {
            out.write(jpeg, scan, 14);
        }
        out.write(jpeg, scan, jpeg.length - scan);
        return out.toByteArray();
    }

    @Test
    void slowClientsLoseTheirConnectionAndHoldUpNobody() throws IOException {
        var slow = new ArrayList<Socket>();
        for (int i = 0; i < 50; i++) {
            var socket = new Socket("127.0.0.1", server.address().getPort());
            socket.getOutputStream()
                    .write("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n1"
                            .getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        assertEquals("bright", best(post(picture(255))));
        for (Socket socket : slow) {
            socket.setSoTimeout(20_000);
            assertEquals(-1, readOrReset(socket), "the connection is closed");
            socket.close();
        }
        assertEquals("dark", best(post(picture(0))));
    }

    private static int readOrReset(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (java.net.SocketException e) {
            return -1;
        }
    }

    @Test
    void outlivesFullMemoryAndBrokenWeights() {
        network.fails = true;
        check(503, "the memory is full", post(picture(0)));
        network.fails = false;
        assertEquals("bright", best(post(picture(255))));
    }

    @Test
    void answersWhatItHasTakenBeforeItStops() throws Exception {
        network.gate = new CountDownLatch(1);
        var pending = later("/predict", picture(255), "image/png");
        awaitQueue(1);
        var stopping = CompletableFuture.runAsync(server::close);
        long end = System.nanoTime() + 20_000_000_000L;
        while (get("/ready").statusCode() == 200) {
            assertTrue(System.nanoTime() < end, "never stopping");
        }
        network.gate.countDown();
        assertEquals("bright", best(pending.join()));
        stopping.join();
        assertThrows(IOException.class, () -> get("/health"));
    }

    @Test
    void isHealthyButNotReadyWithoutAModel() throws IOException, InterruptedException {
        server.close();
        server = new PredictionServer(options(0));
        assertEquals("{\"status\":\"alive\"}", get("/health").body());
        assertEquals(503, get("/ready").statusCode());
        assertEquals("{\"status\":\"loading\"}", get("/ready").body());
        assertEquals(503, post(picture(0)).statusCode());
        server.open(new Classifier(network, Brightness.CARD, Device.CPU));
        assertEquals(
                "{\"status\":\"ready\",\"model\":\"brightness\",\"classes\":2}",
                get("/ready").body());
    }

    @Test
    void metricsAreInPrometheusForm() throws IOException, InterruptedException {
        post(picture(0));
        post(new byte[0]);
        HttpResponse<String> metrics = get("/metrics");
        assertTrue(metrics.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain; version=0.0.4"));
        List<String> lines = metrics.body().lines().toList();
        assertTrue(lines.contains("jgrad_requests_total{code=\"200\"} 1"), metrics.body());
        assertTrue(lines.contains("jgrad_requests_total{code=\"400\"} 1"), metrics.body());
        assertTrue(lines.contains("jgrad_batch_size_bucket{le=\"1.0\"} 1"), metrics.body());
        assertTrue(lines.contains("jgrad_batch_size_bucket{le=\"+Inf\"} 1"), metrics.body());
        assertTrue(lines.contains("jgrad_request_seconds_count 2"), metrics.body());
        for (String line : lines) {
            assertTrue(line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{(code|le)=\"[^\"]+\"})? [-+0-9.E]+"), line);
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhere() throws IOException, InterruptedException {
        HttpResponse<String> page = get("/");
        assertTrue(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'none'"));
        for (String part : new String[] {"/", "/page.css", "/page.js", "/favicon.svg"}) {
            HttpResponse<String> file = get(part);
            assertEquals(200, file.statusCode(), part);
            // The one address is a name and not a place.
            String text = file.body().replace("http://www.w3.org/2000/svg", "");
            assertFalse(text.matches("(?s).*//\\w+.*"), part);
        }
        var head = client.send(
                HttpRequest.newBuilder(uri("/"))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void saysWhyItCannotListen() {
        int port = server.address().getPort();
        var e = assertThrows(JgradException.class, () -> new PredictionServer(options(port)));
        assertTrue(e.getMessage().startsWith("cannot listen on 127.0.0.1:" + port), e.getMessage());
    }
}
