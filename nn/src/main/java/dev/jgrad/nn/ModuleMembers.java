package dev.jgrad.nn;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters, buffers and children of one module under their names, in the order in which they were registered. */
final class ModuleMembers {
    final Map<String, @Nullable Tensor> parameters = new LinkedHashMap<>();
    final Map<String, @Nullable Tensor> buffers = new LinkedHashMap<>();
    final Map<String, Module> children = new LinkedHashMap<>();
    private final Set<String> transientBuffers = new LinkedHashSet<>();
    private final Module owner;
    private final ComputedTensors computed;

    ModuleMembers(Module owner, ComputedTensors computed) {
        this.owner = owner;
        this.computed = computed;
    }

    // ---- adding ----------------------------------------------------------------------------------------------

    void addModule(String name, Module child) {
        checkName("module", name, children);
        children.put(name, child);
    }

    /** Adds a parameter as it is: whether it requires a gradient does not change. */
    void addParameter(String name, Tensor parameter) {
        checkName("parameter", name, parameters);
        if (!parameter.isLeaf()) {
            throw new ArgumentException("Cannot assign non-leaf Tensor to parameter '" + name
                    + "'. Model parameters must be created explicitly. To express '" + name
                    + "' as a function of another Tensor, compute the value in the forward() method.");
        }
        parameters.put(name, Scope.exempt(parameter));
    }

    void addNoParameter(String name) {
        checkName("parameter", name, parameters);
        parameters.put(name, null);
    }

    void addBuffer(String name, Tensor buffer) {
        checkName("buffer", name, buffers);
        buffers.put(name, Scope.exempt(buffer));
    }

    void addTransientBuffer(String name, Tensor buffer) {
        addBuffer(name, buffer);
        transientBuffers.add(name);
    }

    private void checkName(String what, String name, Map<String, ?> own) {
        if (name.isEmpty()) {
            throw new ArgumentException(what + " name can't be empty string \"\"");
        }
        if (name.contains(".")) {
            throw new ArgumentException(what + " name can't contain \".\", got: " + name);
        }
        boolean taken = has(name) || computed.has(name);
        if (taken && !own.containsKey(name)) {
            throw new ArgumentException("attribute '" + name + "' already exists");
        }
    }

    private boolean has(String name) {
        return parameters.containsKey(name) || buffers.containsKey(name) || children.containsKey(name);
    }

    // ---- looking up ------------------------------------------------------------------------------------------

    Module module(String name) {
        Module child = children.get(name);
        if (child == null) {
            throw new ArgumentException(
                    owner.typeName() + " has no attribute `" + name + "`; its children are " + children.keySet());
        }
        return child;
    }

    /** The parameter at the end of a path, which the message of a failure shows whole. */
    Tensor parameter(String path) {
        return member("parameter", path, parameters);
    }

    /** The buffer at the end of a path. */
    Tensor buffer(String path) {
        return member("buffer", path, buffers);
    }

    /** The parameter or buffer at the end of a path. */
    Tensor tensor(String path) {
        Tensor found = parameters.get(leaf(path));
        return found != null ? found : member("parameter or buffer", path, buffers);
    }

    private static Tensor member(String what, String path, Map<String, @Nullable Tensor> from) {
        Tensor found = from.get(leaf(path));
        if (found == null) {
            throw new ArgumentException("there is no " + what + " `" + path + "`; here are " + from.keySet());
        }
        return found;
    }

    /** The parameter or buffer of a name. */
    Tensor ownTensor(String name) {
        Tensor parameter = parameters.get(name);
        Tensor found = parameter != null ? parameter : buffers.get(name);
        if (found == null) {
            throw new ArgumentException(owner.typeName() + " has no parameter or buffer `" + name + "`");
        }
        return found;
    }

    /** The parameters and persistent buffers, in the order of the state. */
    Map<String, Tensor> state() {
        Map<String, Tensor> own = new LinkedHashMap<>();
        parameters.forEach((name, tensor) -> putPresent(own, name, tensor));
        buffers.forEach((name, tensor) -> {
            if (!transientBuffers.contains(name)) {
                putPresent(own, name, tensor);
            }
        });
        return own;
    }

    private static void putPresent(Map<String, Tensor> to, String name, @Nullable Tensor tensor) {
        if (tensor != null) {
            to.put(name, tensor);
        }
    }

    /** Where the owner of the last name of a path is. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** The last name of a path. */
    static String leaf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    // ---- replacing and removing ------------------------------------------------------------------------------

    /** Replaces a child here and in the fields of the module, or adds it. */
    void replace(String name, Module module) {
        Module old = children.get(name);
        if (old != null) {
            FieldReplacement.replace(owner, name, old, module);
        }
        addModule(name, module);
    }

    /** Replaces a parameter or buffer here and in the fields of the module. */
    void replace(String name, Tensor tensor) {
        boolean buffer = buffers.containsKey(name);
        if (!buffer && !parameters.containsKey(name)) {
            throw new ArgumentException(owner.typeName() + " has no parameter or buffer `" + name + "`");
        }
        Tensor old = buffer ? buffers.get(name) : parameters.get(name);
        if (old != null) {
            FieldReplacement.replace(owner, name, old, tensor);
        }
        if (buffer) {
            addBuffer(name, tensor);
        } else {
            // As it is: one that is tied may be frozen.
            addParameter(name, tensor);
        }
    }

    /** Puts one tensor in the place of another here and in fields, whatever it is. */
    void exchange(Tensor old, Tensor replacement) {
        if (old == replacement) {
            return;
        }
        for (Map<String, @Nullable Tensor> registry : List.of(parameters, buffers)) {
            registry.forEach((name, tensor) -> {
                if (tensor == old) {
                    FieldReplacement.replace(owner, name, old, replacement);
                }
            });
            registry.replaceAll((name, tensor) -> tensor == old ? replacement : tensor);
        }
    }

    void removeModule(String name) {
        children.remove(name);
    }

    /** Takes a parameter or buffer away that is to be computed; whether the buffer is persistent is not forgotten. */
    void removeTensor(String name) {
        parameters.remove(name);
        buffers.remove(name);
    }

    /** Takes a parameter, buffer or child away. */
    void remove(String name) {
        if (!has(name)) {
            throw new ArgumentException(owner.typeName() + " has no attribute `" + name + "`");
        }
        removeTensor(name);
        transientBuffers.remove(name);
        children.remove(name);
    }
}
