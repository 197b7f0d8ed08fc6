package dev.jgrad.nn;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The tensors of a module that are computed from others, and the fields in which forward methods find them. */
final class ComputedTensors {
    private record Entry(Supplier<Tensor> rule, Tensor value) {}

    private final Module owner;
    private volatile Map<String, Entry> entries = Map.of();

    ComputedTensors(Module owner) {
        this.owner = owner;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    Tensor get(String name) {
        return entry(name).value;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new ArgumentException(owner.typeName() + " computes no tensor `" + name + "`");
        }
        return entry;
    }

    synchronized void put(String name, Tensor plain, Supplier<Tensor> rule) {
        Tensor value = rule.get();
        FieldReplacement.replace(owner, name, plain, value);
        with(name, new Entry(rule, value));
    }

    private void with(String name, Entry entry) {
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        next.put(name, entry);
        entries = next;
    }

    synchronized void remove(String name, Tensor plain) {
        FieldReplacement.replace(owner, name, entry(name).value, plain);
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        next.remove(name);
        entries = next;
    }

    /** Computes one anew. One thread at a time, so that fields and entries stay together. */
    synchronized Tensor refresh(String name) {
        Entry old = entry(name);
        Tensor value = old.rule.get();
        if (value != old.value) {
            FieldReplacement.replace(owner, name, old.value, value);
            with(name, new Entry(old.rule, value));
        }
        return value;
    }

    synchronized void refresh() {
        entries.keySet().forEach(this::refresh);
    }
}
