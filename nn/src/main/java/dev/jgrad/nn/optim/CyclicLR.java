package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the rates rise and fall between two values again and again, the momentum going the other way. Smith 2015; {@code
 * torch.optim.lr_scheduler.CyclicLR}.
 */
public final class CyclicLR extends LRScheduler {
    /** How the height of the cycles changes. */
    public enum Mode {
        /** Not at all. */
        TRIANGULAR("triangular"),
        /** It halves with each cycle. */
        TRIANGULAR2("triangular2"),
        /** It is multiplied by {@code gamma} at each step. */
        EXP_RANGE("exp_range");

        private final String label;

        Mode(String label) {
            this.label = label;
        }
    }

    /**
     * What PyTorch names by keyword.
     *
     * @param stepSizeUp number of steps upwards
     * @param stepSizeDown number of steps downwards
     * @param mode how the height changes
     * @param gamma the factor of {@link Mode#EXP_RANGE}
     * @param cycleMomentum cycles the momentum too
     * @param baseMomentum the least momentum
     * @param maxMomentum the greatest momentum
     */
    public record Options(
            int stepSizeUp,
            int stepSizeDown,
            Mode mode,
            double gamma,
            boolean cycleMomentum,
            double baseMomentum,
            double maxMomentum) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(2000, 2000, Mode.TRIANGULAR, 1, true, 0.8, 0.9);

        /** A copy with other numbers of steps. */
        public Options withStepSizes(int up, int down) {
            return new Options(up, down, mode, gamma, cycleMomentum, baseMomentum, maxMomentum);
        }

        /** A copy whose height changes in another way; {@code factor} is for {@link Mode#EXP_RANGE}. */
        public Options withMode(Mode value, double factor) {
            return new Options(stepSizeUp, stepSizeDown, value, factor, cycleMomentum, baseMomentum, maxMomentum);
        }

        /** A copy that leaves the momentum alone. */
        public Options withoutMomentum() {
            return new Options(stepSizeUp, stepSizeDown, mode, gamma, false, baseMomentum, maxMomentum);
        }

        /** A copy with other momenta. */
        public Options withMomentum(double least, double greatest) {
            return new Options(stepSizeUp, stepSizeDown, mode, gamma, true, least, greatest);
        }
    }

    private final double[] maxLr;
    private final Options options;
    private final @Nullable MomentumCycle momentum;

    /** With PyTorch's defaults. */
    public CyclicLR(Optimizer optimizer, double baseLr, double maxLr) {
        this(optimizer, baseLr, maxLr, Options.DEFAULT);
    }

    /** Between two rates with all settings. */
    public CyclicLR(Optimizer optimizer, double baseLr, double maxLr, Options options) {
        this(optimizer, new double[] {baseLr}, new double[] {maxLr}, options);
    }

    /**
     * Between two rates of each group.
     *
     * @param baseLr the least rate of each group, or one for all
     * @param maxLr the greatest rate of each group, or one for all
     */
    public CyclicLR(Optimizer optimizer, double[] baseLr, double[] maxLr, Options options) {
        super(withRate(optimizer, baseLr));
        if (options.stepSizeUp < 1 || options.stepSizeDown < 1) {
            throw new ArgumentException("step_size_up and step_size_down must be positive");
        }
        this.maxLr = perGroup(optimizer, "max_lr", maxLr);
        this.options = options;
        this.momentum =
                options.cycleMomentum ? new MomentumCycle(optimizer, options.baseMomentum, options.maxMomentum) : null;
        // PyTorch's first rate is that of a schedule that was there before, where there is one.
        start();
        setBaseLrs(perGroup(optimizer, "base_lr", baseLr));
    }

    private static Optimizer withRate(Optimizer optimizer, double[] baseLr) {
        double[] rates = perGroup(optimizer, "base_lr", baseLr);
        for (int i = 0; i < rates.length; i++) {
            optimizer.paramGroups().get(i).setLr(rates[i]);
        }
        return optimizer;
    }

    @Override
    protected double[] computeLrs() {
        double total = (double) options.stepSizeUp + options.stepSizeDown;
        double rising = options.stepSizeUp / total;
        double cycle = Math.floor(1 + lastEpoch() / total);
        double x = 1 + lastEpoch() / total - cycle;
        double height = (x <= rising ? x / rising : (x - 1) / (rising - 1)) * scale(cycle);
        List<ParamGroup> groups = optimizer().paramGroups();
        double[] lrs = baseLrs().clone();
        for (int i = 0; i < lrs.length; i++) {
            lrs[i] += (maxLr[i] - lrs[i]) * height;
            if (momentum != null) {
                momentum.set(
                        groups.get(i), options.maxMomentum - (options.maxMomentum - options.baseMomentum) * height);
            }
        }
        return lrs;
    }

    private double scale(double cycle) {
        return switch (options.mode) {
            case TRIANGULAR -> 1;
            case TRIANGULAR2 -> Math.pow(2, 1 - cycle);
            case EXP_RANGE -> Math.pow(options.gamma, lastEpoch());
        };
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("max_lrs", boxed(maxLr));
        state.put("total_size", (double) options.stepSizeUp + options.stepSizeDown);
        state.put("step_ratio", options.stepSizeUp / ((double) options.stepSizeUp + options.stepSizeDown));
        state.put("mode", options.mode.label);
        state.put("gamma", options.gamma);
        state.put("scale_mode", options.mode == Mode.EXP_RANGE ? "iterations" : "cycle");
        state.put("cycle_momentum", options.cycleMomentum);
        if (options.cycleMomentum) {
            state.put("use_beta1", optimizer().hasDefault("betas"));
            state.put("base_momentums", boxed(perGroup(optimizer(), "", new double[] {options.baseMomentum})));
            state.put("max_momentums", boxed(perGroup(optimizer(), "", new double[] {options.maxMomentum})));
        }
        state.put("_scale_fn_custom", null);
    }
}
