package dev.jgrad.nn.serve;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the file in a form that a browser or {@code curl -F} sent ({@code multipart/form-data}, RFC 7578). */
final class Multipart {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;.*)?$");
    private static final Pattern FILE =
            Pattern.compile("(?i)(^|;)\\s*(filename\\*?\\s*=|name\\s*=\\s*\"?(image|file)\\b)");
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};
    private static final int MOST_HEADERS = 8 << 10;

    private Multipart() {}

    static boolean is(String contentType) {
        return contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /**
     * The content of the first part that is a file or is called image or file.
     *
     * @throws Refusal when there is none, or the form is broken
     */
    static byte[] file(byte[] body, int length, String contentType) throws Refusal {
        byte[] delimiter = ("--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1);
        byte[] next = concat(LINE_END, delimiter);
        // The first delimiter may stand at the very beginning or after a line that is to be ignored.
        int at = startsWith(body, 0, length, delimiter) ? delimiter.length : after(body, 0, length, next);
        while (at >= 0 && !startsWith(body, at, length, "--".getBytes(StandardCharsets.ISO_8859_1))) {
            int headers = after(body, at, length, LINE_END);
            // Without any header, the empty line follows at once.
            int content =
                    headers < 0 ? -1 : after(body, headers - 2, Math.min(length, headers + MOST_HEADERS), HEADERS_END);
            int end = content < 0 ? -1 : after(body, content - 2, length, next);
            if (end < 0) {
                break;
            }
            if (isFile(new String(body, headers, content - headers, StandardCharsets.UTF_8))) {
                return Arrays.copyOfRange(body, content, Math.max(content, end - next.length));
            }
            at = end;
        }
        throw new Refusal(
                Refusal.BAD_REQUEST,
                at < 0 || !startsWith(body, at, length, "--".getBytes(StandardCharsets.ISO_8859_1))
                        ? "the form is broken: a part has no beginning or no end"
                        : "the form has no file; send the picture as the part 'image', as in curl -F image=@photo.jpg");
    }

    private static String boundary(String contentType) throws Refusal {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new Refusal(Refusal.BAD_REQUEST, "the form's Content-Type names no boundary");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private static boolean isFile(String headers) {
        return headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .anyMatch(line -> FILE.matcher(line).find());
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static boolean startsWith(byte[] body, int at, int length, byte[] what) {
        return at + what.length <= length && Arrays.equals(body, at, at + what.length, what, 0, what.length);
    }

    /** Where the first occurrence ends, or -1. A delimiter begins with the only CR in it, so this is linear. */
    private static int after(byte[] body, int from, int length, byte[] what) {
        for (int at = from; at + what.length <= length; at++) {
            if (body[at] == what[0] && startsWith(body, at, length, what)) {
                return at + what.length;
            }
        }
        return -1;
    }
}
