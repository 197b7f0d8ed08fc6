package dev.jgrad.it.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.data.JgradException;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.testkit.OpSample;
import dev.jgrad.testkit.Samples;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Which dtypes an operation takes, and the dtype of its result: PyTorch has few rules, and an operation follows one of
 * them. Floating dtypes are kept; integers are all refused, all kept, all counted in int64 or all computed in float32; pooling takes int64
 * alone, images may be bytes.
 */
class DTypesTest {
    private static final Set<DType> INTEGERS =
            EnumSet.of(DType.UINT8, DType.INT8, DType.INT16, DType.INT32, DType.INT64);

    /** What computes in double whatever it is given. */
    private static final Set<String> WIDENS = Set.of("toDouble", "to", "floatPower");

    @TestFactory
    Stream<DynamicTest> everyOperationFollowsARule() {
        return Samples.all().stream().map(s -> DynamicTest.dynamicTest(s.name(), () -> check(s)));
    }

    private static void check(OpSample s) {
        Map<DType, DType> table = table(s);
        for (DType dtype : EnumSet.range(DType.FLOAT32, DType.BFLOAT16)) {
            // Not every kernel is made for 16 bits.
            boolean mayLack = dtype.isReducedFloatingPoint();
            if (table.containsKey(dtype) || !mayLack) {
                assertEquals(WIDENS.contains(s.name()) ? DType.FLOAT64 : dtype, table.get(dtype), table.toString());
            }
        }
        Set<Rule> rules = EnumSet.allOf(Rule.class);
        for (DType integer : INTEGERS) {
            rules.removeIf(r -> r.result(integer) != table.get(integer));
        }
        assertTrue(!rules.isEmpty(), () -> "no rule gives " + table);
    }

    /** What becomes of integers. */
    private enum Rule {
        REFUSED,
        KEPT,
        COUNTED,
        FLOATING,
        DOUBLE,
        LONG_KEPT,
        LONG_FLOATING,
        BYTE_KEPT,
        SIGNED_KEPT;

        @org.jspecify.annotations.Nullable
        DType result(DType integer) {
            return switch (this) {
                case REFUSED -> null;
                case KEPT -> integer;
                case COUNTED -> DType.INT64;
                case FLOATING -> DType.FLOAT32;
                case DOUBLE -> DType.FLOAT64;
                case LONG_KEPT -> integer == DType.INT64 ? DType.INT64 : null;
                case BYTE_KEPT -> integer == DType.UINT8 ? DType.UINT8 : null;
                case SIGNED_KEPT -> integer == DType.UINT8 ? null : integer;
                case LONG_FLOATING -> integer == DType.INT64 ? DType.FLOAT32 : null;
            };
        }
    }

    /** The result's dtype for each dtype that is taken. */
    private static Map<DType, DType> table(OpSample s) {
        Map<DType, DType> table = new EnumMap<>(DType.class);
        for (DType dtype : DType.values()) {
            List<Tensor> inputs = s.inputs().get().stream()
                    .map(t -> dtype.isFloatingPoint()
                            ? t.to(dtype)
                            : t.abs().add(1).to(dtype))
                    .toList();
            try {
                table.put(dtype, s.function().apply(inputs).dtype());
            } catch (JgradException e) {
                assertTrue(!String.valueOf(e.getMessage()).isBlank(), "a refusal says why");
            }
        }
        return table;
    }
}
