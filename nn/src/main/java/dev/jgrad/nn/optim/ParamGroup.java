package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that an optimizer treats alike, with the options for them under PyTorch's names ({@code lr}, {@code
 * weight_decay}). What a group does not name, the optimizer fills in with its own options.
 *
 * <pre>{@code
 * new SGD(SGD.Options.lr(0.1), ParamGroup.of(base), ParamGroup.of(head).with("lr", 0.01));
 * }</pre>
 */
public final class ParamGroup {
    private final List<Tensor> parameters;
    private final Map<String, @Nullable Object> options = new LinkedHashMap<>();

    private ParamGroup(List<Tensor> parameters) {
        this.parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** A group that follows the optimizer's options. */
    public static ParamGroup of(List<Tensor> parameters) {
        return new ParamGroup(parameters);
    }

    /** Sets an option and returns this group. Options are numbers, booleans, strings, tuples of numbers and null. */
    public ParamGroup with(String name, @Nullable Object value) {
        options.put(name, value);
        return this;
    }

    /** The parameters. */
    public List<Tensor> parameters() {
        return parameters;
    }

    /** All options by name, as they are printed and saved. */
    public Map<String, @Nullable Object> options() {
        return Collections.unmodifiableMap(options);
    }

    /** The learning rate. */
    public double lr() {
        return number("lr");
    }

    /** Changes the learning rate, as schedules do. */
    public void setLr(double lr) {
        with("lr", lr);
    }

    /** True when there is an option of this name. */
    public boolean has(String name) {
        return options.containsKey(name);
    }

    /**
     * The value of a numeric option.
     *
     * @throws ArgumentException when there is none
     */
    public double number(String name) {
        if (options.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new ArgumentException(
                "parameter group has no number '" + name + "'; its options are " + options.keySet());
    }

    /** The value of an option that is true or false; false where it is not set. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(options.get(name));
    }

    /** One of several numbers of an option, such as {@code betas}. */
    public double number(String name, int index) {
        Object value = options.get(name);
        List<?> list = value instanceof Tuple tuple ? tuple.items() : value instanceof List<?> l ? l : List.of();
        if (index < list.size() && list.get(index) instanceof Number number) {
            return number.doubleValue();
        }
        throw new ArgumentException(
                "parameter group has no numbers '" + name + "'; its options are " + options.keySet());
    }

    void fillIn(Map<String, @Nullable Object> defaults) {
        // In the order of the defaults, so that saved groups look like PyTorch's.
        Map<String, @Nullable Object> own = new LinkedHashMap<>(options);
        options.clear();
        options.putAll(defaults);
        options.putAll(own);
    }

    void replaceOptions(Map<String, @Nullable Object> others) {
        options.clear();
        options.putAll(others);
    }

    /** One line per option in alphabetical order, as PyTorch prints it. */
    String lines() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(options)
                .forEach((name, value) -> text.append("    ")
                        .append(name)
                        .append(": ")
                        .append(plain(value))
                        .append('\n'));
        return text.toString();
    }

    private static String plain(@Nullable Object value) {
        return value instanceof String s ? s : Repr.of(value);
    }
}
