package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.scalar.Operations;
import jdk.incubator.vector.DoubleVector;

/**
 * A binary operation on doubles by lanes.
 *
 * @param exact whether scalar and lanes agree to the last bit
 */
record DoubleVectorBinary(Operations.DoubleBinary scalar, Lanes lanes, boolean exact) {
    /** The operation on a vector, with the parameters p and q of its kind. */
    @FunctionalInterface
    interface Lanes {
        DoubleVector apply(DoubleVector a, DoubleVector b, double p, double q);
    }
}
