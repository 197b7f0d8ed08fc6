package dev.jgrad.it.conformance.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code signatures.json} does not say: PyTorch's documentation for functions that choose by a flag what they return.
 * Java has a method of its own for the longer answer, {@code maxPool2dWithIndices}.
 */
final class Supplements {
    private static final String POOL =
            "(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)";
    private static final String ADAPTIVE = "(input, output_size, return_indices=False)";

    private static final String FRACTIONAL =
            "(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None)";

    /** Signatures by operator. */
    private static final Map<String, String> SIGNATURES = Map.ofEntries(
            Map.entry("nn.functional.max_pool1d", POOL),
            Map.entry("nn.functional.max_pool2d", POOL),
            Map.entry("nn.functional.max_pool3d", POOL),
            Map.entry("nn.functional.adaptive_max_pool1d", ADAPTIVE),
            Map.entry("nn.functional.adaptive_max_pool2d", ADAPTIVE),
            Map.entry("nn.functional.adaptive_max_pool3d", ADAPTIVE),
            Map.entry("nn.functional.fractional_max_pool2d", FRACTIONAL),
            Map.entry("nn.functional.fractional_max_pool3d", FRACTIONAL),
            Map.entry("lu", "(A, pivot=True, get_infos=False)"),
            Map.entry("nonzero", "(input, *, as_tuple=False)"));

    /** What a flag adds to the name. */
    private static final Map<String, String> FLAGS =
            Map.of("return_indices", "_with_indices", "as_tuple", "_as_tuple", "inplace", "_");

    private Supplements() {}

    /** The documented signatures of an operator, none for most. */
    static List<Signature> of(String op) {
        String text = SIGNATURES.get(op);
        return text == null ? List.of() : List.of(Objects.requireNonNull(Signature.parse(text)));
    }

    /** The call without its flag, under the name that stands for it. */
    static Call resolve(Call call) {
        List<Signature> all = new ArrayList<>(of(call.op()));
        if (call.op().startsWith("nn.functional.")) {
            all.addAll(KnownSignatures.of(call.op()));
        }
        for (Signature s : all) {
            Map<String, @Nullable Object> given = s.bind(call);
            for (var flag : FLAGS.entrySet()) {
                if (given != null && Boolean.TRUE.equals(given.get(flag.getKey()))) {
                    Map<String, @Nullable Object> rest = new LinkedHashMap<>(given);
                    rest.remove(flag.getKey());
                    Object input = rest.remove("input");
                    return new Call(call.op() + flag.getValue(), call.variant(), java.util.Arrays.asList(input), rest);
                }
            }
        }
        return call;
    }
}
