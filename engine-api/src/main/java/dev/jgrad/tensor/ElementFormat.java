package dev.jgrad.tensor;

import java.util.function.IntFunction;

/**
 * One format for all elements that are printed, chosen by looking at them: whole numbers with a bare point, a fixed
 * number of digits, or scientific notation where the values lie far apart, are huge or are tiny.
 */
final class ElementFormat {
    private static final double MAX_RATIO = 1000;
    private static final double HUGE = 1e8;
    private static final double TINY = 1e-4;

    private final IntFunction<String> text;
    private final int width;

    private ElementFormat(IntFunction<String> text, int width) {
        this.text = text;
        this.width = width;
    }

    /** The format for these elements. */
    static ElementFormat of(PrintedValues values, boolean floating, PrintOptions options) {
        return floating ? floating(values, options) : integral(values);
    }

    private static ElementFormat integral(PrintedValues values) {
        int width = 1;
        for (int i = 0; i < values.count(); i++) {
            width = Math.max(width, values.integral(i).length());
        }
        return new ElementFormat(values::integral, width);
    }

    private static ElementFormat floating(PrintedValues values, PrintOptions options) {
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        boolean whole = true;
        for (int i = 0; i < values.count(); i++) {
            double value = values.floating(i);
            if (counts(value)) {
                min = Math.min(min, Math.abs(value));
                max = Math.max(max, Math.abs(value));
                whole &= value == Math.ceil(value);
            }
        }
        boolean any = max > 0;
        Boolean wanted = options.sciMode();
        boolean scientific = any && (wanted != null ? wanted : max / min > MAX_RATIO || max > HUGE || min < TINY);
        int digits = options.precision();
        boolean bare = whole;
        IntFunction<String> text = i -> {
            double value = values.floating(i);
            if (scientific) {
                return PrintedNumber.scientific(value, digits);
            }
            if (bare) {
                return PrintedNumber.fixed(value, 0) + (Double.isFinite(value) ? "." : "");
            }
            return PrintedNumber.fixed(value, digits);
        };
        int width = 1;
        // Zeros, infinities and NaN do not widen the columns, though they may be wider than them.
        for (int i = 0; i < values.count(); i++) {
            if (counts(values.floating(i))) {
                width = Math.max(width, text.apply(i).length());
            }
        }
        return new ElementFormat(text, width);
    }

    private static boolean counts(double value) {
        return value != 0 && Double.isFinite(value);
    }

    /** The width that the elements are filled up to. */
    int width() {
        return width;
    }

    /** The text of an element, filled up on the left. */
    String apply(int i) {
        String plain = text.apply(i);
        return " ".repeat(Math.max(0, width - plain.length())) + plain;
    }
}
