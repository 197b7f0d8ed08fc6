package dev.jgrad.nn.optim;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the rates fall to zero by a power of the remaining steps. {@code torch.optim.lr_scheduler.PolynomialLR}. */
public final class PolynomialLR extends LRScheduler {
    private final int totalIters;
    private final double power;

    /** In a straight line to zero. */
    public PolynomialLR(Optimizer optimizer, int totalIters) {
        this(optimizer, totalIters, 1);
    }

    /**
     * With all settings.
     *
     * @param totalIters number of steps to zero
     * @param power the power
     */
    public PolynomialLR(Optimizer optimizer, int totalIters, double power) {
        super(optimizer);
        this.totalIters = totalIters;
        this.power = power;
        start();
    }

    @Override
    protected double[] computeLrs() {
        if (isInitial() || lastEpoch() > totalIters) {
            return currentLrs();
        }
        double now = 1 - (double) lastEpoch() / totalIters;
        double before = 1 - (double) (lastEpoch() - 1) / totalIters;
        return scaled(Math.pow(now / before, power));
    }

    @Override
    double[] closedForm() {
        return scaledBase(Math.pow(1 - quotient(Math.min(totalIters, lastEpoch()), totalIters), power));
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("total_iters", totalIters);
        state.put("power", power);
    }
}
