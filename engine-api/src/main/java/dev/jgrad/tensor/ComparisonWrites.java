package dev.jgrad.tensor;

import dev.jgrad.op.ComparisonOps;

/** Comparisons in place, also under their second names: 0 or 1 in the tensor's own dtype. */
public sealed interface ComparisonWrites permits Tensor {
    /** {@link Tensor#eq(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor eq_(Tensor other) {
        return ComparisonOps.EQ.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ne(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor ne_(Tensor other) {
        return ComparisonOps.NE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#lt(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor lt_(Tensor other) {
        return ComparisonOps.LT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#le(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor le_(Tensor other) {
        return ComparisonOps.LE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#gt(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor gt_(Tensor other) {
        return ComparisonOps.GT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ge(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor ge_(Tensor other) {
        return ComparisonOps.GE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#logicalAnd(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor logicalAnd_(Tensor other) {
        return ComparisonOps.LOGICAL_AND.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#logicalOr(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor logicalOr_(Tensor other) {
        return ComparisonOps.LOGICAL_OR.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#logicalXor(Tensor)} in place: 0 or 1 in this tensor's dtype. */
    default Tensor logicalXor_(Tensor other) {
        return ComparisonOps.LOGICAL_XOR.callInPlace((Tensor) this, other);
    }
    /** {@link Tensor#eq(double)} in place. */
    default Tensor eq_(double other) {
        return ComparisonOps.EQ.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#eq(long)} in place. */
    default Tensor eq_(long other) {
        return ComparisonOps.EQ.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ne(double)} in place. */
    default Tensor ne_(double other) {
        return ComparisonOps.NE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ne(long)} in place. */
    default Tensor ne_(long other) {
        return ComparisonOps.NE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#lt(double)} in place. */
    default Tensor lt_(double other) {
        return ComparisonOps.LT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#lt(long)} in place. */
    default Tensor lt_(long other) {
        return ComparisonOps.LT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#le(double)} in place. */
    default Tensor le_(double other) {
        return ComparisonOps.LE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#le(long)} in place. */
    default Tensor le_(long other) {
        return ComparisonOps.LE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#gt(double)} in place. */
    default Tensor gt_(double other) {
        return ComparisonOps.GT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#gt(long)} in place. */
    default Tensor gt_(long other) {
        return ComparisonOps.GT.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ge(double)} in place. */
    default Tensor ge_(double other) {
        return ComparisonOps.GE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#ge(long)} in place. */
    default Tensor ge_(long other) {
        return ComparisonOps.GE.callInPlace((Tensor) this, other);
    }

    /** {@link Tensor#notEqual(Tensor)} in place. */
    default Tensor notEqual_(Tensor other) {
        return ((Tensor) this).ne_(other);
    }

    /** {@link Tensor#notEqual(double)} in place. */
    default Tensor notEqual_(double other) {
        return ((Tensor) this).ne_(other);
    }

    /** {@link Tensor#notEqual(long)} in place. */
    default Tensor notEqual_(long other) {
        return ((Tensor) this).ne_(other);
    }

    /** {@link Tensor#less(Tensor)} in place. */
    default Tensor less_(Tensor other) {
        return ((Tensor) this).lt_(other);
    }

    /** {@link Tensor#less(double)} in place. */
    default Tensor less_(double other) {
        return ((Tensor) this).lt_(other);
    }

    /** {@link Tensor#less(long)} in place. */
    default Tensor less_(long other) {
        return ((Tensor) this).lt_(other);
    }

    /** {@link Tensor#lessEqual(Tensor)} in place. */
    default Tensor lessEqual_(Tensor other) {
        return ((Tensor) this).le_(other);
    }

    /** {@link Tensor#lessEqual(double)} in place. */
    default Tensor lessEqual_(double other) {
        return ((Tensor) this).le_(other);
    }

    /** {@link Tensor#lessEqual(long)} in place. */
    default Tensor lessEqual_(long other) {
        return ((Tensor) this).le_(other);
    }

    /** {@link Tensor#greater(Tensor)} in place. */
    default Tensor greater_(Tensor other) {
        return ((Tensor) this).gt_(other);
    }

    /** {@link Tensor#greater(double)} in place. */
    default Tensor greater_(double other) {
        return ((Tensor) this).gt_(other);
    }

    /** {@link Tensor#greater(long)} in place. */
    default Tensor greater_(long other) {
        return ((Tensor) this).gt_(other);
    }

    /** {@link Tensor#greaterEqual(Tensor)} in place. */
    default Tensor greaterEqual_(Tensor other) {
        return ((Tensor) this).ge_(other);
    }

    /** {@link Tensor#greaterEqual(double)} in place. */
    default Tensor greaterEqual_(double other) {
        return ((Tensor) this).ge_(other);
    }

    /** {@link Tensor#greaterEqual(long)} in place. */
    default Tensor greaterEqual_(long other) {
        return ((Tensor) this).ge_(other);
    }
}
