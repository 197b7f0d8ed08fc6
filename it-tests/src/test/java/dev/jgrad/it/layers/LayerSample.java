package dev.jgrad.it.layers;

import dev.jgrad.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A module and what it is called with.
 *
 * @param expression the module as in Python
 * @param inputs what it takes; null where an optional input is left out
 * @param before what the first input is put through before; the module is differentiable only on the outputs of that
 */
record LayerSample(String expression, List<@Nullable LayerInput> inputs, UnaryOperator<Tensor> before) {
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(");

    /** The modules that it checks, without the package. */
    Set<String> names() {
        return CALL.matcher(expression)
                .results()
                .map((MatchResult r) -> r.group(1))
                .collect(Collectors.toSet());
    }

    String name() {
        StringBuilder b = new StringBuilder(expression);
        for (LayerInput input : inputs) {
            b.append(' ').append(input == null ? "None" : input.tensor().shape());
        }
        return b.toString();
    }
}
