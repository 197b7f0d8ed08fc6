package dev.jgrad.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as Python formats them, halves and rounding up to the next power of ten among them. */
class PrintedNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0.5,0,0.50,5e-01,5.0000e-01",
        "1.5,2,1.50,2e+00,1.5000e+00",
        "2.5,2,2.50,2e+00,2.5000e+00",
        "0.125,0,0.12,1e-01,1.2500e-01",
        "1e22,10000000000000000000000,10000000000000000000000.00,1e+22,1.0000e+22",
        "123456.789,123457,123456.79,1e+05,1.2346e+05",
        "-0.0,-0,-0.00,-0e+00,-0.0000e+00",
        "5e-324,0,0.00,5e-324,4.9407e-324",
        "1.005,1,1.00,1e+00,1.0050e+00",
        "9.9995,10,10.00,1e+01,9.9995e+00",
        "99999.5,100000,99999.50,1e+05,1.0000e+05",
        "Infinity,inf,inf,inf,inf",
        "-Infinity,-inf,-inf,-inf,-inf",
        "NaN,nan,nan,nan,nan"
    })
    void asPython(double value, String fixed0, String fixed2, String scientific0, String scientific4) {
        assertEquals(fixed0, PrintedNumber.fixed(value, 0));
        assertEquals(fixed2, PrintedNumber.fixed(value, 2));
        assertEquals(scientific0, PrintedNumber.scientific(value, 0));
        assertEquals(scientific4, PrintedNumber.scientific(value, 4));
    }
}
