package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the rates rise to a maximum and fall to nearly nothing within one training, the momentum going the other way. Smith,
 * Topin 2017; {@code torch.optim.lr_scheduler.OneCycleLR}.
 */
public final class OneCycleLR extends LRScheduler {
    /** The form of the curve between two values. */
    public enum Anneal {
        /** Half a cosine. */
        COS,
        /** A straight line. */
        LINEAR;

        double between(double start, double end, double part) {
            return this == COS
                    ? end + (start - end) / 2 * (Math.cos(Math.PI * part) + 1)
                    : (end - start) * part + start;
        }
    }

    /**
     * What PyTorch names by keyword.
     *
     * @param pctStart the part of the steps during which the rates rise
     * @param anneal the form of the curve
     * @param cycleMomentum lets the momentum fall while the rates rise, and rise while they fall
     * @param baseMomentum the least momentum
     * @param maxMomentum the greatest momentum
     * @param divFactor the first rate is the greatest one divided by this
     * @param finalDivFactor the last rate is the first one divided by this
     * @param threePhase goes down to the first rate before it goes down to the last
     */
    public record Options(
            double pctStart,
            Anneal anneal,
            boolean cycleMomentum,
            double baseMomentum,
            double maxMomentum,
            double divFactor,
            double finalDivFactor,
            boolean threePhase) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.3, Anneal.COS, true, 0.85, 0.95, 25, 1e4, false);

        /** A copy with another share of rising rates. */
        public Options withPctStart(double value) {
            return new Options(
                    value, anneal, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor, threePhase);
        }

        /** A copy with another curve. */
        public Options withAnneal(Anneal value) {
            return new Options(
                    pctStart, value, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor, threePhase);
        }

        /** A copy that leaves the momentum alone. */
        public Options withoutMomentum() {
            return new Options(
                    pctStart, anneal, false, baseMomentum, maxMomentum, divFactor, finalDivFactor, threePhase);
        }

        /** A copy with other momenta. */
        public Options withMomentum(double least, double greatest) {
            return new Options(pctStart, anneal, true, least, greatest, divFactor, finalDivFactor, threePhase);
        }

        /** A copy with other ratios of the greatest to the first and of the first to the last rate. */
        public Options withDivFactors(double first, double last) {
            return new Options(pctStart, anneal, cycleMomentum, baseMomentum, maxMomentum, first, last, threePhase);
        }

        /** A copy with three phases. */
        public Options withThreePhases() {
            return new Options(
                    pctStart, anneal, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor, true);
        }
    }

    private record Phase(double end, String startLr, String endLr, String startMomentum, String endMomentum) {
        /** Under PyTorch's names. */
        Map<String, Object> entries() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("end_step", end);
            all.put("start_lr", startLr);
            all.put("end_lr", endLr);
            all.put("start_momentum", startMomentum);
            all.put("end_momentum", endMomentum);
            return all;
        }
    }

    private final long totalSteps;
    private final Options options;
    private final List<Phase> phases;
    private final @Nullable MomentumCycle momentum;

    /** With PyTorch's defaults. */
    public OneCycleLR(Optimizer optimizer, double maxLr, long totalSteps) {
        this(optimizer, maxLr, totalSteps, Options.DEFAULT);
    }

    /**
     * With all settings.
     *
     * @param maxLr the greatest rate
     * @param totalSteps number of steps of the whole training: epochs times batches
     */
    public OneCycleLR(Optimizer optimizer, double maxLr, long totalSteps, Options options) {
        this(optimizer, new double[] {maxLr}, totalSteps, options);
    }

    /**
     * With a greatest rate for each group.
     *
     * @param maxLr one for each group of the optimizer, or one for all
     * @param totalSteps number of steps of the whole training
     */
    public OneCycleLR(Optimizer optimizer, double[] maxLr, long totalSteps, Options options) {
        super(withRates(optimizer, maxLr, options));
        if (totalSteps <= 0) {
            throw new ArgumentException("Expected positive integer total_steps, but got " + totalSteps);
        }
        if (options.pctStart < 0 || options.pctStart > 1) {
            throw new ArgumentException("Expected float between 0 and 1 pct_start, but got " + options.pctStart);
        }
        this.totalSteps = totalSteps;
        this.options = options;
        this.phases = phases(totalSteps, options);
        this.momentum =
                options.cycleMomentum ? new MomentumCycle(optimizer, options.baseMomentum, options.maxMomentum) : null;
        start();
    }

    private static Optimizer withRates(Optimizer optimizer, double[] maxLr, Options options) {
        double[] rates = perGroup(optimizer, "max_lr", maxLr);
        for (int i = 0; i < rates.length; i++) {
            ParamGroup group = optimizer.paramGroups().get(i);
            group.with("initial_lr", rates[i] / options.divFactor);
            group.with("max_lr", rates[i]);
            group.with("min_lr", rates[i] / options.divFactor / options.finalDivFactor);
        }
        return optimizer;
    }

    private static List<Phase> phases(long steps, Options o) {
        Phase up = new Phase(o.pctStart * steps - 1, "initial_lr", "max_lr", "max_momentum", "base_momentum");
        if (!o.threePhase) {
            return List.of(up, new Phase(steps - 1, "max_lr", "min_lr", "base_momentum", "max_momentum"));
        }
        return List.of(
                up,
                new Phase(2 * o.pctStart * steps - 2, "max_lr", "initial_lr", "base_momentum", "max_momentum"),
                new Phase(steps - 1, "initial_lr", "min_lr", "max_momentum", "max_momentum"));
    }

    @Override
    protected double[] computeLrs() {
        if (lastEpoch() > totalSteps) {
            throw new ArgumentException(
                    "Tried to step " + lastEpoch() + " times. The specified number of total steps is " + totalSteps);
        }
        double begin = 0;
        Phase phase = phases.getFirst();
        for (int i = 0; i < phases.size() - 1 && lastEpoch() > phase.end; i++) {
            begin = phase.end;
            phase = phases.get(i + 1);
        }
        double part = (lastEpoch() - begin) / (phase.end - begin);
        List<ParamGroup> groups = optimizer().paramGroups();
        double[] lrs = new double[groups.size()];
        for (int i = 0; i < lrs.length; i++) {
            ParamGroup group = groups.get(i);
            lrs[i] = between(group, phase.startLr, phase.endLr, part);
            if (momentum != null) {
                momentum.set(group, between(group, phase.startMomentum, phase.endMomentum, part));
            }
        }
        return lrs;
    }

    private double between(ParamGroup group, String start, String end, double part) {
        return options.anneal.between(group.number(start), group.number(end), part);
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("total_steps", totalSteps);
        state.put("_schedule_phases", phases.stream().map(Phase::entries).toList());
        state.put("_anneal_func_type", options.anneal == Anneal.COS ? "cos" : "linear");
        state.put("cycle_momentum", options.cycleMomentum);
        state.put("use_beta1", optimizer().hasDefault("betas"));
    }
}
