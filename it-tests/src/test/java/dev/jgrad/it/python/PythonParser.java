package dev.jgrad.it.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parser by recursive descent; what it does not know it refuses. */
final class PythonParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(\\d[\\d_]*(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?)|([A-Za-z_]\\w*)"
                    + "|('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")|(\\.\\.\\.|\\*\\*|//|<=|>=|==|!=|[-+*/%@<>()\\[\\]{}.,:=]))");
    private static final List<List<String>> LEVELS =
            List.of(List.of("<", ">", "<=", ">=", "==", "!="), List.of("+", "-"), List.of("*", "/", "//", "%", "@"));

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private int at;

    private PythonParser(String text) {
        this.text = text;
        Matcher m = TOKEN.matcher(text);
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!m.find(end) || m.start() != end) {
                throw new IllegalArgumentException("cannot read " + text.substring(end) + " in " + text);
            }
            tokens.add(m.group().strip());
            end = m.end();
        }
    }

    static Expression parse(String text) {
        PythonParser p = new PythonParser(text);
        Expression e = p.binary(0);
        if (p.at < p.tokens.size()) {
            throw p.unexpected();
        }
        return e;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("unexpected '" + peek() + "' in " + text);
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String token) {
        boolean there = peek().equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    private Expression binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        while (LEVELS.get(level).contains(peek())) {
            String operator = tokens.get(at++);
            left = new Expression.Operation(operator, left, binary(level + 1));
        }
        return left;
    }

    private Expression unary() {
        if (take("-")) {
            Expression operand = unary();
            return operand instanceof Expression.Literal(Long l)
                    ? new Expression.Literal(-l)
                    : operand instanceof Expression.Literal(Double d)
                            ? new Expression.Literal(-d)
                            : new Expression.Negation(operand);
        }
        Expression base = postfix(atom());
        return take("**") ? new Expression.Operation("**", base, unary()) : base;
    }

    private Expression postfix(Expression start) {
        Expression e = start;
        while (true) {
            if (take(".")) {
                e = new Expression.Attribute(e, tokens.get(at++));
            } else if (take("(")) {
                e = invocation(e);
            } else if (take("[")) {
                List<Expression> parts = new ArrayList<>();
                do {
                    parts.add(part());
                } while (take(","));
                expect("]");
                e = new Expression.Subscript(e, parts);
            } else {
                return e;
            }
        }
    }

    private Expression invocation(Expression function) {
        List<Expression> arguments = new ArrayList<>();
        Map<String, Expression> keywords = new LinkedHashMap<>();
        while (!take(")")) {
            if (at + 1 < tokens.size() && tokens.get(at + 1).equals("=")) {
                String name = tokens.get(at);
                at += 2;
                keywords.put(name, binary(0));
            } else if (take("*")) {
                arguments.add(new Expression.Unpacked(binary(0)));
            } else {
                arguments.add(binary(0));
            }
            if (!peek().equals(")")) {
                expect(",");
            }
        }
        return new Expression.Invocation(function, arguments, keywords);
    }

    /** An index, or a range of them. */
    private Expression part() {
        Expression start = peek().equals(":") ? null : binary(0);
        if (!take(":")) {
            return java.util.Objects.requireNonNull(start);
        }
        Expression stop = bound();
        return new Expression.Range(start, stop, take(":") ? bound() : null);
    }

    private @Nullable Expression bound() {
        return List.of(":", ",", "]").contains(peek()) ? null : binary(0);
    }

    private Expression atom() {
        String token = peek();
        at++;
        if (token.isEmpty()) {
            throw new IllegalArgumentException("ends too early: " + text);
        }
        char c = token.charAt(0);
        if (Character.isDigit(c) || c == '.' && token.length() > 1 && !token.equals("...")) {
            String plain = token.replace("_", "");
            return new Expression.Literal(plain.matches("\\d+") ? (Object) Long.valueOf(plain) : Double.valueOf(plain));
        }
        if (c == '\'' || c == '"') {
            return new Expression.Literal(token.substring(1, token.length() - 1).translateEscapes());
        }
        return switch (token) {
            case "None" -> new Expression.Literal(null);
            case "True" -> new Expression.Literal(true);
            case "False" -> new Expression.Literal(false);
            case "..." -> new Expression.Dots();
            case "[" -> list();
            case "(" -> parenthesis();
            case "{" -> dictionary();
            default -> {
                if (!Character.isLetter(c) && c != '_') {
                    at--;
                    throw unexpected();
                }
                yield new Expression.Identifier(token);
            }
        };
    }

    /** A list, or one made by a loop. */
    private Expression list() {
        List<Expression> items = new ArrayList<>();
        while (!take("]")) {
            items.add(binary(0));
            if (items.size() == 1 && take("for")) {
                String variable = tokens.get(at++);
                expect("in");
                Expression over = binary(0);
                expect("]");
                return new Expression.Comprehension(items.getFirst(), variable, over);
            }
            if (!peek().equals("]")) {
                expect(",");
            }
        }
        return new Expression.Sequence(items, false);
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!take(close)) {
            items.add(binary(0));
            if (!peek().equals(close)) {
                expect(",");
            }
        }
        return items;
    }

    private Expression parenthesis() {
        List<Expression> items = items(")");
        boolean comma = tokens.get(at - 2).equals(",");
        return items.size() == 1 && !comma ? items.getFirst() : new Expression.Sequence(items, true);
    }

    private Expression dictionary() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!take("}")) {
            Expression key = binary(0);
            expect(":");
            entries.put(key, binary(0));
            if (!peek().equals("}")) {
                expect(",");
            }
        }
        return new Expression.Dictionary(entries);
    }
}
