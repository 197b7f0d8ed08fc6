package dev.jgrad.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jgrad.data.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A header says nothing that is not checked. */
class SafetensorsHeaderTest {
    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    private static final String B = "\"b\":{\"dtype\":\"I8\",\"shape\":[1,3],\"data_offsets\":[8,11]}";

    @TempDir
    Path folder;

    private SafetensorsHeader read(long length, String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(length).put(json);
        Path path = folder.resolve("file");
        try {
            Files.write(path, out.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MappedFile.read(path, SafetensorsHeader::read);
    }

    private SafetensorsHeader read(String header, int data) {
        return read(header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    private void refused(String why, String header, int data) {
        var e = assertThrows(CheckpointException.class, () -> read(header, data));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    }

    @Test
    void wellFormed() {
        SafetensorsHeader header = read("{\"__metadata__\":{\"k\\u00e9y\":\"v\\n\"}, " + B + " , " + A + "}   ", 11);
        assertEquals(Map.of("k\u00e9y", "v\n"), header.metadata());
        assertEquals(List.of("b", "a"), List.copyOf(header.entries().keySet()));
        assertEquals(DType.INT8, header.entries().get("b").dtype());
        assertArrayEquals(new long[] {1, 3}, header.entries().get("b").sizes());
        assertTrue(read("{}", 0).entries().isEmpty());
    }

    @Test
    void rangesThatDoNotFit() {
        refused("begins at byte", "{" + B + "}", 11);
        refused("ends at", "{" + A + "," + A.replace("\"a\"", "\"c\"") + "}", 8);
        refused("the file has", "{" + A + "}", 7);
        refused("the file has", "{" + A + "}", 9);
        refused("does not fit", "{" + A.replace("[2]", "[3]") + "}", 8);
        refused("does not fit", "{" + A.replace("[2]", "[4294967296,4294967296,4294967296]") + "}", 8);
        refused("does not fit", "{" + A.replace("[0,8]", "[8,0]") + "}", 8);
        refused("does not fit", "{" + A.replace("[0,8]", "[0,999999999999999999]") + "}", 8);
    }

    @Test
    void headersThatAreNone() {
        refused("lacks", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8);
        refused("'F12'", "{" + A.replace("F32", "F12") + "}", 8);
        refused("twice", "{" + A + "," + A + "}", 8);
        refused("two fields", "{" + A.replace("\"shape\":[2]", "\"shape\":[2],\"shape\":[2]") + "}", 8);
        refused("unknown field", "{" + A.replace("\"shape\"", "\"strides\"") + "}", 8);
        refused("whole number", "{" + A.replace("[2]", "[-2]") + "}", 8);
        refused("whole number", "{" + A.replace("[2]", "[02]") + "}", 8);
        refused("whole number", "{" + A.replace("[2]", "[99999999999999999999]") + "}", 8);
        refused("more than 255", "{" + A.replace("[2]", "[" + "1,".repeat(300) + "2]") + "}", 8);
        refused("','", "{" + A, 8);
        refused("the end", "{" + A + "} {", 8);
        refused("does not begin", " {" + A + "}", 8);
        refused("header is said", "{", 0);
    }

    @Test
    void lengthsThatAreNone() {
        for (long length : new long[] {0, 1, 1000, -1, Long.MAX_VALUE, 100_000_001}) {
            assertThrows(CheckpointException.class, () -> read(length, "{" + A + "}", 8));
        }
    }

    @Test
    void missingFilesAndFolders() {
        Path missing = folder.resolve("missing");
        assertTrue(assertThrows(CheckpointException.class, () -> MappedFile.open(missing))
                .getMessage()
                .contains("there is no file"));
        assertTrue(assertThrows(CheckpointException.class, () -> MappedFile.open(folder))
                .getMessage()
                .contains("folder"));
    }
}
