package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jgrad.data.Shape;
import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls operators by PyTorch's names, for the suites that have expressions instead of cases. */
public final class OperatorCalls {
    private final Operators operators;

    /** @param folder of the operator suite, whose signatures tell the defaults of arguments; it may be missing */
    public OperatorCalls(Path folder) {
        Path signatures = folder.resolve("signatures.json");
        ObjectMapper json = new ObjectMapper();
        try {
            operators = new Operators(
                    Files.exists(signatures) ? json.readTree(signatures.toFile()) : json.createObjectNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code torch.name(…)}, {@code name} with its package as in {@code nn.functional.relu}. */
    public @Nullable Object function(
            String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords)
            throws NoSuchMethodException, InvocationTargetException {
        return operators.call(new Call(name, "function", plain(arguments), plain(keywords)));
    }

    /** {@code tensor.name(…)}, the tensor being the first argument. */
    public @Nullable Object method(
            String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords)
            throws NoSuchMethodException, InvocationTargetException {
        return operators.call(new Call(name, "method", plain(arguments), plain(keywords)));
    }

    /** The call that a line describes as a case does; of several results the first tensor. */
    public Tensor result(JsonNode build, TensorStore store) throws NoSuchMethodException, InvocationTargetException {
        Object result = operators.call(Call.of(build, store));
        return Results.flatten(result).stream()
                .filter(Tensor.class::isInstance)
                .map(Tensor.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The parts of a result that is several, in order. */
    public static List<Object> parts(@Nullable Object result) {
        return Results.flatten(result);
    }

    /** A tuple is a list to an operator. */
    private static List<@Nullable Object> plain(List<@Nullable Object> arguments) {
        return arguments.stream().map(OperatorCalls::plain).toList();
    }

    private static Map<String, @Nullable Object> plain(Map<String, @Nullable Object> keywords) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        keywords.forEach((name, value) -> out.put(name, plain(value)));
        return out;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Tuple t -> t.items();
            case Shape s -> Arrays.stream(s.toArray()).boxed().toList();
            case null, default -> value;
        };
    }
}
