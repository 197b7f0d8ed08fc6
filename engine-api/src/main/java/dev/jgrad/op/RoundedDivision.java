package dev.jgrad.op;

import dev.jgrad.data.ArgumentException;

/** Chooses the division for a rounding mode. */
public final class RoundedDivision {
    private RoundedDivision() {}

    /** The operation for {@code trunc} or {@code floor}. */
    public static BinaryOp of(String mode) {
        return switch (mode) {
            case "floor" -> ArithmeticOps.DIV_FLOOR;
            case "trunc" -> ArithmeticOps.DIV_TRUNC;
            default ->
                throw new ArgumentException(
                        "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '" + mode + "'");
        };
    }
}
