package dev.jgrad.it.conformance.ops;

import dev.jgrad.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Says in words where a tensor differs from the expected one. */
final class Comparison {
    private final double rtol;
    private final double atol;

    Comparison(double rtol, double atol) {
        this.rtol = rtol;
        this.atol = atol;
    }

    /** Null when dtype, shape and all elements agree. */
    @Nullable
    String difference(Tensor actual, Tensor expected) {
        if (actual.dtype() != expected.dtype()) {
            return "dtype " + actual.dtype() + ", expected " + expected.dtype();
        }
        if (!actual.shape().equals(expected.shape())) {
            return "shape " + actual.shape() + ", expected " + expected.shape();
        }
        Tensor a = actual.detach();
        return expected.isFloatingPoint()
                ? floating(a.toDoubleArray(), expected.toDoubleArray())
                : exact(a.toLongArray(), expected.toLongArray());
    }

    private @Nullable String floating(double[] actual, double[] expected) {
        for (int i = 0; i < actual.length; i++) {
            if (!close(actual[i], expected[i])) {
                return "element " + i + " is " + actual[i] + ", expected " + expected[i];
            }
        }
        return null;
    }

    /** The suite's rule: NaN equals NaN, infinities exactly. */
    boolean close(double actual, double expected) {
        if (Double.isNaN(expected) || Double.isInfinite(expected) || !Double.isFinite(actual)) {
            return Double.compare(actual, expected) == 0;
        }
        return Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
    }

    private static @Nullable String exact(long[] actual, long[] expected) {
        int at = Arrays.mismatch(actual, expected);
        return at < 0 ? null : "element " + at + " is " + actual[at] + ", expected " + expected[at];
    }
}
