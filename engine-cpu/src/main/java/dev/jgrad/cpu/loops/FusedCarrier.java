package dev.jgrad.cpu.loops;

import dev.jgrad.spi.FusedProgram.Form;

/**
 * What a fused loop computes with: numbers or vectors, and the interfaces of operations on them.
 *
 * @param element float or double
 * @param value the same, or the class of vectors of it
 * @param lanes elements in a value
 * @param unary interface with {@code apply(value, p, q, r)}
 * @param binary interface with {@code apply(value, value, p, q)}
 * @param ternary interface with {@code apply(value, value, value, p)}
 */
public record FusedCarrier(
        Class<?> element, Class<?> value, int lanes, Class<?> unary, Class<?> binary, Class<?> ternary) {
    boolean isVector() {
        return value != element;
    }

    Class<?> operation(Form form) {
        return switch (form) {
            case UNARY -> unary;
            case BINARY, NUMBER_LEFT, NUMBER_RIGHT -> binary;
            case TERNARY -> ternary;
        };
    }
}
