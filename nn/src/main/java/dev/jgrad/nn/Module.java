package dev.jgrad.nn;

import dev.jgrad.autograd.RemovableHandle;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.DType;
import dev.jgrad.data.Device;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Base of all layers and networks: knows its parameters, buffers and child modules by name. {@code torch.nn.Module}.
 *
 * <pre>{@code
 * import dev.jgrad.nn.Module;    // by name: otherwise java.lang.Module is meant
 *
 * final class Net extends Module {
 *     private Linear hidden = registerModule("hidden", new Linear(784, 128));
 *     private Linear output = registerModule("output", new Linear(128, 10));
 *
 *     @Override
 *     public Tensor forward(Tensor x) {
 *         return output.call(hidden.call(x).relu());
 *     }
 * }
 * }</pre>
 *
 * <p>The order of registration is the order of parameters and state. {@link #call(Tensor)} runs the hooks around {@link
 * #forward(Tensor)}; a module with several inputs overrides {@link #forward(Tensor...)}, and one with several results
 * overrides {@link #forwardAll} and offers a typed {@code call} of its own on top of {@link #callAll(List)}, as {@code LSTM} does.
 *
 * <p>{@link #set} replaces a child, parameter or buffer. A field of the module that holds the old object then holds the new
 * one, so it must not be final and must be of a type that fits: {@code private Module output} where any head is welcome.
 */
public abstract class Module {
    private final ComputedTensors computed = new ComputedTensors(this);
    private final ModuleMembers members = new ModuleMembers(this, computed);
    private final ModuleHooks hooks = new ModuleHooks();
    private boolean training = true;
    private @Nullable Set<String> integers;

    /** A module without parameters and children. */
    protected Module() {}

    // ---- computing -------------------------------------------------------------------------------------------

    /** Computes the result of a module with one input; without hooks, so call {@link #call(Tensor)} instead. */
    public Tensor forward(Tensor input) {
        throw new ArgumentException(
                "Module [" + typeName() + "] is missing the required \"forward\" function for one input");
    }

    /** Computes the result of a module with any number of inputs; by default those with one input only. */
    public Tensor forward(@Nullable Tensor... inputs) {
        if (inputs.length != 1 || inputs[0] == null) {
            throw new ArgumentException(typeName() + ".forward() takes 1 input but " + inputs.length + " were given");
        }
        return forward(inputs[0]);
    }

    /**
     * Computes all results of a module, null where one is left out; to be overridden by modules with several results.
     *
     * @param inputs null where an optional one is left out
     */
    protected List<@Nullable Tensor> forwardAll(List<@Nullable Tensor> inputs) {
        return Arrays.asList(forward(inputs.toArray(Tensor[]::new)));
    }

    /** Runs the module on one input: pre-hooks, {@link #forward(Tensor)}, hooks. The first result where there are several. */
    public final Tensor call(Tensor input) {
        return call(new Tensor[] {input});
    }

    /** Runs the module with its hooks. The first result where there are several. */
    public final Tensor call(@Nullable Tensor... inputs) {
        List<@Nullable Tensor> outputs = callAll(Arrays.asList(inputs));
        Tensor first = outputs.getFirst();
        if (first == null) {
            throw new ArgumentException(typeName() + " returned no tensor");
        }
        return first;
    }

    /** Runs the module with its hooks and returns all results, null where one is left out. */
    public final List<@Nullable Tensor> callAll(List<@Nullable Tensor> inputs) {
        return callAll(inputs, this::forwardAll);
    }

    /**
     * Runs the hooks around a computation; the choke point of every call, also of typed ones with options. Within a {@link
     * Scope} the local tensors of jgrad's own modules end with the call, as far as no graph has saved them.
     */
    protected final List<@Nullable Tensor> callAll(
            List<@Nullable Tensor> inputs, UnaryOperator<List<@Nullable Tensor>> computation) {
        UnaryOperator<List<@Nullable Tensor>> current = computed.isEmpty()
                ? computation
                : in -> {
                    computed.refresh();
                    return computation.apply(in);
                };
        if (!hooks.isEmpty()) {
            return hooks.around(this, inputs, current);
        }
        return Scope.isOpen() && isClosed() ? Scope.local(() -> current.apply(inputs)) : current.apply(inputs);
    }

    /**
     * True when nobody can get hold of a tensor that is made during a call but its results: all modules below are jgrad's
     * own, without hooks and computed tensors.
     */
    private boolean isClosed() {
        if (!hooks.isEmpty()
                || !computed.isEmpty()
                || callsBack()
                || !getClass().getPackageName().startsWith("dev.jgrad.nn.")) {
            return false;
        }
        for (Module child : members.children.values()) {
            if (!child.isClosed()) {
                return false;
            }
        }
        return true;
    }

    /** True when {@link #forward(Tensor)} calls a function that was given by the user. */
    protected boolean callsBack() {
        return false;
    }

    /** True when a hook is called around the computation of this module; those of its children are not asked. */
    public final boolean hasHooks() {
        return !hooks.isEmpty();
    }

    // ---- registration ----------------------------------------------------------------------------------------

    /**
     * Adds a child and returns it, for use in a field's initialiser.
     *
     * @throws ArgumentException when the name is empty, taken or contains a dot
     */
    public final <M extends Module> M registerModule(String name, M child) {
        members.addModule(name, child);
        return child;
    }

    /** Adds a parameter, a leaf that by this requires a gradient unless its dtype has none, and returns it. */
    public final Tensor registerParameter(String name, Tensor parameter) {
        members.addParameter(name, parameter);
        return Parameter.of(parameter);
    }

    /** Adds a name under which there is no parameter, as a layer without bias has it. */
    protected final void registerNoParameter(String name) {
        members.addNoParameter(name);
    }

    /** Adds a tensor that belongs to the state but is not learned, and returns it. */
    public final Tensor registerBuffer(String name, Tensor buffer) {
        members.addBuffer(name, buffer);
        return buffer;
    }

    /** Adds a buffer that moves with the module but does not appear in its state: {@code persistent=False}. */
    protected final Tensor registerTransientBuffer(String name, Tensor buffer) {
        members.addTransientBuffer(name, buffer);
        return buffer;
    }

    // ---- looking up and replacing ----------------------------------------------------------------------------

    /** The module at a path such as {@code layer1.0.conv1}; the empty path is this module. */
    public final Module getSubmodule(String path) {
        Module at = this;
        if (!path.isEmpty()) {
            for (String name : path.split("\\.", -1)) {
                at = at.members.module(name);
            }
        }
        return at;
    }

    /** The parameter at a path such as {@code fc.weight}. */
    public final Tensor getParameter(String path) {
        return owner(path).parameter(path);
    }

    /** The buffer at a path such as {@code bn1.running_mean}. */
    public final Tensor getBuffer(String path) {
        return owner(path).buffer(path);
    }

    /** Replaces the child at a path, or adds it: Python's {@code model.fc = nn.Linear(512, 10)}. */
    public final void set(String path, Module module) {
        owner(path).replace(ModuleMembers.leaf(path), module);
    }

    /** Replaces the parameter or buffer at a path: Python's {@code decoder.weight = encoder.weight}, which ties the two. */
    public final void set(String path, Tensor tensor) {
        owner(path).replace(ModuleMembers.leaf(path), tensor);
    }

    /** The parameter or buffer at a path. */
    final Tensor state(String path) {
        return owner(path).tensor(path);
    }

    private ModuleMembers owner(String path) {
        return getSubmodule(ModuleMembers.parent(path)).members;
    }

    /** Puts one tensor in the place of another in registry and fields, whatever it is; for the length of a call. */
    final void exchange(Tensor old, Tensor replacement) {
        members.exchange(old, replacement);
    }

    /** Takes a child away, for containers. */
    protected final void removeModule(String name) {
        members.removeModule(name);
    }

    /** Takes a parameter, buffer or child of this module away: Python's {@code del module.name}. Fields keep what they hold. */
    public final void removeMember(String name) {
        members.remove(name);
    }

    // ---- computed tensors ------------------------------------------------------------------------------------

    /**
     * Replaces a parameter or buffer of this module by a tensor that is computed anew before each {@code call}, from other
     * parameters mostly. It is no part of parameters and state any more. {@code dev.jgrad.nn.parametrize} is built on it.
     *
     * @param rule computes the tensor, recorded
     */
    public final void setComputed(String name, Supplier<Tensor> rule) {
        computed.put(name, members.ownTensor(name), rule);
        members.removeTensor(name);
    }

    /** Computes a tensor anew that {@link #setComputed} has put in the place of a parameter. */
    public final Tensor computed(String name) {
        return computed.refresh(name);
    }

    /** Ends the computation of a tensor: it is a parameter again, or a buffer, and this one. */
    public final void endComputed(String name, Tensor plain, boolean parameter) {
        computed.remove(name, plain);
        if (parameter) {
            registerParameter(name, plain);
        } else {
            registerBuffer(name, plain);
        }
    }

    /** A parameter, buffer or computed tensor of this module. */
    protected final Tensor ownTensor(String name) {
        return computed.has(name) ? computed.get(name) : state(name);
    }

    /** The name to print and report: parametrized modules say so. */
    final String shownName() {
        return (computed.isEmpty() || !members.children.containsKey("parametrizations") ? "" : "Parametrized")
                + typeName();
    }

    // ---- walking ---------------------------------------------------------------------------------------------

    /** All parameters, children's included, each once. */
    public final List<Tensor> parameters() {
        return new ArrayList<>(namedParameters().values());
    }

    /** All parameters by path, children's included; one that is shared appears under its first path. */
    public final Map<String, Tensor> namedParameters() {
        return ModuleWalk.tensors(this, module -> module.members.parameters);
    }

    /** All buffers, children's included, each once. */
    public final List<Tensor> buffers() {
        return new ArrayList<>(namedBuffers().values());
    }

    /** All buffers by path, children's included. */
    public final Map<String, Tensor> namedBuffers() {
        return ModuleWalk.tensors(this, module -> module.members.buffers);
    }

    /** The direct children. */
    public final List<Module> children() {
        return new ArrayList<>(new LinkedHashSet<>(members.children.values()));
    }

    /** The direct children by name. */
    public final Map<String, Module> namedChildren() {
        return Collections.unmodifiableMap(members.children);
    }

    /** This module and all below it, each once. */
    public final List<Module> modules() {
        return new ArrayList<>(namedModules().values());
    }

    /** This module (under the empty name) and all below it by path, each once. */
    public final Map<String, Module> namedModules() {
        return ModuleWalk.modules(this);
    }

    /** Calls a function with every module below and then with this one, as for initialisation. */
    public final Module apply(Consumer<Module> function) {
        children().forEach(child -> child.apply(function));
        function.accept(this);
        return this;
    }

    // ---- modes and conversion --------------------------------------------------------------------------------

    /** True in training mode, the mode after construction. */
    public final boolean isTraining() {
        return training;
    }

    /** Switches this module and all below to training mode. */
    public final Module train() {
        return train(true);
    }

    /** Switches this module and all below to evaluation mode: dropout passes on, batch norm uses its running statistics. */
    public final Module eval() {
        return train(false);
    }

    /** Switches the mode of this module and all below. */
    public final Module train(boolean mode) {
        modules().forEach(module -> module.training = mode);
        return this;
    }

    /** Lets all parameters require a gradient, or none: {@code requiresGrad_(false)} freezes. */
    public final Module requiresGrad_(boolean required) {
        parameters().forEach(parameter -> parameter.requiresGrad_(required));
        return this;
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        parameters().forEach(parameter -> parameter.setGrad(null));
    }

    /** Moves all parameters and buffers to a device. The tensors stay the same objects, so optimizers keep them. */
    public final Module to(Device device) {
        return convert(tensor -> tensor.to(device));
    }

    /** Converts all floating parameters and buffers to a dtype. The tensors stay the same objects. */
    public final Module to(DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new ArgumentException(
                    "nn.Module.to only accepts floating point dtypes, but got desired dtype=" + dtype);
        }
        return convert(tensor -> tensor.isFloatingPoint() ? tensor.to(dtype) : tensor);
    }

    /** Moves all parameters and buffers to a device given as text, such as {@code cuda:0}. */
    public final Module to(String device) {
        return to(Device.of(device));
    }

    private Module convert(UnaryOperator<Tensor> conversion) {
        Set<Tensor> seen = ModuleWalk.identitySet();
        for (Module module : modules()) {
            module.members.parameters.values().forEach(tensor -> Conversion.inPlace(tensor, conversion, seen));
            module.members.buffers.values().forEach(tensor -> Conversion.inPlace(tensor, conversion, seen));
        }
        return this;
    }

    // ---- state -----------------------------------------------------------------------------------------------

    /** All parameters and persistent buffers by path, detached but over the same memory. */
    public final Map<String, Tensor> stateDict() {
        return StateDict.of(this);
    }

    /** Copies a state into this module; names and shapes must be the same. */
    public final IncompatibleKeys loadStateDict(Map<String, Tensor> state) {
        return loadStateDict(state, true);
    }

    /**
     * Copies a state into this module, in which nothing changes if the state does not fit.
     *
     * @param strict when false, names that only one side has are reported in the result instead of refused
     * @throws StateDictException when names (if strict) or shapes do not agree; the text lists them all
     */
    public final IncompatibleKeys loadStateDict(Map<String, Tensor> state, boolean strict) {
        return StateDict.load(this, state, strict);
    }

    /** The parameters and persistent buffers of this module alone, in the order of the state. */
    final Map<String, Tensor> ownState() {
        return members.state();
    }

    /** Takes the shape of a saved tensor where the layer has not seen an input yet; false where shapes must agree. */
    protected boolean adoptShape(String name, Tensor given) {
        return false;
    }

    /** Whether a state without this entry of this module alone loads in strict mode, as states of old formats may. */
    protected boolean mayBeMissing(String name) {
        return false;
    }

    // ---- hooks -----------------------------------------------------------------------------------------------

    /** Runs a hook before each {@code call}; it may replace inputs in the list it is given. */
    public final RemovableHandle registerForwardPreHook(ForwardPreHook hook) {
        return hooks.addBefore(hook);
    }

    /** Runs a hook after each {@code call}; it may replace outputs in the list it is given. */
    public final RemovableHandle registerForwardHook(ForwardHook hook) {
        return hooks.addAfter(hook);
    }

    /** Runs a hook before the backward pass enters this module; it may replace gradients in the list. */
    public final RemovableHandle registerFullBackwardPreHook(BackwardPreHook hook) {
        return hooks.addBeforeBackward(hook);
    }

    /** Runs a hook whenever the gradients with respect to this module's inputs were computed; it may replace them. */
    public final RemovableHandle registerFullBackwardHook(BackwardHook hook) {
        return hooks.addAfterBackward(hook);
    }

    // ---- printing --------------------------------------------------------------------------------------------

    /** What stands in the parentheses when this module is printed, such as {@code in_features=3, out_features=4}. */
    protected String extraRepr() {
        return "";
    }

    /**
     * Prints settings that are whole numbers without a point, where Python would have been given integers: {@code
     * Hardtanh(min_val=-2, max_val=2)}. Java's constructors take fractions and cannot tell.
     *
     * @param settings PyTorch's names of settings, also of some that are no numbers
     */
    public final void printAsIntegers(Set<String> settings) {
        integers = Set.copyOf(settings);
    }

    final Set<String> integers() {
        return integers == null ? Set.of() : integers;
    }

    /** Whether a setting was an integer in Python, by {@link #printAsIntegers}; {@code otherwise} where nobody said. */
    protected final boolean isInteger(String setting, boolean otherwise) {
        return integers == null ? otherwise : integers.contains(setting);
    }

    /** The name under which this module is printed and reported: the class's. */
    protected String typeName() {
        return getClass().getSimpleName();
    }

    /** The text PyTorch prints: the tree of modules with their settings. */
    @Override
    public String toString() {
        return ModulePrinter.print(this);
    }
}
