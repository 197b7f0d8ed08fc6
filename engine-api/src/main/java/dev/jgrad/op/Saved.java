package dev.jgrad.op;

import dev.jgrad.tensor.Tensor;

/** What a gradient rule of an elementwise operation may read: the values its entry declares, and the parameters. */
public interface Saved {
    /** The first operand; declared by {@link Saves#SELF}. */
    Tensor self();

    /** The second operand; declared by {@link Saves#OTHER}. */
    Tensor other();

    /** The result; declared by {@link Saves#RESULT}. */
    Tensor result();

    /** The first parameter, or the number that took the place of the second operand. */
    double p();

    /** The second parameter. */
    double q();

    /** The third parameter. */
    double r();
}
