package dev.jgrad.cpu.vector;

import dev.jgrad.cpu.scalar.Operations;
import jdk.incubator.vector.FloatVector;

/**
 * A binary operation on floats by lanes.
 *
 * @param exact whether scalar and lanes agree to the last bit
 */
record FloatVectorBinary(Operations.FloatBinary scalar, Lanes lanes, boolean exact) {
    /** The operation on a vector, with the parameters p and q of its kind. */
    @FunctionalInterface
    interface Lanes {
        FloatVector apply(FloatVector a, FloatVector b, float p, float q);
    }
}
