package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by {@code gamma} every {@code stepSize} steps. {@code torch.optim.lr_scheduler.StepLR}. */
public final class StepLR extends LRScheduler {
    private final int stepSize;
    private final double gamma;

    /** With {@code gamma} 0.1. */
    public StepLR(Optimizer optimizer, int stepSize) {
        this(optimizer, stepSize, 0.1);
    }

    /**
     * With all settings.
     *
     * @param stepSize number of steps between two changes
     * @param gamma the factor
     */
    public StepLR(Optimizer optimizer, int stepSize, double gamma) {
        super(optimizer);
        if (stepSize < 1) {
            throw new ArgumentException("step_size must be positive, got " + stepSize);
        }
        this.stepSize = stepSize;
        this.gamma = gamma;
        start();
    }

    @Override
    protected double[] computeLrs() {
        return lastEpoch() == 0 || lastEpoch() % stepSize != 0 ? currentLrs() : scaled(gamma);
    }

    @Override
    double[] closedForm() {
        return scaledBase(Math.pow(gamma, Math.floorDiv(lastEpoch(), stepSize)));
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("step_size", stepSize);
        state.put("gamma", gamma);
    }
}
