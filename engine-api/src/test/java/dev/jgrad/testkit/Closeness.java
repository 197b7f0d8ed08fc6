package dev.jgrad.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import dev.jgrad.data.DType;

/** Compares what a kernel made with what it should be, to the precision of a dtype. */
public final class Closeness {
    private Closeness() {}

    /** The relative error that a few roundings of the dtype explain. */
    public static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> 1e-5;
            case FLOAT64 -> 1e-12;
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 1.6e-2;
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> 0;
        };
    }

    /** Fails at the first element that is neither equal (NaN equals NaN) nor within the tolerance, times a factor. */
    public static void assertClose(DType dtype, double factor, double[] expected, double[] actual, String what) {
        if (expected.length != actual.length) {
            fail(what + ": " + actual.length + " elements, expected " + expected.length);
        }
        double tolerance = tolerance(dtype) * factor;
        for (int i = 0; i < expected.length; i++) {
            double e = Sample.rounded(dtype, expected[i]);
            double a = actual[i];
            boolean same = e == a || (Double.isNaN(e) && Double.isNaN(a));
            if (!same && !(Math.abs(e - a) <= tolerance * Math.max(1, Math.abs(e)))) {
                fail(what + ": element " + i + " is " + a + ", expected " + e);
            }
        }
    }
}
