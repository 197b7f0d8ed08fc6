package dev.jgrad.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as text, as Python's {@code format} makes it: the exact binary value, rounded half to even in decimal. Java's
 * own formatter rounds the shortest decimal instead and differs in the last digit.
 */
final class PrintedNumber {
    private PrintedNumber() {}

    /** {@code '{:.4f}'}. */
    static String fixed(double value, int digits) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        String text = new BigDecimal(Math.abs(value))
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
        return sign(value) + text;
    }

    /** {@code '{:.4e}'}: an exponent of at least two digits. */
    static String scientific(double value, int digits) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        String mantissa = "0".repeat(digits + 1);
        int exponent = 0;
        if (value != 0) {
            BigDecimal rounded =
                    new BigDecimal(Math.abs(value)).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
            exponent = rounded.precision() - rounded.scale() - 1;
            // An exact value may have fewer digits than asked for.
            mantissa = rounded.unscaledValue().toString();
            mantissa += "0".repeat(Math.max(0, digits + 1 - mantissa.length()));
        }
        String point = digits == 0 ? "" : "." + mantissa.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        return sign(value)
                + mantissa.charAt(0)
                + point
                + (exponent < 0 ? "e-" : "e+")
                + (power.length() < 2 ? "0" : "")
                + power;
    }

    private static String sign(double value) {
        return Math.copySign(1, value) < 0 ? "-" : "";
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
}
