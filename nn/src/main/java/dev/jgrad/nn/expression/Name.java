package dev.jgrad.nn.expression;

/**
 * A name that is not called.
 *
 * @param text the dotted name
 */
record Name(String text) {}
