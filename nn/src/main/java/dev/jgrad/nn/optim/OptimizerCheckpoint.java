package dev.jgrad.nn.optim;

import dev.jgrad.nn.StateDictException;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer's saved state, checked against its groups.
 *
 * @param states what is remembered of each parameter
 * @param options of each group
 */
record OptimizerCheckpoint(Map<Tensor, ParameterState> states, List<Map<String, @Nullable Object>> options) {

    static OptimizerCheckpoint read(Map<String, ?> dict, List<ParamGroup> groups, Optimizer optimizer) {
        if (!(dict.get("param_groups") instanceof List<?> saved) || !(dict.get("state") instanceof Map<?, ?> state)) {
            throw new StateDictException("this is no optimizer state: it needs entries 'state' and 'param_groups'");
        }
        if (saved.size() != groups.size()) {
            throw new StateDictException("loaded state dict has a different number of parameter groups");
        }
        Map<Long, Tensor> byNumber = new HashMap<>();
        List<Map<String, @Nullable Object>> options = new ArrayList<>();
        for (int i = 0; i < saved.size(); i++) {
            options.add(group(saved.get(i), groups.get(i), byNumber));
        }
        Map<Tensor, ParameterState> states = new IdentityHashMap<>();
        state.forEach((key, entries) -> {
            Tensor parameter = key instanceof Number number ? byNumber.get(number.longValue()) : null;
            if (parameter != null && entries instanceof Map<?, ?> map) {
                states.put(parameter, ParameterState.of(map, parameter, optimizer));
            }
        });
        return new OptimizerCheckpoint(states, options);
    }

    private static Map<String, @Nullable Object> group(Object saved, ParamGroup group, Map<Long, Tensor> byNumber) {
        if (!(saved instanceof Map<?, ?> map)
                || !(map.get("params") instanceof List<?> numbers)
                || numbers.size() != group.parameters().size()) {
            throw new StateDictException(
                    "loaded state dict contains a parameter group that doesn't match the size of optimizer's group");
        }
        for (int i = 0; i < numbers.size(); i++) {
            if (!(numbers.get(i) instanceof Number number)) {
                throw new StateDictException("loaded state dict names a parameter by something that is no number");
            }
            byNumber.put(number.longValue(), group.parameters().get(i));
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        map.forEach((name, value) -> options.put(String.valueOf(name), value));
        options.remove("params");
        return options;
    }
}
