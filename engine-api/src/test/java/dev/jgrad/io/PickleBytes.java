package dev.jgrad.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes pickles by hand, opcode by opcode, that no pickler would write. */
final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Opcodes and arguments: characters up to U+00FF stand for bytes. */
    PickleBytes add(String bytes) {
        out.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleBytes repeat(String bytes, int times) {
        byte[] once = bytes.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < times; i++) {
            out.writeBytes(once);
        }
        return this;
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(utf8.length >> shift);
        }
        out.writeBytes(utf8);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
