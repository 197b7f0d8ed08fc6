package dev.jgrad.nn.expression;

import dev.jgrad.io.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of Python's expressions that builds modules: calls with positional and keyword arguments, numbers, strings,
 * {@code True}, {@code False}, {@code None}, lists, tuples and dictionaries. Gives {@link Call}, {@link Name}, Long, Double,
 * String, Boolean, null, List, {@link Tuple} and Map.
 */
final class ExpressionParser {
    private static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    private ExpressionParser(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) {
        ExpressionParser parser = new ExpressionParser(text);
        Object value = parser.value();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.error("unexpected '" + text.charAt(parser.at) + "'");
        }
        return value;
    }

    private @Nullable Object value() {
        if (++depth > DEEPEST) {
            throw error("nested too deeply");
        }
        char c = peek();
        Object value;
        if (Character.isLetter(c) || c == '_') {
            value = nameOrCall();
        } else if (Character.isDigit(c) || c == '.' || c == '-' || c == '+') {
            value = number();
        } else {
            value = switch (c) {
                case '\'', '"' -> string();
                case '[' -> items('[', ']');
                case '(' -> tuple();
                case '{' -> map();
                case 0 -> throw error("the expression ends too early");
                default -> throw error("unexpected '" + c + "'");
            };
        }
        depth--;
        return value;
    }

    private @Nullable Object nameOrCall() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String name = text.substring(start, at);
        if (peek() == '(') {
            return call(name);
        }
        return switch (name) {
            case "True" -> true;
            case "False" -> false;
            case "None" -> null;
            default -> new Name(name);
        };
    }

    private Call call(String name) {
        List<@Nullable Object> arguments = new ArrayList<>();
        Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
        expect('(');
        while (peek() != ')') {
            Object value = value();
            if (value instanceof Name keyword && peek() == '=') {
                expect('=');
                if (keywords.containsKey(keyword.text())) {
                    throw error("keyword argument repeated: " + keyword.text());
                }
                keywords.put(keyword.text(), value());
            } else if (!keywords.isEmpty()) {
                throw error("positional argument follows keyword argument");
            } else {
                arguments.add(value);
            }
            comma(')');
        }
        expect(')');
        return new Call(name, arguments, keywords);
    }

    private List<@Nullable Object> items(char open, char close) {
        List<@Nullable Object> items = new ArrayList<>();
        expect(open);
        while (peek() != close) {
            items.add(value());
            comma(close);
        }
        expect(close);
        return items;
    }

    /** A tuple, or a value in parentheses where there is no comma. */
    private @Nullable Object tuple() {
        int start = at;
        List<@Nullable Object> items = items('(', ')');
        boolean comma = text.substring(start, at).replaceAll("\\s", "").endsWith(",)");
        return items.size() == 1 && !comma ? items.getFirst() : new Tuple(items);
    }

    private Map<Object, @Nullable Object> map() {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            Object key = value();
            if (key == null) {
                throw error("None cannot be a key here");
            }
            expect(':');
            map.put(key, value());
            comma('}');
        }
        expect('}');
        return map;
    }

    private Object number() {
        int start = at;
        while (at < text.length() && isPartOfNumber(start)) {
            at++;
        }
        String number = text.substring(start, at).replace("_", "");
        try {
            return number.matches("[+-]?\\d+") ? (Object) Long.valueOf(number) : Double.valueOf(number);
        } catch (NumberFormatException e) {
            throw error("'" + number + "' is no number");
        }
    }

    private boolean isPartOfNumber(int start) {
        char c = text.charAt(at);
        boolean signOfExponent = (c == '-' || c == '+') && (at == start || "eE".indexOf(text.charAt(at - 1)) >= 0);
        return Character.isDigit(c) || "._eE".indexOf(c) >= 0 || signOfExponent;
    }

    private String string() {
        char quote = text.charAt(at);
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw error(end < 0 ? "the string does not end" : "strings with a backslash are not read");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private void comma(char close) {
        if (peek() == ',') {
            at++;
        } else if (peek() != close) {
            throw error("expected ',' or '" + close + "'");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("expected '" + c + "'");
        }
        at++;
    }

    private char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ExpressionException error(String what) {
        return new ExpressionException(what + " at position " + (at + 1) + " of: " + text);
    }
}
