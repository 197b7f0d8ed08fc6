package dev.jgrad.io;

/**
 * A strict reader for the JSON of a safetensors header, a value at a time: objects, arrays, strings and whole numbers.
 * It builds nothing by itself, so the size and depth of what is built are in the hand of the caller.
 */
final class JsonReader {
    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    /** Reads {@code "{"}; then come calls of {@link #nextName}. */
    void beginObject() {
        expect('{');
    }

    /**
     * The name of the next member of an object, its colon read as well; null at the end of the object.
     *
     * @param first true for the first call in an object
     */
    @org.jspecify.annotations.Nullable
    String nextName(boolean first) {
        if (closes('}', first)) {
            return null;
        }
        String name = string();
        expect(':');
        return name;
    }

    /** Reads {@code "["}; then come calls of {@link #hasNext}. */
    void beginArray() {
        expect('[');
    }

    /** True before an element, false when the array is over. */
    boolean hasNext(boolean first) {
        return !closes(']', first);
    }

    private boolean closes(char end, boolean first) {
        skipBlanks();
        if (peek() == end) {
            at++;
            return true;
        }
        if (!first) {
            expect(',');
        }
        return false;
    }

    /** A whole number from 0 on. */
    long wholeNumber() {
        skipBlanks();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
        if (at == start || leadingZero || at - start > 18) {
            throw wrong("a whole number from 0 to 10^18");
        }
        return Long.parseLong(text, start, at, 10);
    }

    String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("a control character written as an escape");
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        throw wrong("four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw wrong("an escape that JSON has");
        };
    }

    /** Checks that only blanks follow. */
    void end() {
        skipBlanks();
        if (at < text.length()) {
            throw wrong("the end");
        }
    }

    private void expect(char c) {
        skipBlanks();
        if (peek() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong("more text");
        }
        return text.charAt(at++);
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private FormatException wrong(String expected) {
        return new FormatException(
                "its header is not the JSON expected: " + expected + " should stand at character " + at);
    }
}
