package dev.jgrad.nn.optim;

import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.nn.StateDictException;
import dev.jgrad.tensor.DTypes;
import dev.jgrad.tensor.Replays;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.TensorOptions;
import dev.jgrad.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an optimizer remembers about one parameter, under PyTorch's names: buffers, and numbers such as {@code step}. */
final class ParameterState {
    private static final Set<String> NUMBERS = Set.of("step", "mu_product", "eta", "mu");

    private final Device device;
    private final Map<String, Object> entries = new LinkedHashMap<>();
    private final Map<String, Object> plain = new LinkedHashMap<>();

    ParameterState(Device device) {
        this.device = device;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** A buffer, made when it is needed for the first time. */
    Tensor tensor(String name, Supplier<Tensor> initial) {
        if (!has(name)) {
            // A replay would make it anew each time.
            Replays.giveUp(
                    device,
                    "the optimizer's state '" + name + "' is made for a parameter that had no gradient in the steps"
                            + " before; warm up with steps that reach all parameters");
        }
        return (Tensor) entries.computeIfAbsent(name, ignored -> Scope.exempt(initial.get()));
    }

    double number(String name, double initial) {
        return (Double) entries.computeIfAbsent(name, ignored -> initial);
    }

    void set(String name, double value) {
        entries.put(name, value);
    }

    /** What is saved as it is: integers, numbers, tensors and lists of them. */
    Map<String, Object> plain() {
        return plain;
    }

    /** True when there is nothing to remember, as for plain gradient descent. */
    boolean isEmpty() {
        return entries.isEmpty() && plain.isEmpty();
    }

    /** Counts this step, and each replay of it, and returns its number, from 1. */
    long nextStep() {
        advance(this::countStep);
        return (long) step();
    }

    /** Does now, and at each replay of this step, what a step does to the numbers. */
    void advance(Runnable action) {
        action.run();
        Replays.each(device, action);
    }

    void countStep() {
        set("step", step() + 1);
    }

    /** How many steps were counted. */
    double step() {
        return number("step", 0);
    }

    /** All numbers, to be set again by {@link #restore}. */
    Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (value instanceof Double number) {
                numbers.put(name, number);
            }
        });
        return numbers;
    }

    void restore(Map<String, Double> numbers) {
        entries.values().removeIf(Double.class::isInstance);
        entries.putAll(numbers);
    }

    /** For a state dict: numbers become the zero-dimensional tensors that PyTorch keeps: float64 where that is the default dtype, else float32. */
    Map<String, Object> export() {
        DType numbers = DTypes.current() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        Map<String, Object> exported = new LinkedHashMap<>();
        entries.forEach((name, value) -> exported.put(
                name,
                value instanceof Tensor tensor ? tensor : Tensors.full(TensorOptions.dtype(numbers), (Double) value)));
        exported.putAll(plain);
        return exported;
    }

    /** From a state dict; buffers take dtype and device of their parameter, and memory of their own. */
    static ParameterState of(Map<?, ?> exported, Tensor parameter, Optimizer optimizer) {
        ParameterState state = new ParameterState(parameter.device());
        exported.forEach((key, value) -> {
            if (optimizer.isPlain()) {
                if (value != null) {
                    state.plain.put(String.valueOf(key), plain(value, parameter));
                }
                return;
            }
            Object entry = entry(String.valueOf(key), value, parameter, optimizer);
            if (entry != null) {
                state.entries.put(String.valueOf(key), entry);
            }
        });
        return state;
    }

    private static Object plain(Object value, Tensor parameter) {
        return switch (value) {
            case Tensor tensor -> own(tensor, parameter);
            case List<?> list ->
                list.stream()
                        .filter(Objects::nonNull)
                        .map(item -> plain(item, parameter))
                        .toList();
            default -> value;
        };
    }

    private static Tensor own(Tensor tensor, Tensor parameter) {
        return Scope.exempt(
                tensor.detach().to(parameter.device()).to(parameter.dtype()).clone());
    }

    private static @Nullable Object entry(String name, @Nullable Object value, Tensor parameter, Optimizer optimizer) {
        return switch (value) {
            case null -> null;
            case Number number -> number.doubleValue();
            case Tensor number when isNumber(name) -> number.item();
            case Tensor tensor -> {
                if (!tensor.shape().equals(optimizer.stateShape(name, parameter))) {
                    throw new StateDictException("loaded optimizer state '" + name + "' has shape " + tensor.shape()
                            + ", its parameter has shape " + parameter.shape());
                }
                yield own(tensor, parameter);
            }
            default ->
                throw new StateDictException("loaded optimizer state '" + name + "' is neither tensor nor number");
        };
    }

    private static boolean isNumber(String name) {
        return NUMBERS.contains(name);
    }
}
