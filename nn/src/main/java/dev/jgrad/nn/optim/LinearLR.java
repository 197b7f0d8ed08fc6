package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes from one factor of the rates to another in equal steps, for instance to warm up. {@code torch.optim.lr_scheduler.LinearLR}. */
public final class LinearLR extends LRScheduler {
    private final double startFactor;
    private final double endFactor;
    private final int totalIters;

    /** From a third of the rates to all of them in five steps. */
    public LinearLR(Optimizer optimizer) {
        this(optimizer, 1.0 / 3, 1, 5);
    }

    /** From a factor to 1. */
    public LinearLR(Optimizer optimizer, double startFactor, int totalIters) {
        this(optimizer, startFactor, 1, totalIters);
    }

    /**
     * With all settings.
     *
     * @param startFactor the factor of the first step
     * @param endFactor the factor of the last step
     * @param totalIters number of steps between them
     */
    public LinearLR(Optimizer optimizer, double startFactor, double endFactor, int totalIters) {
        super(optimizer);
        if (startFactor > 1 || startFactor <= 0) {
            throw new ArgumentException(
                    "Starting multiplicative factor expected to be greater than 0 and less or equal to 1.");
        }
        if (endFactor > 1 || endFactor < 0) {
            throw new ArgumentException("Ending multiplicative factor expected to be between 0 and 1.");
        }
        this.startFactor = startFactor;
        this.endFactor = endFactor;
        this.totalIters = totalIters;
        start();
    }

    @Override
    protected double[] computeLrs() {
        if (lastEpoch() == 0) {
            return scaled(startFactor);
        }
        if (isInitial() || lastEpoch() > totalIters) {
            return currentLrs();
        }
        double slope = endFactor - startFactor;
        return scaled(1 + slope / (totalIters * startFactor + (lastEpoch() - 1) * slope));
    }

    @Override
    double[] closedForm() {
        double done = quotient(Math.min(totalIters, lastEpoch()), totalIters);
        return scaledBase(startFactor + (endFactor - startFactor) * done);
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("start_factor", startFactor);
        state.put("end_factor", endFactor);
        state.put("total_iters", totalIters);
    }
}
