package dev.jgrad.it.conformance.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return operators.call(new Call(name, "function", plain(arguments), keywords));
    }

    /** {@code tensor.name(…)}, the tensor being the first argument. */
    public @Nullable Object method(
            String name, List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords)
            throws NoSuchMethodException, InvocationTargetException {
        return operators.call(new Call(name, "method", plain(arguments), keywords));
    }

    /** A tuple is a list to an operator. */
    private static List<@Nullable Object> plain(List<@Nullable Object> arguments) {
        return arguments.stream()
                .map(a -> a instanceof dev.jgrad.io.Tuple t ? (Object) t.items() : a)
                .toList();
    }
}
