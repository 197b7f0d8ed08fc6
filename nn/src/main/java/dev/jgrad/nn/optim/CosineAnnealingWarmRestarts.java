package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the rates fall along a cosine and start anew, each time after a longer while. Loshchilov, Hutter 2016 (SGDR); {@code
 * torch.optim.lr_scheduler.CosineAnnealingWarmRestarts}.
 */
public final class CosineAnnealingWarmRestarts extends LRScheduler {
    private final int t0;
    private final int tMult;
    private final double etaMin;
    private double current;
    private double length;

    /** Restarts every {@code t0} steps, down to zero. */
    public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0) {
        this(optimizer, t0, 1, 0);
    }

    /**
     * With all settings.
     *
     * @param t0 number of steps until the first restart
     * @param tMult how many times longer each stretch is than the one before
     * @param etaMin the least rate
     */
    public CosineAnnealingWarmRestarts(Optimizer optimizer, int t0, int tMult, double etaMin) {
        super(optimizer);
        if (t0 <= 0) {
            throw new ArgumentException("Expected positive integer T_0, but got " + t0);
        }
        if (tMult < 1) {
            throw new ArgumentException("Expected integer T_mult >= 1, but got " + tMult);
        }
        this.t0 = t0;
        this.tMult = tMult;
        this.etaMin = etaMin;
        this.length = t0;
        start();
    }

    @Override
    public void step() {
        step(lastEpoch() < 0 ? 0 : lastEpoch() + 1);
    }

    /** Goes to an epoch, which may be a fraction: {@code epoch + batch / batches}. */
    public void step(double epoch) {
        if (epoch < 0) {
            throw new ArgumentException("Expected non-negative epoch, but got " + epoch);
        }
        long restarts = restarts(epoch);
        double begin = tMult == 1 ? (double) restarts * t0 : t0 * (Math.pow(tMult, restarts) - 1) / (tMult - 1);
        current = epoch - begin;
        length = t0 * Math.pow(tMult, tMult == 1 ? 0 : restarts);
        setLastEpoch((long) Math.floor(epoch));
        setLrs(computeLrs());
    }

    private long restarts(double epoch) {
        if (tMult == 1) {
            return (long) Math.floor(epoch / t0);
        }
        // By counting: a logarithm is off by one just where a stretch ends.
        long restarts = 0;
        double begin = 0;
        for (double stretch = t0; begin + stretch <= epoch; stretch *= tMult) {
            begin += stretch;
            restarts++;
        }
        return restarts;
    }

    @Override
    protected double[] computeLrs() {
        double height = (1 + Math.cos(Math.PI * current / length)) / 2;
        return Arrays.stream(baseLrs())
                .map(lr -> etaMin + (lr - etaMin) * height)
                .toArray();
    }

    @Override
    void restart() {
        step(0);
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("T_0", t0);
        state.put("T_i", (long) length);
        state.put("T_mult", tMult);
        state.put("eta_min", etaMin);
        state.put("T_cur", current);
    }

    @Override
    void load(Map<String, ?> state) {
        current = SchedulerState.number(state, "T_cur", current);
        length = SchedulerState.number(state, "T_i", length);
    }
}
