package dev.jgrad.nn.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String FILE = "Content-Disposition: form-data; name=\"x\"; filename=\"f\"\r\n";

    private static String file(String type, String body) throws Refusal {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return new String(Multipart.file(bytes, bytes.length, type), StandardCharsets.ISO_8859_1);
    }

    @Test
    void findsTheFile() throws Refusal {
        assertEquals("data", file(TYPE, "--b\r\n" + FILE + "\r\ndata\r\n--b--\r\n"));
        assertEquals("", file(TYPE, "--b\r\n" + FILE + "\r\n\r\n--b--"));
        assertEquals("\r\n--c\r\n", file(TYPE, "ignored\r\n--b\r\n" + FILE + "\r\n\r\n--c\r\n\r\n--b--"));
        assertEquals("2", file(TYPE, "--b\r\n\r\nno headers\r\n--b\r\n" + FILE + "\r\n2\r\n--b--"));
        assertEquals(
                "3", file("Multipart/Form-Data;charset=x; Boundary=\"b c\"", "--b c\r\n" + FILE + "\r\n3\r\n--b c--"));
        assertEquals("4", file(TYPE, "--b\r\ncontent-disposition: form-data; name=image\r\n\r\n4\r\n--b--"));
    }

    @ParameterizedTest
    @CsvSource({"''", "--b", "--b--", "--b\\r\\n", "--b\\r\\n\\r\\nx", "x\\r\\n--b\\r\\n\\r\\nx\\r\\n--b--"})
    void refusesFormsWithoutOne(String body) {
        String text = body.replace("\\r\\n", "\r\n");
        var e = assertThrows(Refusal.class, () -> file(TYPE, text));
        assertEquals(400, e.status());
    }

    @Test
    void refusesEveryCutOffForm() {
        String whole = "--b\r\n" + FILE + "\r\ndata\r\n--b";
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThrows(Refusal.class, () -> file(TYPE, cut), cut);
        }
    }

    @Test
    void writesJson() {
        assertEquals(
                "{\"a\\\"\\u000a\\ud800é😀\":[0.500000,1,true]}",
                Json.of(Map.of("a\"\n\ud800é😀", java.util.List.of(0.5, 1, true))));
    }
}
