package dev.jgrad.nn.optim;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Device;
import dev.jgrad.data.Shape;
import dev.jgrad.nn.Repr;
import dev.jgrad.nn.StateDictException;
import dev.jgrad.tensor.Devices;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.Replays;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Base of all optimizers: changes parameters by their gradients. {@code torch.optim.Optimizer}.
 *
 * <pre>{@code
 * optimizer.zeroGrad();
 * Functional.crossEntropy(model.call(x), y).backward();
 * optimizer.step();
 * }</pre>
 *
 * <p>Parameters without a gradient, frozen ones for instance, are passed over. Steps are not recorded.
 */
public abstract class Optimizer {
    private final Map<String, @Nullable Object> defaults;
    private final List<ParamGroup> groups = new ArrayList<>();
    private final Map<Tensor, ParameterState> states = new IdentityHashMap<>();
    private int loads;

    /**
     * An optimizer of groups.
     *
     * @param defaults what groups do not name, under PyTorch's names and in its order
     */
    protected Optimizer(Map<String, @Nullable Object> defaults, List<ParamGroup> groups) {
        this.defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
        groups.forEach(this::addParamGroup);
        if (groups.isEmpty()
                || groups.stream().allMatch(group -> group.parameters().isEmpty())) {
            throw new ArgumentException("optimizer got an empty parameter list");
        }
    }

    // ---- stepping --------------------------------------------------------------------------------------------

    /**
     * Changes all parameters that have a gradient. A CUDA graph contains the step; its numbers, such as the learning rate,
     * are those that the options have when it is replayed.
     */
    public final void step() {
        List<Device> devices = groups.stream()
                .flatMap(group -> group.parameters().stream())
                .map(Tensor::device)
                .distinct()
                .toList();
        Device recording =
                devices.stream().filter(Replays::isRecording).findFirst().orElse(null);
        if (recording != null && (devices.size() > 1 || !isRecordable())) {
            Devices.outsideRecording(recording, this::stepNow);
            return;
        }
        if (recording != null) {
            watch(recording);
        }
        stepNow();
    }

    /** What a recording of the step depends on, and what is undone if it fails. */
    private void watch(Device device) {
        String name = getClass().getSimpleName();
        List<Object> formula = formula();
        int loaded = loads;
        Replays.unless(device, () -> {
            if (loads != loaded) {
                return name + " has loaded a state, which only a new capture would use";
            }
            List<Object> now = formula();
            return now.equals(formula)
                    ? null
                    : name + " has other parameters or options that change its formula: " + now + ", not " + formula;
        });
        Map<ParameterState, Map<String, Double>> numbers = new IdentityHashMap<>();
        states.values().forEach(state -> numbers.put(state, state.numbers()));
        Replays.undo(device, () -> numbers.forEach(ParameterState::restore));
    }

    /** What decides about the operations of a step: flags, and which numbers are zero; the learning rate does not. */
    private List<Object> formula() {
        List<Object> all = new ArrayList<>();
        for (ParamGroup group : groups) {
            all.add(group.parameters().size());
            for (String name : defaults.keySet()) {
                Object value = group.options().get(name);
                if (value instanceof Boolean || frozenOptions().contains(name)) {
                    all.add(name + "=" + value);
                } else if (value instanceof Number number && !name.equals("lr")) {
                    all.add(name + (number.doubleValue() == 0 ? "=0" : "!=0"));
                }
            }
        }
        return all;
    }

    private void stepNow() {
        try (var _ = Grad.disabled();
                var _ = OptimizerSteps.together()) {
            for (ParamGroup group : groups) {
                if (!group.parameters().isEmpty()) {
                    update(group);
                }
            }
        }
    }

    /** Computes the loss anew, which includes its backward pass, then steps; returns the loss. */
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss;
        try (var _ = Grad.enabled()) {
            loss = closure.get();
        }
        step();
        return loss;
    }

    /** Changes the parameters of one group; recording is off. */
    protected abstract void update(ParamGroup group);

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        zeroGrad(true);
    }

    /** Forgets the gradients of all parameters, or sets them to zero. */
    public final void zeroGrad(boolean setToNone) {
        for (ParamGroup group : groups) {
            for (Tensor parameter : group.parameters()) {
                Tensor grad = OptimizerSteps.gradient(parameter);
                if (grad != null && setToNone) {
                    parameter.setGrad(null);
                } else if (grad != null) {
                    grad.detach().zero_();
                }
            }
        }
    }

    // ---- groups ----------------------------------------------------------------------------------------------

    /** The groups, whose options may be changed. */
    public final List<ParamGroup> paramGroups() {
        return Collections.unmodifiableList(groups);
    }

    /**
     * Adds a group, as when frozen layers are to be trained later on.
     *
     * @throws ArgumentException when a parameter is no leaf or already in a group
     */
    public final void addParamGroup(ParamGroup group) {
        Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
        groups.forEach(other -> known.addAll(other.parameters()));
        for (Tensor parameter : group.parameters()) {
            if (!parameter.isLeaf() && !parameter.retainsGrad()) {
                throw new ArgumentException("can't optimize a non-leaf Tensor");
            }
            if (known.contains(parameter)) {
                throw new ArgumentException("some parameters appear in more than one parameter group");
            }
        }
        group.fillIn(defaults);
        check(group);
        groups.add(group);
    }

    /** Refuses options that make no sense. */
    protected void check(ParamGroup group) {
        atLeastZero(group, "lr", "learning rate");
        atLeastZero(group, "weight_decay", "weight_decay value");
    }

    static void atLeastZero(ParamGroup group, String name, String meaning) {
        if (!(group.number(name) >= 0)) {
            throw new ArgumentException(
                    "Invalid " + meaning + ": " + Repr.of(group.options().get(name)));
        }
    }

    static void checkBetas(ParamGroup group) {
        for (int i = 0; i < 2; i++) {
            double beta = group.number("betas", i);
            if (!(beta >= 0 && beta < 1)) {
                throw new ArgumentException("Invalid beta parameter at index " + i + ": " + Repr.of(beta));
            }
        }
    }

    final boolean hasDefault(String name) {
        return defaults.containsKey(name);
    }

    /**
     * True when all numbers of {@link #update} that may change from step to step are {@link StepNumbers}, so that a
     * recording can contain the step. Others run outside of it, in every replay.
     */
    boolean isRecordable() {
        return false;
    }

    /** Options whose values {@link #update} hands to operations as they are: a recorded step holds for these values only. */
    Set<String> frozenOptions() {
        return Set.of();
    }

    /** Numbers for a step of a group. */
    static StepNumbers numbers(ParamGroup group, Supplier<double[]> rule) {
        return StepNumbers.of(group.parameters().getFirst().device(), rule);
    }

    /** Numbers that parameters share which have counted as many steps. */
    static StepNumbers numbers(ParamGroup group, Map<Long, StepNumbers> known, long step, Supplier<double[]> rule) {
        return known.computeIfAbsent(step, ignored -> numbers(group, rule));
    }

    /** The shape of a saved buffer of a parameter. */
    Shape stateShape(String name, Tensor parameter) {
        return parameter.shape();
    }

    /** True when the state is no matter of single parameters and is saved as it is: {@link ParameterState#plain}. */
    boolean isPlain() {
        return false;
    }

    final ParameterState state(Tensor parameter) {
        return states.computeIfAbsent(parameter, ignored -> new ParameterState(parameter.device()));
    }

    // ---- state -----------------------------------------------------------------------------------------------

    /**
     * The state of all parameters and the options of all groups, in the structure of PyTorch's {@code state_dict}: {@code
     * state} maps the number of a parameter to its entries, {@code param_groups} lists options with the numbers of their
     * parameters under {@code params}.
     */
    public final Map<String, Object> stateDict() {
        Map<Object, Object> state = new LinkedHashMap<>();
        List<Object> saved = new ArrayList<>();
        long number = 0;
        for (ParamGroup group : groups) {
            List<Object> numbers = new ArrayList<>();
            for (Tensor parameter : group.parameters()) {
                ParameterState own = states.get(parameter);
                if (own != null && !own.isEmpty()) {
                    state.put(number, own.export());
                }
                numbers.add(number++);
            }
            Map<String, @Nullable Object> options = new LinkedHashMap<>(group.options());
            options.put("params", numbers);
            saved.add(options);
        }
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("state", state);
        dict.put("param_groups", saved);
        return dict;
    }

    /**
     * Continues from a state that {@link #stateDict} or PyTorch saved; options are replaced by the saved ones.
     *
     * @throws StateDictException when groups or shapes do not agree; nothing has changed then
     */
    public final void loadStateDict(Map<String, ?> dict) {
        OptimizerCheckpoint loaded = OptimizerCheckpoint.read(dict, groups, this);
        loads++;
        states.clear();
        states.putAll(loaded.states());
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).replaceOptions(loaded.options().get(i));
        }
    }

    /** The text PyTorch prints. */
    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName() + " (");
        for (int i = 0; i < groups.size(); i++) {
            text.append("\nParameter Group ")
                    .append(i)
                    .append('\n')
                    .append(groups.get(i).lines());
        }
        return text.append(')').toString();
    }
}
