package dev.jgrad.op;

/** How the dtype an operation computes in follows from those of its operands. */
public enum ResultType {
    /** The promoted dtype. */
    PROMOTED,
    /** The promoted dtype; bool is refused (negation, remainder, rounding). */
    NOT_BOOL,
    /** The promoted dtype; no operand may be bool (subtraction). */
    NO_BOOL_OPERAND,
    /** The promoted dtype, integers becoming float32 (division, exp). */
    FLOATING,
    /** The promoted dtype, which has to be integral or bool (bitwise operations). */
    INTEGRAL,
    /** The promoted dtype, which has to be integral and not bool (shifts). */
    INTEGER
}
