package dev.jgrad.nn.optim;

import dev.jgrad.nn.StateDictException;
import java.util.List;
import java.util.Map;

/** Reads saved states of schedules. */
final class SchedulerState {
    private SchedulerState() {}

    /** A number of the state, or the default where it is missing. */
    static double number(Map<String, ?> state, String name, double missing) {
        return switch (state.get(name)) {
            case null -> missing;
            case Number number -> number.doubleValue();
            default -> throw new StateDictException("'" + name + "' of a scheduler's state is no number");
        };
    }

    /** Numbers of the state, one per group, or the default where they are missing. */
    static double[] numbers(Map<String, ?> state, String name, double[] missing) {
        return switch (state.get(name)) {
            case null -> missing;
            case List<?> list
            when list.size() == missing.length && list.stream().allMatch(Number.class::isInstance) ->
                list.stream()
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .toArray();
            default ->
                throw new StateDictException("'" + name + "' of a scheduler's state must hold " + missing.length
                        + " numbers, one per parameter group");
        };
    }
}
