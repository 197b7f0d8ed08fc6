package dev.jgrad.cpu.threads;

import dev.jgrad.data.ArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * How many threads work on a range, the caller included.
 *
 * @param most as many at most
 * @param automatic whether fewer are used while other programs keep the processors busy
 */
record ThreadSetting(int most, boolean automatic) {
    static final String PROPERTY = "jgrad.threads";

    private static final String AUTO = "auto";

    /**
     * Parses the system property: {@code auto} or null for one per processor and fewer on a busy machine, {@code auto:6}
     * for up to six, {@code 6} for six.
     *
     * @throws ArgumentException for anything else
     */
    static ThreadSetting parse(@Nullable String given) {
        String text = given == null ? AUTO : given.strip();
        if (text.equals(AUTO)) {
            return new ThreadSetting(Runtime.getRuntime().availableProcessors(), true);
        }
        boolean automatic = text.startsWith(AUTO + ":");
        try {
            int most = Integer.parseInt(automatic ? text.substring(AUTO.length() + 1) : text);
            if (most >= 1) {
                return new ThreadSetting(most, automatic);
            }
        } catch (NumberFormatException e) {
            // falls through to the message
        }
        throw new ArgumentException("system property " + PROPERTY + " is '" + given
                + "', but should be a number of 1 or" + " more, 'auto', or a largest number as in 'auto:4'");
    }
}
