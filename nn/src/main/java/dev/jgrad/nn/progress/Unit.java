package dev.jgrad.nn.progress;

import java.util.Locale;

/** What a bar counts, and how many of it are written. */
enum Unit {
    IMAGES {
        @Override
        String count(double n) {
            return String.valueOf((long) n);
        }

        @Override
        String rate(double perSecond) {
            return String.format(Locale.ROOT, perSecond < 100 ? "%.1f images/s" : "%.0f images/s", perSecond);
        }
    },
    BYTES {
        @Override
        String count(double n) {
            return scaled(n);
        }

        @Override
        String rate(double perSecond) {
            return scaled(perSecond) + "B/s";
        }
    };

    abstract String count(double n);

    abstract String rate(double perSecond);

    /** Three digits and a letter, in steps of 1024, as tqdm writes sizes of files. */
    static String scaled(double n) {
        String[] letters = {"", "k", "M", "G", "T"};
        int i = 0;
        double value = n;
        while (value >= 999.5 && i < letters.length - 1) {
            value /= 1024;
            i++;
        }
        String format = i == 0 ? "%.0f" : value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value) + letters[i];
    }
}
