package dev.jgrad.nn.cli;

import dev.jgrad.data.Device;
import dev.jgrad.nn.serve.PredictionServer;
import dev.jgrad.nn.serve.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/**
 * Runs all commands once, briefly. While container images are made, the JVM watches this ({@code -XX:AOTCacheOutput}) and
 * remembers what it has loaded and learned, so that real runs start faster.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        Path folder = Files.createTempDirectory("jgrad-rehearsal");
        try {
            String out = folder.toString();
            run("finetune", "--images", "128", "--epochs", "1", "--batch-size", "16", "--out", out);
            run("finetune", "--images", "128", "--epochs", "1", "--batch-size", "16", "--out", out, "--resume");
            Path weights = folder.resolve("digits-5-9.safetensors");
            Path picture = folder.resolve("samples").resolve("7.png");
            for (int i = 0; i < 10; i++) {
                run("predict", "--weights", weights.toString(), picture.toString());
            }
            run("predict", "--weights", folder.resolve("digits-5-9.pth").toString(), picture.toString());
            run("summary", "resnet18", "--input", "1x3x64x64");
            run("devices");
            for (Example example : new Example[] {Example.COLLECT_GRADIENTS, Example.AUTOGRAD_MECHANICS}) {
                run("example", example.title());
            }
            serve(weights.toString(), picture);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private static void run(String... args) throws IOException {
        var nowhere = new PrintWriter(Writer.nullWriter());
        var complaints = new PrintWriter(System.err, true);
        int code = Main.run(nowhere, complaints, args);
        if (code != 0) {
            throw new IOException("jgrad " + String.join(" ", args) + " ended with " + code);
        }
    }

    private static void serve(String weights, Path picture) throws IOException, InterruptedException {
        var standard = ServerOptions.standard();
        var options = new ServerOptions(
                "127.0.0.1",
                0,
                standard.maxBatch(),
                standard.maxDelay(),
                standard.queue(),
                standard.maxBody(),
                standard.requestTime(),
                standard.answerTime(),
                Duration.ZERO);
        try (var server = new PredictionServer(options);
                var client = HttpClient.newHttpClient()) {
            server.open(SavedModel.classifier(weights, null, Device.CPU));
            String url = "http://127.0.0.1:" + server.address().getPort();
            for (int i = 0; i < 20; i++) {
                client.send(
                        HttpRequest.newBuilder(URI.create(url + "/predict"))
                                .POST(HttpRequest.BodyPublishers.ofFile(picture))
                                .build(),
                        BodyHandlers.ofString());
            }
            client.send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(), BodyHandlers.ofString());
        }
    }
}
