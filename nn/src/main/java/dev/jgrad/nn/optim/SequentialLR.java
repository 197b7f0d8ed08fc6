package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows one schedule after the other, for instance a warm-up and then a decay. {@code
 * torch.optim.lr_scheduler.SequentialLR}.
 */
public final class SequentialLR extends LRScheduler {
    private final List<LRScheduler> schedulers;
    private final List<Integer> milestones;

    /**
     * A sequence.
     *
     * @param schedulers all of the same optimizer
     * @param milestones the steps at which the second and every later schedule begins
     */
    public SequentialLR(Optimizer optimizer, List<LRScheduler> schedulers, List<Integer> milestones) {
        super(optimizer);
        ChainedScheduler.check("SequentialLR", optimizer, schedulers);
        if (milestones.size() != schedulers.size() - 1) {
            throw new ArgumentException(
                    "Sequential Schedulers expects number of schedulers provided to be one more than"
                            + " the number of milestone points, but got number of schedulers " + schedulers.size()
                            + " and the number of milestones to be equal to " + milestones.size());
        }
        this.schedulers = List.copyOf(schedulers);
        this.milestones = List.copyOf(milestones);
        setLastEpoch(0);
        // Constructing the schedules has set their first rates one after the other: back to the beginning.
        setLrs(baseLrs());
        undoAll();
        schedulers.get(at(0)).start();
        setLrs(currentLrs());
    }

    private void undoAll() {
        schedulers.forEach(LRScheduler::undoStart);
    }

    @Override
    void undoStart() {
        undoAll();
    }

    private int at(long epoch) {
        return (int) milestones.stream().filter(milestone -> milestone <= epoch).count();
    }

    @Override
    public void step() {
        setLastEpoch(lastEpoch() + 1);
        int index = at(lastEpoch());
        LRScheduler scheduler = schedulers.get(index);
        if (index > 0 && milestones.get(index - 1) == lastEpoch()) {
            scheduler.restart();
        } else {
            scheduler.step();
        }
        setLrs(currentLrs());
    }

    @Override
    protected double[] computeLrs() {
        return currentLrs();
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("_milestones", milestones);
        List<Object> saved = new ArrayList<>();
        schedulers.forEach(scheduler -> saved.add(scheduler.stateDict()));
        state.put("_schedulers", saved);
    }

    @Override
    void load(Map<String, ?> state) {
        ChainedScheduler.loadAll(schedulers, state);
    }
}
