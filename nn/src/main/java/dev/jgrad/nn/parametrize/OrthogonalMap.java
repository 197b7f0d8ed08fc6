package dev.jgrad.nn.parametrize;

/** How {@link Parametrizations#orthogonal} makes an orthogonal matrix of any other one. */
public enum OrthogonalMap {
    /** e^A of a skew-symmetric A. */
    MATRIX_EXP,
    /** (I + A/2) (I - A/2)^-1 of a skew-symmetric A. */
    CAYLEY,
    /** A product of reflections; the cheapest for matrices that are not square. */
    HOUSEHOLDER
}
