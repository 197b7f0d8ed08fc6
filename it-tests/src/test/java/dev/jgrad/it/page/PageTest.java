package dev.jgrad.it.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jgrad.io.Safetensors;
import dev.jgrad.it.cli.HostRun;
import dev.jgrad.nn.data.Image;
import dev.jgrad.nn.vision.ResNet;
import dev.jgrad.tensor.Generator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    // A browser that was ended may still write for a moment.
    @TempDir(cleanup = CleanupMode.NEVER)
    static Path browserFolder;

    @TempDir
    Path folder;

    private Process server;
    private String url;

    @BeforeEach
    void startServer() throws Exception {
        assumeTrue(Chromium.find() != null, "Chromium is not installed (Debian: apt-get install chromium)");
        Generator.manualSeed(5);
        Path weights = folder.resolve("model.safetensors");
        Safetensors.save(
                ResNet.resnet18(4).stateDict(),
                weights,
                Map.of(
                        "format", "pt",
                        "jgrad.model", "resnet18",
                        "jgrad.classes", "cat\ndog\n<b>a bird of a name that is rather long</b>\nfish",
                        "jgrad.preprocessing", "photo-32"));
        server = HostRun.start("serve", "--weights", weights.toString(), "--port", "0");
        String line = server.inputReader().readLine();
        assertTrue(line != null && line.startsWith("Serving resnet18 (4 classes) on http://127.0.0.1:"), line);
        url = line.substring(line.indexOf("http://"));
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        if (server != null) {
            server.destroy();
            assertTrue(server.waitFor(60, TimeUnit.SECONDS), "the server ends when it is asked to");
            assertEquals(143, server.exitValue());
        }
    }

    @Test
    void showsClassesAndProbabilitiesOfADroppedPicture() throws Exception {
        Path picture = folder.resolve("picture.png");
        Files.write(picture, gradient());
        try (var browser = new Chromium(Chromium.find(), browserFolder)) {
            browser.send("Page.navigate", Map.of("url", url));
            browser.await("document.readyState === 'complete'"
                    + " && document.getElementById('model').textContent === 'resnet18, 4 classes'");
            drop(browser, picture);
            browser.await("!document.getElementById('answer').hidden");
            JsonNode expected = ask(picture);
            JsonNode rows = browser.evaluate("[...document.querySelectorAll('#classes tr')].map(row => ({"
                    + "name: row.querySelector('th').textContent, number: row.querySelector('.number').textContent,"
                    + "share: row.querySelector('.bar').offsetWidth / row.querySelector('.track').offsetWidth}))");
            assertEquals(4, rows.size());
            for (int i = 0; i < 4; i++) {
                JsonNode prediction = expected.get("predictions").get(i);
                double probability = prediction.get("probability").asDouble();
                assertEquals(
                        prediction.get("class").asText(),
                        rows.get(i).get("name").asText());
                assertEquals(
                        String.format(java.util.Locale.ROOT, "%.1f %%", 100 * probability),
                        rows.get(i).get("number").asText());
                assertEquals(probability, rows.get(i).get("share").asDouble(), 0.01, "the bar of row " + i);
            }
            assertTrue(
                    browser.evaluate("document.getElementById('preview').naturalWidth === 64")
                            .asBoolean(),
                    "preview");
            screenshot(browser, Path.of("target", "page.png"));

            choose(browser, Files.writeString(folder.resolve("text.png"), "no picture"));
            browser.await(
                    "document.getElementById('problem').textContent.includes('is not a picture that can be read')");
            assertTrue(
                    browser.evaluate("document.getElementById('answer').hidden").asBoolean(), "no old answer");
            isUsedByKeyboard(browser);
            List<String> elsewhere = browser.requested().stream()
                    .filter(address -> !address.startsWith(url) && !address.startsWith("blob:" + url))
                    .toList();
            assertEquals(List.of(), elsewhere);
        }
    }

    private static byte[] gradient() {
        byte[] pixels = new byte[64 * 64 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 3 == 0 ? i / 192 * 4 : i % 3 == 1 ? i % 192 : 90);
        }
        return new Image(64, 64, 3, pixels).toPng();
    }

    private JsonNode ask(Path picture) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "predict"))
                    .POST(BodyPublishers.ofFile(picture))
                    .build();
            return new ObjectMapper()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
        }
    }

    private static void drop(Chromium browser, Path file) {
        JsonNode at = browser.evaluate("(box => ({x: box.x + box.width / 2, y: box.y + box.height / 2}))"
                + "(document.getElementById('drop').getBoundingClientRect())");
        var data = Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1);
        for (String step : List.of("dragEnter", "dragOver", "drop")) {
            browser.send(
                    "Input.dispatchDragEvent",
                    Map.of(
                            "type",
                            step,
                            "x",
                            at.get("x").asDouble(),
                            "y",
                            at.get("y").asDouble(),
                            "data",
                            data));
        }
    }

    private static void choose(Chromium browser, Path file) {
        int root = browser.send("DOM.getDocument", Map.of()).at("/root/nodeId").asInt();
        int input = browser.send("DOM.querySelector", Map.of("nodeId", root, "selector", "#file"))
                .get("nodeId")
                .asInt();
        browser.send("DOM.setFileInputFiles", Map.of("nodeId", input, "files", List.of(file.toString())));
    }

    /** The Tab key reaches the choice of a file, and it has a name. */
    private static void isUsedByKeyboard(Chromium browser) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            browser.send("Input.dispatchKeyEvent", Map.of("type", type, "key", "Tab", "windowsVirtualKeyCode", 9));
        }
        assertEquals("file", browser.evaluate("document.activeElement.id").asText());
        assertTrue(
                browser.evaluate("document.activeElement.labels[0].innerText")
                        .asText()
                        .startsWith("Drop a picture here"),
                "the field's label");
    }

    private static void screenshot(Chromium browser, Path file) throws Exception {
        String png =
                browser.send("Page.captureScreenshot", Map.of()).get("data").asText();
        Files.write(file, Base64.getDecoder().decode(png));
    }
}
