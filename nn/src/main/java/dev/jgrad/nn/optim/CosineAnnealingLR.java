package dev.jgrad.nn.optim;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets the rates fall, and rise again, along a cosine. Loshchilov, Hutter 2016; {@code torch.optim.lr_scheduler.CosineAnnealingLR}. */
public final class CosineAnnealingLR extends LRScheduler {
    private final int tMax;
    private final double etaMin;

    /** Down to zero. */
    public CosineAnnealingLR(Optimizer optimizer, int tMax) {
        this(optimizer, tMax, 0);
    }

    /**
     * With all settings.
     *
     * @param tMax number of steps from the greatest rate to the least
     * @param etaMin the least rate
     */
    public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin) {
        super(optimizer);
        this.tMax = tMax;
        this.etaMin = etaMin;
        start();
    }

    @Override
    protected double[] computeLrs() {
        if (isInitial()) {
            return currentLrs();
        }
        if (stepCount() == 1 && lastEpoch() > 0) {
            return closedForm();
        }
        double[] lrs = currentLrs();
        boolean turning = (lastEpoch() - 1 - tMax) % (2L * tMax) == 0;
        double ratio =
                (1 + Math.cos(Math.PI * lastEpoch() / tMax)) / (1 + Math.cos(Math.PI * (lastEpoch() - 1) / tMax));
        for (int i = 0; i < lrs.length; i++) {
            // At the turning point the ratio divides by zero.
            lrs[i] = turning
                    ? lrs[i] + (baseLrs()[i] - etaMin) * (1 - Math.cos(Math.PI / tMax)) / 2
                    : ratio * (lrs[i] - etaMin) + etaMin;
        }
        return lrs;
    }

    @Override
    double[] closedForm() {
        double height = (1 + Math.cos(Math.PI * lastEpoch() / tMax)) / 2;
        return Arrays.stream(baseLrs())
                .map(lr -> etaMin + (lr - etaMin) * height)
                .toArray();
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("T_max", tMax);
        state.put("eta_min", etaMin);
    }
}
