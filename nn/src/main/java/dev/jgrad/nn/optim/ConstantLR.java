package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Multiplies the rates by a factor for the first steps. {@code torch.optim.lr_scheduler.ConstantLR}. */
public final class ConstantLR extends LRScheduler {
    private final double factor;
    private final int totalIters;

    /** A third of the rates for five steps. */
    public ConstantLR(Optimizer optimizer) {
        this(optimizer, 1.0 / 3, 5);
    }

    /**
     * With all settings.
     *
     * @param factor the factor
     * @param totalIters number of steps after which the rates are as they were
     */
    public ConstantLR(Optimizer optimizer, double factor, int totalIters) {
        super(optimizer);
        if (factor > 1 || factor < 0) {
            throw new ArgumentException("Constant multiplicative factor expected to be between 0 and 1.");
        }
        this.factor = factor;
        this.totalIters = totalIters;
        start();
    }

    @Override
    protected double[] computeLrs() {
        if (lastEpoch() == 0) {
            return scaled(factor);
        }
        return lastEpoch() == totalIters ? scaled(quotient(1, factor)) : currentLrs();
    }

    @Override
    double[] closedForm() {
        return scaledBase(lastEpoch() >= totalIters ? 1 : factor);
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("factor", factor);
        state.put("total_iters", totalIters);
    }
}
