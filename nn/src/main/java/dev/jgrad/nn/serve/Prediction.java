package dev.jgrad.nn.serve;

/**
 * A class that a picture may show.
 *
 * @param label its name
 * @param probability 0 to 1
 */
public record Prediction(String label, double probability) {}
