package dev.jgrad.it.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares answers with the first ones, which were asked for one after the other. */
final class Answers {
    private static final Pattern CLASS = Pattern.compile("\\{\"class\":\"([^\"]+)\",\"probability\":([\\d.]+)}");

    /** Pictures computed together go another way through the arithmetic than one alone. */
    private static final double TOLERANCE = 1e-3;

    private final Map<String, Map<String, Double>> first = new ConcurrentHashMap<>();

    /** Remembers the answer as right. */
    void learn(Question question, String json) {
        first.put(question.name(), parse(json));
    }

    /** True when all classes have the probability that they had the first time, and the best stands first. */
    boolean isRight(Question question, String json) {
        Map<String, Double> expected = first.get(question.name());
        Map<String, Double> actual = parse(json);
        boolean sorted = isSorted(List.copyOf(actual.values()));
        return sorted
                && expected.keySet().equals(actual.keySet())
                && expected.entrySet().stream()
                        .allMatch(e -> Math.abs(e.getValue() - actual.get(e.getKey())) <= TOLERANCE);
    }

    private static boolean isSorted(List<Double> values) {
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i) > values.get(i - 1)) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Double> parse(String json) {
        var classes = new java.util.LinkedHashMap<String, Double>();
        Matcher matcher = CLASS.matcher(json);
        while (matcher.find()) {
            classes.put(matcher.group(1), Double.valueOf(matcher.group(2)));
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("no prediction: " + json);
        }
        return classes;
    }
}
