package dev.jgrad.nn.train;

import dev.jgrad.nn.data.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All points of a run, in order; becomes the metrics file, the curves and a part of the checkpoint. */
public final class History {
    private final List<Point> points = new ArrayList<>();

    /** An empty history. */
    public History() {}

    /** Appends a point. */
    public void add(Point point) {
        points.add(point);
    }

    /** The points in order. */
    public List<Point> points() {
        return List.copyOf(points);
    }

    /** The names of the stages in order. */
    public List<String> stages() {
        return points.stream().map(Point::stage).distinct().toList();
    }

    /** The points of a stage on one side of the split. */
    public List<Point> of(String stage, boolean test) {
        return points.stream()
                .filter(point -> point.stage().equals(stage) && point.test() == test)
                .toList();
    }

    /** A table with a line of names. */
    public String toCsv() {
        return points.stream()
                .map(p -> String.format(
                        Locale.ROOT,
                        "%s,%s,%.3f,%.6f,%.6f,%.6g,%.1f,%.2f",
                        p.stage(),
                        p.test() ? "test" : "train",
                        p.epoch(),
                        p.loss(),
                        p.accuracy(),
                        p.learningRate(),
                        p.imagesPerSecond(),
                        p.seconds()))
                .collect(Collectors.joining(
                        "\n", "stage,split,epoch,loss,accuracy,learning_rate,images_per_second,seconds\n", "\n"));
    }

    /** Plain values for a checkpoint. */
    public List<Object> state() {
        var state = new ArrayList<Object>();
        for (Point p : points) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("stage", p.stage());
            entry.put("test", p.test());
            entry.put(
                    "values",
                    new ArrayList<>(List.of(
                            p.epoch(), p.loss(), p.accuracy(), p.learningRate(), p.imagesPerSecond(), p.seconds())));
            state.add(entry);
        }
        return state;
    }

    /** The way back. */
    public static History of(Object state) {
        var history = new History();
        if (state instanceof List<?> entries) {
            for (Object entry : entries) {
                history.add(point(entry));
            }
            return history;
        }
        throw new DataException("the checkpoint has no history; it was not written by jgrad finetune");
    }

    private static Point point(Object entry) {
        if (entry instanceof Map<?, ?> map
                && map.get("stage") instanceof String stage
                && map.get("test") instanceof Boolean test
                && map.get("values") instanceof List<?> values
                && values.size() == 6
                && values.stream().allMatch(Double.class::isInstance)) {
            double[] v = values.stream().mapToDouble(x -> (Double) x).toArray();
            return new Point(stage, test, v[0], v[1], v[2], v[3], v[4], v[5]);
        }
        throw new DataException("the checkpoint has a history that cannot be read: " + entry);
    }
}
