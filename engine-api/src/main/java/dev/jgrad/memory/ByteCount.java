package dev.jgrad.memory;

import dev.jgrad.data.ArgumentException;
import java.util.Locale;

/** Amounts of memory as people write and read them. */
public final class ByteCount {
    private ByteCount() {}

    /** As PyTorch prints them: {@code 1.50 GiB}. */
    public static String text(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " bytes";
        }
        int unit = bytes < 1 << 20 ? 10 : bytes < 1 << 30 ? 20 : 30;
        return String.format(Locale.ROOT, "%.2f %ciB", bytes / (double) (1L << unit), "KMG".charAt(unit / 10 - 1));
    }

    /** Parses {@code 512m}, {@code 8g} or plain bytes. */
    public static long parse(String property, String text) {
        try {
            char last = Character.toLowerCase(text.charAt(text.length() - 1));
            int unit = "kmgt".indexOf(last);
            String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
            return Math.multiplyExact(Long.parseLong(digits.strip()), 1L << 10 * (unit + 1));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new ArgumentException(
                    "system property " + property + " is '" + text + "', but should be bytes such as 512m or 8g", e);
        }
    }
}
