package dev.jgrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jgrad.io.Tuple;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReprTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "0.1, 0.1",
        "1e-5, 1e-05",
        "1.5e-7, 1.5e-07",
        "0.0001, 0.0001",
        "0.00012, 0.00012",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "-2.5e22, -2.5e+22",
        "123456.75, 123456.75",
        "1e-100, 1e-100",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan",
        "0.3333333333333333, 0.3333333333333333"
    })
    void floatsAsInPython(double value, String text) {
        assertEquals(text, Repr.of(value));
    }

    @Test
    void otherValues() {
        assertEquals("True", Repr.of((Object) true));
        assertEquals("None", Repr.of((Object) null));
        assertEquals("(5,)", Repr.tuple(5));
        assertEquals("(0.9, 0.999)", Repr.of(Tuple.of(0.9, 0.999)));
        assertEquals("[1, None, 'a']", Repr.of((Object) Arrays.asList(1L, null, "a")));
        assertEquals("[]", Repr.of((Object) List.of()));
    }
}
