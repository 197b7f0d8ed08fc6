package dev.jgrad.nn.train;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Module;
import dev.jgrad.nn.data.Dataset;
import dev.jgrad.nn.data.Sample;

/**
 * What is trained on what, and how.
 *
 * @param name shown in progress bars and curves
 * @param model what is trained; a part of the whole where the rest is frozen
 * @param train what it learns from
 * @param test what it is judged by
 * @param epochs how often it goes through the data
 * @param batchSize pictures in a step
 * @param learningRate the greatest one; it rises at first and falls to nearly nothing at the end
 * @param seed decides on the order of the data and on random transforms
 * @param workers threads that prepare pictures
 */
public record Stage(
        String name,
        Module model,
        Dataset<Sample> train,
        Dataset<Sample> test,
        int epochs,
        int batchSize,
        double learningRate,
        long seed,
        int workers) {
    /** Checks the numbers. */
    public Stage {
        check(epochs >= 1, "the number of epochs must be at least 1, but is " + epochs);
        check(batchSize >= 1, "the batch size must be at least 1, but is " + batchSize);
        check(learningRate > 0 && Double.isFinite(learningRate), "the learning rate must be greater than 0");
        check(train.size() >= 1 && test.size() >= 1, "there are no pictures to train with, or none to test with");
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new ArgumentException(message);
        }
    }
}
