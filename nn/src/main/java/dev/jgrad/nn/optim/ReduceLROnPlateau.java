package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the rates when a metric has stopped to improve. {@code torch.optim.lr_scheduler.ReduceLROnPlateau}. Use {@link
 * #step(double)} with the metric of the epoch.
 */
public final class ReduceLROnPlateau extends LRScheduler {
    /** Which metrics are better. */
    public enum Mode {
        /** Lesser ones, as losses. */
        MIN,
        /** Greater ones, as accuracies. */
        MAX
    }

    /** How much better a metric must be to count. */
    public enum ThresholdMode {
        /** By a part of the best one. */
        REL,
        /** By an amount. */
        ABS
    }

    /**
     * What PyTorch names by keyword.
     *
     * @param mode which metrics are better
     * @param factor the rates are multiplied by this
     * @param patience number of epochs without improvement that are tolerated
     * @param threshold how much better a metric must be to count
     * @param thresholdMode the sense of {@code threshold}
     * @param cooldown number of epochs after a change during which nothing is counted
     * @param minLr the least rate
     * @param eps changes of less than this are not made
     */
    public record Options(
            Mode mode,
            double factor,
            int patience,
            double threshold,
            ThresholdMode thresholdMode,
            int cooldown,
            double minLr,
            double eps) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(Mode.MIN, 0.1, 10, 1e-4, ThresholdMode.REL, 0, 0, 1e-8);

        /** A copy with another sense of better. */
        public Options withMode(Mode value) {
            return new Options(value, factor, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /** A copy with another factor. */
        public Options withFactor(double value) {
            return new Options(mode, value, patience, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /** A copy with more or less patience. */
        public Options withPatience(int value) {
            return new Options(mode, factor, value, threshold, thresholdMode, cooldown, minLr, eps);
        }

        /** A copy with another threshold. */
        public Options withThreshold(double value, ThresholdMode sense) {
            return new Options(mode, factor, patience, value, sense, cooldown, minLr, eps);
        }

        /** A copy with another time of rest after a change. */
        public Options withCooldown(int value) {
            return new Options(mode, factor, patience, threshold, thresholdMode, value, minLr, eps);
        }

        /** A copy with another least rate. */
        public Options withMinLr(double value) {
            return new Options(mode, factor, patience, threshold, thresholdMode, cooldown, value, eps);
        }
    }

    private final Options options;
    private final double[] minLrs;
    private final @Nullable Double defaultMinLr;
    private double best;
    private long cooldownCounter;
    private long badEpochs;

    /** With PyTorch's defaults. */
    public ReduceLROnPlateau(Optimizer optimizer) {
        this(optimizer, Options.DEFAULT);
    }

    /** With all settings. */
    public ReduceLROnPlateau(Optimizer optimizer, Options options) {
        this(optimizer, options, options.minLr);
    }

    /**
     * With a least rate for each group.
     *
     * @param minLrs one for each group of the optimizer, or one for all; goes before that of the options
     */
    public ReduceLROnPlateau(Optimizer optimizer, Options options, double... minLrs) {
        super(optimizer);
        this.defaultMinLr = minLrs.length == 1 ? minLrs[0] : null;
        this.minLrs = perGroup(optimizer, "min_lr", minLrs);
        if (options.factor >= 1) {
            throw new ArgumentException("Factor should be < 1.0.");
        }
        this.options = options;
        best = options.mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        setLastEpoch(0);
    }

    /** Not for this schedule, which needs a metric. */
    @Override
    public void step() {
        throw new ArgumentException("ReduceLROnPlateau.step() missing 1 required argument: the metric");
    }

    /** Takes notice of the metric of an epoch. */
    public void step(Tensor metric) {
        step(metric.item());
    }

    /** Takes notice of the metric of an epoch. */
    public void step(double metric) {
        setLastEpoch(lastEpoch() + 1);
        if (isBetter(metric)) {
            best = metric;
            badEpochs = 0;
        } else {
            badEpochs++;
        }
        if (cooldownCounter > 0) {
            cooldownCounter--;
            badEpochs = 0;
        }
        boolean lower = badEpochs > options.patience;
        if (lower) {
            cooldownCounter = options.cooldown;
            badEpochs = 0;
        }
        setLrs(lower ? computeLrs() : currentLrs());
    }

    private boolean isBetter(double metric) {
        double sign = options.mode == Mode.MIN ? -1 : 1;
        double bound = options.thresholdMode == ThresholdMode.REL
                ? best * (1 + sign * options.threshold)
                : best + sign * options.threshold;
        return options.mode == Mode.MIN ? metric < bound : metric > bound;
    }

    @Override
    protected double[] computeLrs() {
        double[] lrs = currentLrs();
        for (int i = 0; i < lrs.length; i++) {
            double lower = Math.max(lrs[i] * options.factor, minLrs[i]);
            lrs[i] = lrs[i] - lower > options.eps ? lower : lrs[i];
        }
        return lrs;
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("factor", options.factor);
        state.put("patience", options.patience);
        state.put("cooldown", options.cooldown);
        state.put("eps", options.eps);
        state.put("mode", options.mode == Mode.MIN ? "min" : "max");
        state.put("threshold", options.threshold);
        state.put("threshold_mode", options.thresholdMode == ThresholdMode.REL ? "rel" : "abs");
        state.put("mode_worse", options.mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        state.put("default_min_lr", defaultMinLr);
        state.put("min_lrs", boxed(minLrs));
        state.put("best", best);
        state.put("cooldown_counter", cooldownCounter);
        state.put("num_bad_epochs", badEpochs);
    }

    @Override
    void load(Map<String, ?> state) {
        best = SchedulerState.number(state, "best", best);
        cooldownCounter = (long) SchedulerState.number(state, "cooldown_counter", cooldownCounter);
        badEpochs = (long) SchedulerState.number(state, "num_bad_epochs", badEpochs);
    }
}
