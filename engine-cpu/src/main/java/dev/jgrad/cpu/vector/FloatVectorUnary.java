package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.scalar.Operations;
import jdk.incubator.vector.FloatVector;

/**
 * A unary operation on floats by lanes.
 *
 * @param exact whether scalar and lanes agree to the last bit
 */
record FloatVectorUnary(Operations.FloatUnary scalar, Lanes lanes, boolean exact) {
    /** The operation on a vector, with the parameters p, q and r of its kind. */
    @FunctionalInterface
    interface Lanes {
        FloatVector apply(FloatVector x, float p, float q, float r);
    }
}
