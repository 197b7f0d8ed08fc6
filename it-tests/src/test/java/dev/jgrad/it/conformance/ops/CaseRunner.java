package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jgrad.data.JgradException;
import dev.jgrad.it.conformance.Outcome;
import dev.jgrad.it.conformance.Outcome.Status;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one case: makes the call and says how it ended. */
final class CaseRunner {
    private final Operators operators;
    private final TensorStore store;

    CaseRunner(Operators operators, TensorStore store) {
        this.operators = operators;
        this.store = store;
    }

    /** Never throws: what goes wrong is the reason. */
    Outcome run(JsonNode c) {
        String reason;
        Status status = Status.FAILED;
        try {
            reason = c.has("error") ? misuse(c) : values(c);
            status = reason == null ? Status.PASSED : Status.FAILED;
        } catch (NoSuchMethodException e) {
            status = isTyping(c) ? Status.SKIPPED : Status.FAILED;
            reason = status == Status.SKIPPED ? "Java's types do not let one write this call" : e.getMessage();
        } catch (InvocationTargetException e) {
            reason = "threw " + describe(e.getCause());
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            reason = describe(e);
        }
        return new Outcome(
                c.get("id").asText(),
                c.get("op").asText(),
                c.get("tier").asInt(),
                status,
                reason == null ? "" : reason);
    }

    /** True for a misuse that Java's compiler refuses: Python found out by the types of the arguments, too. */
    private static boolean isTyping(JsonNode c) {
        return c.path("static_typing").asBoolean();
    }

    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String place = e instanceof JgradException || trace.length == 0 ? "" : " at " + trace[0];
        return e.getClass().getSimpleName() + ": "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + place;
    }

    private @Nullable String values(JsonNode c) throws NoSuchMethodException, InvocationTargetException {
        Call call = Call.of(c, store);
        List<Object> results = Results.flatten(operators.call(call));
        String wrong = new Expectation(c, store).outputs(results);
        if (wrong == null) {
            wrong = new Expectation(c, store).mutations(call);
        }
        return wrong != null ? wrong : new GradientCheck(c, store).run(call, results);
    }

    private @Nullable String misuse(JsonNode c) throws NoSuchMethodException {
        JsonNode error = c.get("error");
        try {
            operators.call(Call.of(c, store));
            store.await();
            return "did not throw; PyTorch: " + error.get("message").asText();
        } catch (JgradException late) {
            return Misuse.difference(error.get("category").asText(), late);
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof JgradException thrown
                    ? Misuse.difference(error.get("category").asText(), thrown)
                    : "threw " + describe(e.getCause()) + "; PyTorch: "
                            + error.get("message").asText();
        }
    }
}
