package dev.jgrad.it.conformance.ops;

/**
 * How a case ended.
 *
 * @param id the case
 * @param op its operator
 * @param reason why it failed or was skipped; empty when it passed
 */
record Outcome(String id, String op, int tier, Status status, String reason) {
    /** The three ends. */
    enum Status {
        PASSED,
        FAILED,
        /** Java's types do not let one write the call. */
        SKIPPED
    }
}
