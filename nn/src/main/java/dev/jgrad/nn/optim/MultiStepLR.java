package dev.jgrad.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by {@code gamma} at given steps. {@code torch.optim.lr_scheduler.MultiStepLR}. */
public final class MultiStepLR extends LRScheduler {
    private final List<Integer> milestones;
    private final double gamma;

    /** With {@code gamma} 0.1. */
    public MultiStepLR(Optimizer optimizer, List<Integer> milestones) {
        this(optimizer, milestones, 0.1);
    }

    /**
     * With all settings.
     *
     * @param milestones the steps; one named twice counts twice
     * @param gamma the factor
     */
    public MultiStepLR(Optimizer optimizer, List<Integer> milestones, double gamma) {
        super(optimizer);
        this.milestones = List.copyOf(milestones);
        this.gamma = gamma;
        start();
    }

    @Override
    protected double[] computeLrs() {
        long hits = milestones.stream()
                .filter(milestone -> milestone == lastEpoch())
                .count();
        return hits == 0 ? currentLrs() : scaled(Math.pow(gamma, hits));
    }

    @Override
    double[] closedForm() {
        long passed = milestones.stream()
                .filter(milestone -> milestone <= lastEpoch())
                .count();
        return scaledBase(Math.pow(gamma, passed));
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        // PyTorch saves a Counter: how often each milestone is named.
        Map<Object, Object> counts = new LinkedHashMap<>();
        milestones.forEach(milestone -> counts.merge(milestone, 1, (a, b) -> (Integer) a + (Integer) b));
        state.put("milestones", counts);
        state.put("gamma", gamma);
    }
}
