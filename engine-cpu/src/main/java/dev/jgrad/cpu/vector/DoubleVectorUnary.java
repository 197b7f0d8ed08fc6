package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.scalar.Operations;
import jdk.incubator.vector.DoubleVector;

/**
 * A unary operation on doubles by lanes.
 *
 * @param exact whether scalar and lanes agree to the last bit
 */
record DoubleVectorUnary(Operations.DoubleUnary scalar, Lanes lanes, boolean exact) {
    /** The operation on a vector, with the parameters p, q and r of its kind. */
    @FunctionalInterface
    interface Lanes {
        DoubleVector apply(DoubleVector x, double p, double q, double r);
    }
}
