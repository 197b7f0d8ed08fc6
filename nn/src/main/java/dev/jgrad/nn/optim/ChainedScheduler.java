package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.StateDictException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets several schedules act on the same rates, all at each step. {@code torch.optim.lr_scheduler.ChainedScheduler}. */
public final class ChainedScheduler extends LRScheduler {
    private final List<LRScheduler> schedulers;

    /** Schedules of the same optimizer. */
    public ChainedScheduler(List<LRScheduler> schedulers) {
        super(schedulers.getFirst().optimizer());
        check("ChainedScheduler", optimizer(), schedulers);
        this.schedulers = List.copyOf(schedulers);
    }

    static void check(String name, Optimizer optimizer, List<LRScheduler> schedulers) {
        if (schedulers.isEmpty()) {
            throw new ArgumentException(name + " expects at least one scheduler, but got no scheduler.");
        }
        for (LRScheduler scheduler : schedulers) {
            if (scheduler instanceof ReduceLROnPlateau) {
                throw new ArgumentException(name + " does not support `ReduceLROnPlateau` scheduler as it requires"
                        + " additional arguments to be specified when calling `step`");
            }
            if (scheduler.optimizer() != optimizer) {
                throw new ArgumentException(name + " expects all schedulers to belong to the same optimizer");
            }
        }
    }

    static void loadAll(List<LRScheduler> schedulers, Map<String, ?> state) {
        if (!(state.get("_schedulers") instanceof List<?> saved) || saved.size() != schedulers.size()) {
            throw new StateDictException(
                    "'_schedulers' of a scheduler's state must hold " + schedulers.size() + " states");
        }
        for (int i = 0; i < schedulers.size(); i++) {
            if (!(saved.get(i) instanceof Map<?, ?> one)) {
                throw new StateDictException("'_schedulers' of a scheduler's state holds something that is no state");
            }
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            one.forEach((name, value) -> named.put(String.valueOf(name), value));
            schedulers.get(i).loadStateDict(named);
        }
    }

    @Override
    public void step() {
        schedulers.forEach(LRScheduler::step);
        setLrs(currentLrs());
    }

    @Override
    protected double[] computeLrs() {
        return currentLrs();
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        List<Object> saved = new ArrayList<>();
        schedulers.forEach(scheduler -> saved.add(scheduler.stateDict()));
        state.put("_schedulers", saved);
    }

    @Override
    void load(Map<String, ?> state) {
        loadAll(schedulers, state);
    }
}
