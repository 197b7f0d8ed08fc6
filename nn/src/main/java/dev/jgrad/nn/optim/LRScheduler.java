package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Replays;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Base of the schedules that change an optimizer's learning rates, one {@link #step()} after each epoch or batch. {@code
 * torch.optim.lr_scheduler.LRScheduler}.
 *
 * <p>Construction sets the first rate and keeps the one a group had as its option {@code initial_lr}. Most schedules change
 * the current rate rather than compute it anew, so that several may act on one optimizer.
 */
public abstract class LRScheduler {
    private final Optimizer optimizer;
    private double[] baseLrs;
    private long lastEpoch = -1;
    private long stepCount;
    private boolean initial;
    private double[] lastLr;

    /** A schedule for an optimizer; the subclass calls {@link #start()} at the end of its constructor. */
    protected LRScheduler(Optimizer optimizer) {
        this.optimizer = optimizer;
        for (ParamGroup group : optimizer.paramGroups()) {
            if (!group.has("initial_lr")) {
                group.with("initial_lr", group.lr());
            }
        }
        baseLrs = values("initial_lr");
        lastLr = currentLrs();
    }

    /** Sets the first rates. */
    protected final void start() {
        stepCount = 0;
        initial = true;
        step();
        initial = false;
    }

    /** Sets the rates of the next epoch or batch. */
    public void step() {
        endRecording();
        stepCount++;
        lastEpoch++;
        setLrs(computeLrs());
    }

    /** The rates for {@link #lastEpoch()}, one per group. */
    protected abstract double[] computeLrs();

    /** The rates for {@link #lastEpoch()} from the initial ones alone; for schedules that can start anywhere. */
    double[] closedForm() {
        return computeLrs();
    }

    /** Starts this schedule at its beginning as part of a sequence. */
    void restart() {
        lastEpoch = 0;
        setLrs(closedForm());
    }

    /** Takes back the step that construction made, before a sequence starts its first schedule. */
    void undoStart() {
        lastEpoch--;
    }

    /** Replays do not step a schedule, so it must not look as if they did. */
    private void endRecording() {
        for (ParamGroup group : optimizer.paramGroups()) {
            if (!group.parameters().isEmpty()) {
                Replays.giveUp(
                        group.parameters().getFirst().device(),
                        "a schedule of learning rates steps inside of the recorded step; step it after each replay");
            }
        }
    }

    final void setLrs(double[] lrs) {
        endRecording();
        List<ParamGroup> groups = optimizer.paramGroups();
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).setLr(lrs[i]);
        }
        lastLr = lrs.clone();
    }

    /** The rates now, one per group. */
    public final List<Double> getLastLr() {
        return boxed(lastLr);
    }

    /** The optimizer whose rates change. */
    public final Optimizer optimizer() {
        return optimizer;
    }

    /** How many steps were made. */
    public final long lastEpoch() {
        return lastEpoch;
    }

    final void setLastEpoch(long epoch) {
        endRecording();
        lastEpoch = epoch;
    }

    final boolean isInitial() {
        return initial;
    }

    final long stepCount() {
        return stepCount;
    }

    final double[] baseLrs() {
        return baseLrs;
    }

    final void setBaseLrs(double[] lrs) {
        baseLrs = lrs;
    }

    final double[] currentLrs() {
        return values("lr");
    }

    final double[] values(String option) {
        return optimizer.paramGroups().stream()
                .mapToDouble(group -> group.number(option))
                .toArray();
    }

    /** The current rates times a factor. */
    final double[] scaled(double factor) {
        return Arrays.stream(currentLrs()).map(lr -> lr * factor).toArray();
    }

    /** The initial rates times a factor. */
    final double[] scaledBase(double factor) {
        return Arrays.stream(baseLrs).map(lr -> lr * factor).toArray();
    }

    /** A quotient that Python computes too: by zero it is refused, since a rate that is no number ends a training unseen. */
    static double quotient(double dividend, double divisor) {
        if (divisor == 0) {
            throw new ArgumentException("float division by zero: this schedule has a factor or a length of 0, from"
                    + " which no learning rate follows");
        }
        return dividend / divisor;
    }

    /** A number for each group, of one for all or one each. */
    static double[] perGroup(Optimizer optimizer, String name, double[] given) {
        int groups = optimizer.paramGroups().size();
        if (given.length == groups) {
            return given.clone();
        }
        if (given.length != 1) {
            throw new ArgumentException(name + " must have the same length as the optimizer's param_groups: expected "
                    + groups + " values, got " + given.length);
        }
        double[] all = new double[groups];
        Arrays.fill(all, given[0]);
        return all;
    }

    static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    // ---- state -----------------------------------------------------------------------------------------------

    /** The progress of this schedule under the names of PyTorch's {@code state_dict}, and its settings. */
    public final Map<String, @Nullable Object> stateDict() {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        save(state);
        state.put("base_lrs", boxed(baseLrs));
        state.put("last_epoch", lastEpoch);
        state.put("_step_count", stepCount);
        state.put("_is_initial", false);
        state.put("_get_lr_called_within_step", false);
        state.put("_last_lr", getLastLr());
        return state;
    }

    /** Continues from saved progress. The settings stay those of construction; the optimizer's state holds the rates. */
    public final void loadStateDict(Map<String, ?> state) {
        baseLrs = SchedulerState.numbers(state, "base_lrs", baseLrs);
        lastLr = SchedulerState.numbers(state, "_last_lr", lastLr);
        lastEpoch = (long) SchedulerState.number(state, "last_epoch", lastEpoch);
        stepCount = (long) SchedulerState.number(state, "_step_count", stepCount);
        load(state);
    }

    /** Adds settings and progress of a subclass. */
    void save(Map<String, @Nullable Object> state) {}

    /** Takes over progress of a subclass. */
    void load(Map<String, ?> state) {}
}
