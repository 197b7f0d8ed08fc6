package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jgrad.data.Device;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.it.conformance.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A folder with operator cases, opened to run them. */
public final class OpsSuite implements AutoCloseable {
    private final TensorStore store;
    private final CaseRunner runner;
    private final List<JsonNode> cases;

    /** Opens the folder. */
    public OpsSuite(Path folder, Device device) {
        this.cases = Conformance.lines(folder.resolve("cases.jsonl"));
        this.store = new TensorStore(folder, device);
        this.runner = new CaseRunner(new Operators(signatures(folder.resolve("signatures.json"))), store);
    }

    private static JsonNode signatures(Path file) {
        try {
            ObjectMapper json = new ObjectMapper();
            return Files.exists(file) ? json.readTree(file.toFile()) : json.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All cases, in the order of the file. */
    List<JsonNode> cases() {
        return cases;
    }

    /** Runs one of the cases. */
    Outcome run(JsonNode c) {
        return runner.run(c);
    }

    /** Runs all cases. */
    public void runAll(Consumer<Outcome> sink) {
        cases.forEach(c -> sink.accept(run(c)));
    }

    @Override
    public void close() {
        store.close();
    }
}
