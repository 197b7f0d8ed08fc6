package dev.jgrad.tensor;

import dev.jgrad.data.ArgumentException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the colon in Python's {@code '{:>8.2f}'}: {@code [[fill]align][sign][#][0][width][grouping][.precision]
 * [type]} for numbers, as in Python's "Format Specification Mini-Language".
 */
final class FormatSpec {
    private static final Pattern SYNTAX = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([bcdeEfFgGnosxX%])?", Pattern.DOTALL);

    private final Matcher parts;
    private final String text;

    FormatSpec(String text) {
        this.text = text;
        this.parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new ArgumentException("Invalid format specifier '" + text + "'");
        }
    }

    private boolean has(int group) {
        return parts.group(group) != null;
    }

    private char type() {
        return has(9) ? parts.group(9).charAt(0) : 0;
    }

    private int precision(int otherwise) {
        return has(8) ? Integer.parseInt(parts.group(8)) : otherwise;
    }

    /** A whole number. */
    String format(long value) {
        char type = type();
        if ("eEfFgG%".indexOf(type) >= 0 && type != 0) {
            return format((double) value);
        }
        String digits = switch (type) {
            case 0, 'd', 'n' -> Long.toString(value);
            case 'b' -> (value < 0 ? "-" : "") + (has(4) ? "0b" : "") + magnitude(value, 2);
            case 'o' -> (value < 0 ? "-" : "") + (has(4) ? "0o" : "") + magnitude(value, 8);
            case 'x' -> (value < 0 ? "-" : "") + (has(4) ? "0x" : "") + magnitude(value, 16);
            case 'X' ->
                (value < 0 ? "-" : "")
                        + (has(4) ? "0X" : "")
                        + magnitude(value, 16).toUpperCase(Locale.ROOT);
            case 'c' -> Character.toString((int) value);
            default -> throw unknown("int");
        };
        if (has(8)) {
            throw new ArgumentException("Precision not allowed in integer format specifier ('" + text + "')");
        }
        return aligned(digits);
    }

    private static String magnitude(long value, int radix) {
        return Long.toUnsignedString(Math.abs(value), radix);
    }

    /** A floating number. */
    String format(double value) {
        String digits = switch (type()) {
            case 'f' -> PrintedNumber.fixed(value, precision(6));
            case 'F' -> PrintedNumber.fixed(value, precision(6)).toUpperCase(Locale.ROOT);
            case 'e' -> PrintedNumber.scientific(value, precision(6));
            case 'E' -> PrintedNumber.scientific(value, precision(6)).toUpperCase(Locale.ROOT);
            case '%' -> PrintedNumber.fixed(value * 100, precision(6)) + "%";
            case 'g', 'n' -> general(value, precision(6), false);
            case 'G' -> general(value, precision(6), false).toUpperCase(Locale.ROOT);
            case 0 -> has(8) ? general(value, precision(0), true) : shortest(value);
            default -> throw unknown("float");
        };
        return aligned(digits);
    }

    private ArgumentException unknown(String type) {
        return new ArgumentException("Unknown format code '" + type() + "' for object of type '" + type + "'");
    }

    /** Python's {@code repr}: the shortest decimal that reads back. */
    static String shortest(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return value == 0 ? (1 / value < 0 ? "-0.0" : "0.0") : PrintedNumber.fixed(value, 1);
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        return power(exact, exponent);
    }

    private static String power(BigDecimal value, int exponent) {
        String mantissa = value.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** So many digits in all, without zeros at the end. */
    private static String general(double value, int digits, boolean withPoint) {
        if (!Double.isFinite(value) || value == 0) {
            return value == 0 ? (1 / value < 0 ? "-0" : "0") + (withPoint ? ".0" : "") : PrintedNumber.fixed(value, 1);
        }
        int most = Math.max(1, digits);
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(most, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= (withPoint ? most - 1 : most)) {
            return power(rounded, exponent);
        }
        String plain = rounded.toPlainString();
        return withPoint && !plain.contains(".") ? plain + ".0" : plain;
    }

    private String aligned(String number) {
        boolean negative = number.startsWith("-");
        String sign = negative ? "-" : has(3) && !parts.group(3).equals("-") ? parts.group(3) : "";
        String digits = grouped(negative ? number.substring(1) : number);
        int width = has(6) ? Integer.parseInt(parts.group(6)) : 0;
        int room = Math.max(0, width - sign.length() - digits.length());
        String fill = padding();
        String align = has(2) ? parts.group(2) : has(5) ? "=" : ">";
        return switch (align) {
            case "<" -> sign + digits + fill.repeat(room);
            case "^" -> fill.repeat(room / 2) + sign + digits + fill.repeat(room - room / 2);
            case "=" -> sign + fill.repeat(room) + digits;
            default -> fill.repeat(room) + sign + digits;
        };
    }

    private String padding() {
        @Nullable String given = parts.group(1);
        return given != null ? given : has(5) ? "0" : " ";
    }

    private String grouped(String digits) {
        if (!has(7)) {
            return digits;
        }
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        StringBuilder whole = new StringBuilder(digits.substring(0, end));
        for (int at = end - 3; at > 0; at -= 3) {
            whole.insert(at, parts.group(7));
        }
        return whole + digits.substring(end);
    }
}
