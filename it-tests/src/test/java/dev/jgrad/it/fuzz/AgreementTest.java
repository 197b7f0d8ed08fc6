package dev.jgrad.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What passes for the same tensor and what does not: a fuzzer that excuses everything finds nothing. */
class AgreementTest {
    private static Observation seen(Trust trust, double... values) {
        return Observation.of("v", Tensors.tensor(TensorOptions.dtype(DType.FLOAT32), values, values.length), trust);
    }

    private static boolean differs(Observation actual, Observation expected, Observation... disturbed) {
        Spread spread = disturbed.length == 0 ? null : new Spread(expected);
        for (Observation o : disturbed) {
            Objects.requireNonNull(spread).add(o);
        }
        return new Agreement(expected, spread, false).difference(actual).isPresent();
    }

    @Test
    void exactValuesAreComparedBitByBit() {
        Observation expected = seen(Trust.EXACT, 1, 2);
        assertFalse(differs(seen(Trust.EXACT, 1, 2), expected));
        assertTrue(differs(seen(Trust.EXACT, 1, 2.000001), expected));
        // Nor does it help that they move.
        assertTrue(differs(seen(Trust.EXACT, 1, 2.000001), expected, seen(Trust.EXACT, 1, 3)));
        assertTrue(differs(seen(Trust.EXACT, 1, 2, 3), expected));
    }

    @Test
    void roundedValuesDifferAsFarAsTheyMove() {
        Observation expected = seen(Trust.ROUNDED, 1, 2);
        assertFalse(differs(seen(Trust.ROUNDED, 1, 2.00001), expected));
        assertTrue(differs(seen(Trust.ROUNDED, 1, 2.01), expected));
        assertFalse(differs(seen(Trust.ROUNDED, 1, 2.01), expected, seen(Trust.ROUNDED, 1, 2.001)));
        assertTrue(differs(seen(Trust.ROUNDED, 1, 2.1), expected, seen(Trust.ROUNDED, 1, 2.001)));
        assertTrue(differs(seen(Trust.ROUNDED, 1, Double.NaN), expected, seen(Trust.ROUNDED, 1, 2.001)));
    }

    @Test
    void anElementThatMovesFarExcusesNoOther() {
        double[] values = new double[9];
        Arrays.fill(values, 1);
        Observation expected = seen(Trust.ROUNDED, values);
        values[0] = 1e6;
        Arrays.fill(values, 1, 9, 1.000001);
        Observation disturbed = seen(Trust.ROUNDED, values);
        values[0] = -1e6;
        assertFalse(differs(seen(Trust.ROUNDED, values), expected, disturbed));
        values[1] = 2;
        assertTrue(differs(seen(Trust.ROUNDED, values), expected, disturbed));
    }

    /** The tangent of a number of nineteen digits. */
    @Test
    void anElementWithoutADigitMayBeWhatOthersAre() {
        Observation expected = seen(Trust.ROUNDED, 0.5, 1000, 1, -2);
        Observation disturbed = seen(Trust.ROUNDED, 400, -2000, 500, 700);
        assertFalse(differs(seen(Trust.ROUNDED, 90_000, 1, 1, 1), expected, disturbed));
        assertTrue(differs(seen(Trust.ROUNDED, 1e7, 1, 1, 1), expected, disturbed));
        // Where digits are left, the others are no excuse.
        Observation known = seen(Trust.ROUNDED, 0.5001, 1000.001, 1.0001, -2.0001);
        assertTrue(differs(seen(Trust.ROUNDED, 2, 1000, 1, -2), expected, known));
    }

    /** Its root may be no number. */
    @Test
    void anElementWithoutADigitHasNoSign() {
        Observation expected = seen(Trust.ROUNDED, 1e-18, 1);
        assertFalse(differs(seen(Trust.ROUNDED, Double.NaN, 1), expected, seen(Trust.ROUNDED, 0, 1)));
        assertTrue(differs(seen(Trust.ROUNDED, Double.NaN, 1), expected, seen(Trust.ROUNDED, 0.9e-18, 1)));
        assertTrue(differs(seen(Trust.ROUNDED, 1e-18, Double.NaN), expected, seen(Trust.ROUNDED, 0, 1)));
    }

    /** The difference of two sums that overflow is no number, or infinite when one of them is added to the other. */
    @Test
    void infinitiesDependOnTheOrderOfSums() {
        double infinite = Double.NEGATIVE_INFINITY;
        assertFalse(differs(seen(Trust.ROUNDED, infinite), seen(Trust.ROUNDED, Double.NaN)));
        assertTrue(differs(seen(Trust.ROUNDED, infinite), seen(Trust.ROUNDED, 1)));
        assertTrue(differs(seen(Trust.EXACT, infinite), seen(Trust.EXACT, Double.NaN)));
        assertFalse(differs(seen(Trust.ROUNDED, 3e38), seen(Trust.ROUNDED, Double.NaN)));
    }

    @Test
    void whatOnlyOneRunHasIsFound() {
        Trace fast = new Trace();
        fast.enter(0);
        fast.line("var v0 = a;");
        Trace reference = new Trace();
        reference.enter(0);
        reference.line("var v0 = b;");
        assertEquals(0, Parting.of(fast, reference).orElseThrow().at());
        assertFalse(Judge.isUnstable(reference));
        assertTrue(Parting.of(fast, fast).isEmpty());
        assertEquals(0, Parting.of(fast, new Trace()).orElseThrow().at());
    }

    /** Whether a matrix of rounded numbers has an inverse is decided by their rounding, that of exact ones is not. */
    @Test
    void singularMatricesAreOfRoundedNumbers() {
        for (Trust trust : new Trust[] {Trust.ROUNDED, Trust.EXACT}) {
            Trace.Line refused =
                    new Trace.Line(0, "v0.inverse();", Trace.Outcome.REFUSED, trust, "the input is singular");
            Trace.Line done = new Trace.Line(0, "v0.inverse();", Trace.Outcome.DONE, trust, "");
            assertTrue(new Parting(refused, done).isSingular());
            assertTrue(new Parting(done, refused).isSingular());
            assertFalse(new Parting(done, done).isSingular());
            assertEquals(trust == Trust.EXACT, new Parting(refused, done).isExact());
        }
    }

    /** With {@link java.util.Random} some element went the same way in forty runs. */
    @Test
    void noiseMovesEachElementBothWays() {
        int elements = 1000;
        boolean[] up = new boolean[elements];
        boolean[] down = new boolean[elements];
        for (int run = 1; run <= 40; run++) {
            Noise.seed(run);
            for (int i = 0; i < elements; i++) {
                double factor = Noise.factor(DType.FLOAT32, 1);
                up[i] |= factor > 1;
                down[i] |= factor < 1;
            }
        }
        Noise.seed(0);
        for (int i = 0; i < elements; i++) {
            assertTrue(up[i] && down[i], "element " + i);
        }
    }

    @Test
    void sumsOfCoarseNumbersAreExact() {
        double third = Noise.coarse(1 / 3.0, DType.FLOAT64);
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += third;
        }
        assertEquals(third, sum / 1000);
        assertEquals(1 / 3.0, third, 1e-12);
        assertTrue(Double.isNaN(Noise.coarse(Double.NaN, DType.FLOAT32)));
    }
}
