package dev.jgrad.nn.data;

import java.util.ArrayList;
import java.util.List;

/** Cuts a CSV text into rows of fields (RFC 4180): a field in quotes may hold separators, line ends and doubled quotes. */
final class CsvFields {
    private final String text;
    private final String name;
    private final char separator;
    private int at;

    private CsvFields(String text, String name) {
        this.text = text;
        this.name = name;
        this.separator = separator(text);
    }

    /** All rows that are not empty. */
    static List<List<String>> split(String text, String name) {
        return new CsvFields(text, name).rows();
    }

    /** Whichever of the usual ones occurs most often in the first line. */
    private static char separator(String text) {
        String line = text.lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(line, candidate) > count(line, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String line, char c) {
        return line.chars().filter(x -> x == c).count();
    }

    private List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        var row = new ArrayList<String>();
        while (at < text.length()) {
            row.add(field());
            boolean more = at < text.length() && text.charAt(at) == separator;
            if (more) {
                at++;
                if (at == text.length()) {
                    row.add("");
                }
            }
            if (!more || at == text.length()) {
                skipLineEnd();
                if (row.size() > 1 || !row.getFirst().isEmpty()) {
                    rows.add(row);
                }
                row = new ArrayList<>();
            }
        }
        return rows;
    }

    private void skipLineEnd() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
    }

    private String field() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private String quoted() {
        int start = at++;
        var field = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                if (at < text.length() && text.charAt(at) != separator && !isLineEnd(text.charAt(at))) {
                    break;
                }
                return field.toString();
            }
        }
        throw new DataException(name + ": the quote at character " + (start + 1)
                + " is not closed before a separator or the end of the line");
    }
}
