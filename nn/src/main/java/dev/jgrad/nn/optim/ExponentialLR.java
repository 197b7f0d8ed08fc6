package dev.jgrad.nn.optim;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by {@code gamma} at every step. {@code torch.optim.lr_scheduler.ExponentialLR}. */
public final class ExponentialLR extends LRScheduler {
    private final double gamma;

    /**
     * With all settings.
     *
     * @param gamma the factor
     */
    public ExponentialLR(Optimizer optimizer, double gamma) {
        super(optimizer);
        this.gamma = gamma;
        start();
    }

    @Override
    protected double[] computeLrs() {
        return isInitial() ? currentLrs() : scaled(gamma);
    }

    @Override
    double[] closedForm() {
        return scaledBase(Math.pow(gamma, lastEpoch()));
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("gamma", gamma);
    }
}
