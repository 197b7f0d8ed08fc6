package dev.jgrad.tensor;

import dev.jgrad.op.Closeness;
import dev.jgrad.op.ComparisonOps;
import dev.jgrad.op.UnaryMathOps;

/** Comparisons and tests, element by element. */
public sealed interface ComparisonMethods permits Tensor {
    /** this == other, as bool. */
    default Tensor eq(Tensor other) {
        return ComparisonOps.EQ.call((Tensor) this, other);
    }

    /** this == other, as bool. */
    default Tensor eq(double other) {
        return ComparisonOps.EQ.call((Tensor) this, other);
    }

    /** this == other, as bool. */
    default Tensor eq(long other) {
        return ComparisonOps.EQ.call((Tensor) this, other);
    }

    /** this != other, as bool. */
    default Tensor ne(Tensor other) {
        return ComparisonOps.NE.call((Tensor) this, other);
    }

    /** this != other, as bool. */
    default Tensor ne(double other) {
        return ComparisonOps.NE.call((Tensor) this, other);
    }

    /** this != other, as bool. */
    default Tensor ne(long other) {
        return ComparisonOps.NE.call((Tensor) this, other);
    }

    /** this &lt; other, as bool. */
    default Tensor lt(Tensor other) {
        return ComparisonOps.LT.call((Tensor) this, other);
    }

    /** this &lt; other, as bool. */
    default Tensor lt(double other) {
        return ComparisonOps.LT.call((Tensor) this, other);
    }

    /** this &lt; other, as bool. */
    default Tensor lt(long other) {
        return ComparisonOps.LT.call((Tensor) this, other);
    }

    /** this &lt;= other, as bool. */
    default Tensor le(Tensor other) {
        return ComparisonOps.LE.call((Tensor) this, other);
    }

    /** this &lt;= other, as bool. */
    default Tensor le(double other) {
        return ComparisonOps.LE.call((Tensor) this, other);
    }

    /** this &lt;= other, as bool. */
    default Tensor le(long other) {
        return ComparisonOps.LE.call((Tensor) this, other);
    }

    /** this &gt; other, as bool. */
    default Tensor gt(Tensor other) {
        return ComparisonOps.GT.call((Tensor) this, other);
    }

    /** this &gt; other, as bool. */
    default Tensor gt(double other) {
        return ComparisonOps.GT.call((Tensor) this, other);
    }

    /** this &gt; other, as bool. */
    default Tensor gt(long other) {
        return ComparisonOps.GT.call((Tensor) this, other);
    }

    /** this &gt;= other, as bool. */
    default Tensor ge(Tensor other) {
        return ComparisonOps.GE.call((Tensor) this, other);
    }

    /** this &gt;= other, as bool. */
    default Tensor ge(double other) {
        return ComparisonOps.GE.call((Tensor) this, other);
    }

    /** this &gt;= other, as bool. */
    default Tensor ge(long other) {
        return ComparisonOps.GE.call((Tensor) this, other);
    }

    /** Both are not zero. */
    default Tensor logicalAnd(Tensor other) {
        return ComparisonOps.LOGICAL_AND.call((Tensor) this, other);
    }

    /** One is not zero. */
    default Tensor logicalOr(Tensor other) {
        return ComparisonOps.LOGICAL_OR.call((Tensor) this, other);
    }

    /** Exactly one is not zero. */
    default Tensor logicalXor(Tensor other) {
        return ComparisonOps.LOGICAL_XOR.call((Tensor) this, other);
    }

    /** x == 0, as bool. */
    default Tensor logicalNot() {
        return UnaryMathOps.LOGICAL_NOT.call((Tensor) this);
    }

    /** Not a number, as bool. */
    default Tensor isNan() {
        return UnaryMathOps.IS_NAN.call((Tensor) this);
    }

    /** Infinite, as bool. */
    default Tensor isInf() {
        return UnaryMathOps.IS_INF.call((Tensor) this);
    }

    /** Neither NaN nor infinite, as bool. */
    default Tensor isFinite() {
        return UnaryMathOps.IS_FINITE.call((Tensor) this);
    }

    /** Positive infinity, as bool. */
    default Tensor isPosInf() {
        return UnaryMathOps.IS_POSINF.call((Tensor) this);
    }

    /** Negative infinity, as bool. */
    default Tensor isNegInf() {
        return UnaryMathOps.IS_NEGINF.call((Tensor) this);
    }

    /** The sign bit is set, as bool. */
    default Tensor signbit() {
        return UnaryMathOps.SIGNBIT.call((Tensor) this);
    }

    /** |this - other| &lt;= atol + rtol * |other|, as bool. */
    default Tensor isClose(Tensor other, double rtol, double atol, boolean equalNan) {
        return Closeness.isClose((Tensor) this, other, rtol, atol, equalNan);
    }

    /** True when {@link #isClose} holds everywhere. */
    default boolean allClose(Tensor other, double rtol, double atol) {
        return isClose(other, rtol, atol, false).all().itemBoolean();
    }

    /** True when shapes and all values are the same: {@code torch.equal}. */
    default boolean equal(Tensor other) {
        return Closeness.equal((Tensor) this, other);
    }
}
