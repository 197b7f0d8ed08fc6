package dev.jgrad.nn.layer;

import dev.jgrad.data.IndexException;
import dev.jgrad.nn.Module;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Calls modules one after the other, each with the result of the one before. {@code torch.nn.Sequential}.
 *
 * <pre>{@code
 * var net = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
 * var named = new Sequential().append("fc", new Linear(784, 10)).append("act", new ReLU());
 * }</pre>
 */
public class Sequential extends Module implements Iterable<Module> {
    /** Modules under the names 0, 1, 2 and so on. */
    public Sequential(Module... modules) {
        for (Module module : modules) {
            append(module);
        }
    }

    /** Modules under names of their own, in the order of the map: Python's {@code OrderedDict}. */
    public Sequential(Map<String, ? extends Module> modules) {
        modules.forEach(this::append);
    }

    /** Adds a module at the end under its position as name. */
    public final Sequential append(Module module) {
        return append(Integer.toString(size()), module);
    }

    /** Adds a module at the end under a name. */
    public final Sequential append(String name, Module module) {
        registerModule(name, module);
        return this;
    }

    /** The number of modules. */
    public final int size() {
        return namedChildren().size();
    }

    /**
     * The module at a position; negative ones count from the end.
     *
     * @throws IndexException when there is no such position
     */
    public final Module get(int index) {
        List<Module> all = all();
        return all.get(ModuleList.position(index, all.size()));
    }

    @Override
    public final Iterator<Module> iterator() {
        return all().iterator();
    }

    private List<Module> all() {
        return new ArrayList<>(namedChildren().values());
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = input;
        for (Module module : namedChildren().values()) {
            x = module.call(x);
        }
        return x;
    }
}
