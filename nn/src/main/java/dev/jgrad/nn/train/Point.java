package dev.jgrad.nn.train;

/**
 * How well a model did at some time.
 *
 * @param stage what was trained
 * @param test true for data it has never seen, false for those it learns from
 * @param epoch how often it had gone through the data
 * @param loss mean over the samples
 * @param accuracy share of right answers, 0 to 1
 * @param learningRate of the last step
 * @param imagesPerSecond how fast it went
 * @param seconds since the stage began
 */
public record Point(
        String stage,
        boolean test,
        double epoch,
        double loss,
        double accuracy,
        double learningRate,
        double imagesPerSecond,
        double seconds) {}
