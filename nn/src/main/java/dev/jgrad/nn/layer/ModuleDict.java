package dev.jgrad.nn.layer;

import dev.jgrad.nn.Module;
import java.util.Map;
import java.util.Set;

/** Holds modules by name whose parameters belong to the owner; it computes nothing itself. {@code torch.nn.ModuleDict}. */
public final class ModuleDict extends Module {
    /** An empty one. */
    public ModuleDict() {}

    /** Modules by name, in the order of the map. */
    public ModuleDict(Map<String, ? extends Module> modules) {
        modules.forEach(this::put);
    }

    /** Adds or replaces a module. */
    public ModuleDict put(String name, Module module) {
        registerModule(name, module);
        return this;
    }

    /** The module of a name. */
    public Module get(String name) {
        return getSubmodule(name);
    }

    /** Takes a module away and returns it. */
    public Module remove(String name) {
        Module module = get(name);
        removeModule(name);
        return module;
    }

    /** The names in order. */
    public Set<String> keys() {
        return namedChildren().keySet();
    }

    /** The number of modules. */
    public int size() {
        return namedChildren().size();
    }
}
