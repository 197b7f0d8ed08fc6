package dev.jgrad.it.conformance;

/**
 * How a case ended.
 *
 * @param id the case
 * @param op its operator
 * @param reason why it failed or was skipped; empty when it passed
 */
public record Outcome(String id, String op, int tier, Status status, String reason) {
    /** The three ends. */
    public enum Status {
        PASSED,
        FAILED,
        /** Java's types do not let one write the call. */
        SKIPPED
    }
}
