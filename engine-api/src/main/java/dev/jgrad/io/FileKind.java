package dev.jgrad.io;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The kinds of files we read, told apart by their first bytes. */
enum FileKind {
    SAFETENSORS,
    ZIP,
    LEGACY;

    private static final int ZIP_START = 0x04034b50;
    private static final int ZIP_EMPTY = 0x06054b50;
    private static final int PICKLE_START = 0x80;

    static FileKind of(MappedFile file) {
        if (file.size() == 0) {
            throw new FormatException("it is empty");
        }
        if (file.size() > 8 && file.u8(8) == '{' && file.i64(0) > 0 && file.i64(0) <= file.size() - 8) {
            return SAFETENSORS;
        }
        int first = file.size() >= 4 ? file.i32(0) : 0;
        if (first == ZIP_START || first == ZIP_EMPTY) {
            return ZIP;
        }
        if (file.u8(0) == PICKLE_START) {
            return LEGACY;
        }
        throw new FormatException("it is neither a .pth nor a .safetensors file" + guess(file));
    }

    /** Files that people have in the place of a checkpoint. */
    private static String guess(MappedFile file) {
        byte[] head = file.bytes(0, Math.min(file.size(), 64));
        String text =
                new String(head, StandardCharsets.ISO_8859_1).stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<!doctype") || text.startsWith("<html")) {
            return " but a web page, as a download link gives that needs a login";
        }
        if (text.startsWith("version https://git-lfs")) {
            return " but a pointer of Git LFS: run git lfs pull";
        }
        if (text.length() > 8 && text.charAt(8) == '{') {
            return ": its header is longer than the file";
        }
        return "";
    }
}
