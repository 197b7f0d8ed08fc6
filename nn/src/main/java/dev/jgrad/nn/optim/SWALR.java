package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leads the rates to a constant one over some epochs, for the averaging of weights that follows. Each group keeps its target as
 * the option {@code swa_lr}. Izmailov and others 2018; {@code torch.optim.swa_utils.SWALR}.
 */
public final class SWALR extends LRScheduler {
    /** The form of the way. */
    public enum Anneal {
        /** Half a wave. */
        COS,
        /** A straight line. */
        LINEAR
    }

    private final int annealEpochs;
    private final Anneal strategy;

    /** Over ten epochs along half a wave. */
    public SWALR(Optimizer optimizer, double swaLr) {
        this(optimizer, swaLr, 10, Anneal.COS);
    }

    /**
     * With all settings.
     *
     * @param swaLr the rate of all groups in the end
     * @param annealEpochs after how many epochs it is reached, at least 0
     */
    public SWALR(Optimizer optimizer, double swaLr, int annealEpochs, Anneal strategy) {
        this(optimizer, new double[] {swaLr}, annealEpochs, strategy);
    }

    /**
     * With a rate for each group.
     *
     * @param swaLr the rate of each group in the end, or one for all
     * @param annealEpochs after how many epochs it is reached, at least 0
     */
    public SWALR(Optimizer optimizer, double[] swaLr, int annealEpochs, Anneal strategy) {
        super(optimizer);
        double[] rates = perGroup(optimizer, "swa_lr", swaLr);
        if (annealEpochs < 0) {
            throw new ArgumentException("anneal_epochs must be equal or greater than 0, got " + annealEpochs);
        }
        for (int i = 0; i < rates.length; i++) {
            optimizer.paramGroups().get(i).with("swa_lr", rates[i]);
        }
        this.annealEpochs = annealEpochs;
        this.strategy = strategy;
        start();
    }

    private double part(long step) {
        double t = Math.clamp((double) step / Math.max(1, annealEpochs), 0, 1);
        return strategy == Anneal.LINEAR ? t : (1 - Math.cos(Math.PI * t)) / 2;
    }

    @Override
    protected double[] computeLrs() {
        long step = annealEpochs == 0 ? Math.max(1, stepCount() - 1) : stepCount() - 1;
        double before = part(step - 1);
        double now = part(step);
        double[] targets = values("swa_lr");
        double[] lrs = currentLrs();
        for (int i = 0; i < lrs.length; i++) {
            double initial = before == 1 ? targets[i] : (lrs[i] - before * targets[i]) / (1 - before);
            lrs[i] = targets[i] * now + initial * (1 - now);
        }
        return lrs;
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("anneal_epochs", annealEpochs);
        state.put("_anneal_strategy", strategy == Anneal.COS ? "cos" : "linear");
    }
}
