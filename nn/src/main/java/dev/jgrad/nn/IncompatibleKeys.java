package dev.jgrad.nn;

import java.util.List;

/**
 * Tells what did not match when a state was loaded.
 *
 * @param missingKeys entries of the module that the state lacks
 * @param unexpectedKeys entries of the state that the module lacks
 */
public record IncompatibleKeys(List<String> missingKeys, List<String> unexpectedKeys) {
    /** True when module and state have the same names. */
    public boolean isEmpty() {
        return missingKeys.isEmpty() && unexpectedKeys.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "<All keys matched successfully>"
                : "_IncompatibleKeys(missing_keys=" + list(missingKeys) + ", unexpected_keys=" + list(unexpectedKeys)
                        + ")";
    }

    private static String list(List<String> keys) {
        return keys.isEmpty() ? "[]" : "['" + String.join("', '", keys) + "']";
    }
}
