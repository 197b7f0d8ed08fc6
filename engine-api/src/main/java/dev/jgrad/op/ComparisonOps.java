package dev.jgrad.op;

import static dev.jgrad.op.BinaryOp.comparison;

import dev.jgrad.spi.BinaryKind;

/** Comparisons and logical operations: bool results, no gradient. */
public final class ComparisonOps {
    /** a == b. */
    public static final BinaryOp EQ = comparison("eq", BinaryKind.EQ);

    /** a != b. */
    public static final BinaryOp NE = comparison("ne", BinaryKind.NE);

    /** a &lt; b. */
    public static final BinaryOp LT = comparison("lt", BinaryKind.LT);

    /** a &lt;= b. */
    public static final BinaryOp LE = comparison("le", BinaryKind.LE);

    /** a &gt; b. */
    public static final BinaryOp GT = comparison("gt", BinaryKind.GT);

    /** a &gt;= b. */
    public static final BinaryOp GE = comparison("ge", BinaryKind.GE);

    /** Both. */
    public static final BinaryOp LOGICAL_AND = comparison("logical_and", BinaryKind.LOGICAL_AND);

    /** One or both. */
    public static final BinaryOp LOGICAL_OR = comparison("logical_or", BinaryKind.LOGICAL_OR);

    /** Exactly one. */
    public static final BinaryOp LOGICAL_XOR = comparison("logical_xor", BinaryKind.LOGICAL_XOR);

    private ComparisonOps() {}
}
