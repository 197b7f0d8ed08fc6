package dev.jgrad.op;

/** Which values a gradient rule needs; combine with {@code |}. */
public final class Saves {
    /** None. */
    public static final int NOTHING = 0;

    /** The first operand. */
    public static final int SELF = 1;

    /** The second operand. */
    public static final int OTHER = 2;

    /** The result. */
    public static final int RESULT = 4;

    private Saves() {}
}
