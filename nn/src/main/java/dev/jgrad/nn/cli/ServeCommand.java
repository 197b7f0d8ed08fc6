package dev.jgrad.nn.cli;

import dev.jgrad.data.Device;
import dev.jgrad.nn.serve.Classifier;
import dev.jgrad.nn.serve.PredictionServer;
import dev.jgrad.nn.serve.ServerOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers over HTTP what is on pictures. */
@Command(
        name = "serve",
        sortOptions = false,
        description = {
            "Says over HTTP what is on pictures, until it is stopped (Ctrl-C or SIGTERM; requests that came are answered).",
            "",
            "  POST /predict  a picture, or a form with one: its likeliest classes as JSON (?top=N for how many)",
            "  GET /          a page to drop a picture on",
            "  GET /health    200 while the process lives; /ready: 200 while predictions are answered, else 503",
            "  GET /metrics   numbers for Prometheus",
            ""
        },
        footer = {
            "",
            "Pictures that arrive together are computed together. Where more come than can be answered, some are refused"
                    + " with 503 and Retry-After.",
            "",
            "  jgrad serve --weights runs/finetune/digits-5-9.safetensors",
            "  curl --data-binary @7.png http://localhost:8080/predict"
        })
final class ServeCommand implements Callable<Integer> {
    private static final ServerOptions STANDARD = ServerOptions.standard();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--weights",
            paramLabel = "FILE|DEFAULT",
            defaultValue = "DEFAULT",
            description = "The model: a .pth or .safetensors file, or DEFAULT for torchvision's weights (default).")
    private String weights = "DEFAULT";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "resnet18, resnet34 or resnet50, where the file does not say.")
    private @Nullable String model;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:JGRAD_HOST:-127.0.0.1}",
            description = "Where to listen; 0.0.0.0 is reached from everywhere (default: JGRAD_HOST or 127.0.0.1).")
    private String host = STANDARD.host();

    @Option(names = "--port", paramLabel = "N", description = "0 takes a free one (default: 8080).")
    private int port = STANDARD.port();

    @Option(names = "--max-batch", paramLabel = "N", description = "Most pictures computed together (default: 8).")
    private int maxBatch = STANDARD.maxBatch();

    @Option(
            names = "--max-delay",
            paramLabel = "MS",
            description = "Longest wait for others that are on their way (default: 5 milliseconds).")
    private int maxDelay = (int) STANDARD.maxDelay().toMillis();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Most pictures under way, the rest is refused (default: 64).")
    private int queue = STANDARD.queue();

    @Option(names = "--max-body", paramLabel = "BYTES", description = "Most bytes of a request (default: 10 MiB).")
    private int maxBody = (int) STANDARD.maxBody();

    @Option(
            names = "--timeout",
            paramLabel = "S",
            description = "How long a client may take to send, and an answer to be there (default: 30 seconds).")
    private int timeout = (int) STANDARD.requestTime().toSeconds();

    @Mixin
    private CommonOptions common = new CommonOptions();

    /** Made by picocli. */
    ServeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Options.check(spec, port >= 0 && port < 65536, "--port must be 0 to 65535, but is " + port);
        Options.atLeast(spec, "--max-batch", maxBatch, 1);
        Options.atLeast(spec, "--max-delay", maxDelay, 0);
        Options.atLeast(spec, "--queue", queue, 1);
        Options.atLeast(spec, "--max-body", maxBody, 1);
        Options.atLeast(spec, "--timeout", timeout, 1);
        Device device = common.apply();
        var options = new ServerOptions(
                host,
                port,
                maxBatch,
                Duration.ofMillis(maxDelay),
                queue,
                maxBody,
                Duration.ofSeconds(timeout),
                Duration.ofSeconds(timeout),
                STANDARD.drainTime());
        var server = new PredictionServer(options);
        try {
            Classifier classifier = SavedModel.classifier(weights, model, device);
            classifier.warmUp(maxBatch);
            server.open(classifier);
            var card = classifier.card();
            spec.commandLine()
                    .getOut()
                    .println("Serving " + card.model() + " (" + card.classes().size() + " classes) on http://"
                            + (host.contains(":") ? "[" + host + "]" : host.equals("0.0.0.0") ? "localhost" : host)
                            + ":" + server.address().getPort() + "/");
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "jgrad-serve-stop"));
        // Until a signal: the JVM ends when the hook has run.
        new CountDownLatch(1).await();
        return 0;
    }
}
