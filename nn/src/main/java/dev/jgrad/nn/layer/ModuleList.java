package dev.jgrad.nn.layer;

import dev.jgrad.data.IndexException;
import dev.jgrad.nn.Module;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Holds modules in a list whose parameters belong to the owner; it computes nothing itself. {@code torch.nn.ModuleList}. */
public final class ModuleList extends Module implements Iterable<Module> {
    /** A list of modules. */
    public ModuleList(Module... modules) {
        this(List.of(modules));
    }

    /** A list of modules. */
    public ModuleList(Iterable<? extends Module> modules) {
        modules.forEach(this::append);
    }

    /** Adds a module at the end. */
    public ModuleList append(Module module) {
        registerModule(Integer.toString(size()), module);
        return this;
    }

    /** Adds modules at the end. */
    public ModuleList extend(Iterable<? extends Module> modules) {
        modules.forEach(this::append);
        return this;
    }

    /** Puts a module before the one at a position, so that those behind move on. */
    public void insert(int index, Module module) {
        List<Module> all = all();
        all.add(index < 0 ? Math.max(0, all.size() + index) : Math.min(index, all.size()), module);
        for (int i = 0; i < all.size(); i++) {
            registerModule(Integer.toString(i), all.get(i));
        }
    }

    /** The number of modules. */
    public int size() {
        return namedChildren().size();
    }

    /**
     * The module at a position; negative ones count from the end.
     *
     * @throws IndexException when there is no such position
     */
    public Module get(int index) {
        List<Module> all = all();
        return all.get(position(index, all.size()));
    }

    /** Replaces the module at a position. */
    public void set(int index, Module module) {
        set(Integer.toString(position(index, size())), module);
    }

    static int position(int index, int size) {
        if (index < -size || index >= size) {
            throw new IndexException("index " + index + " is out of range; there are " + size + " modules");
        }
        return index < 0 ? index + size : index;
    }

    @Override
    public Iterator<Module> iterator() {
        return all().iterator();
    }

    private List<Module> all() {
        return new ArrayList<>(namedChildren().values());
    }

    /** Prints equal neighbours once: {@code (0-1): 2 x Linear(...)}. */
    @Override
    public String toString() {
        List<String> printed = all().stream().map(Module::toString).toList();
        StringBuilder text = new StringBuilder("ModuleList(");
        for (int from = 0, to; from < printed.size(); from = to) {
            to = from + 1;
            while (to < printed.size() && printed.get(to).equals(printed.get(from))) {
                to++;
            }
            text.append("\n  (")
                    .append(from)
                    .append(to - from > 1 ? "-" + (to - 1) + "): " + (to - from) + " x " : "): ");
            text.append(printed.get(from).replace("\n", "\n  "));
        }
        return text.append(printed.isEmpty() ? ")" : "\n)").toString();
    }
}
