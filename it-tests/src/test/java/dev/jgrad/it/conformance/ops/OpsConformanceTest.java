package dev.jgrad.it.conformance.ops;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.Device;
import dev.jgrad.it.conformance.Conformance;
import dev.jgrad.it.conformance.Outcome;
import dev.jgrad.it.conformance.Outcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operator answers as PyTorch's records say, but for the cases listed as known failures, which must fail. */
final class OpsConformanceTest {
    @TestFactory
    Stream<DynamicTest> operators() {
        OpsSuite suite = new OpsSuite(Conformance.folder("ops"), Device.CPU);
        KnownFailures known = KnownFailures.read();
        Map<String, List<JsonNode>> byOp = new LinkedHashMap<>();
        for (JsonNode c : suite.cases()) {
            byOp.computeIfAbsent(c.get("op").asText(), op -> new ArrayList<>()).add(c);
        }
        return byOp.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(suite, known, e.getValue())))
                .onClose(suite::close);
    }

    private static void check(OpsSuite suite, KnownFailures known, List<JsonNode> cases) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode c : cases) {
            Outcome o = suite.run(c);
            boolean failed = o.status() == Status.FAILED;
            if (failed && !known.contains(o)) {
                wrong.add(o.id() + ": " + o.reason());
            } else if (o.status() == Status.PASSED && known.contains(o)) {
                wrong.add(o.id() + " passes: take it out of known-failures.txt");
            }
        }
        if (!wrong.isEmpty()) {
            fail(String.join("\n", wrong));
        }
    }
}
