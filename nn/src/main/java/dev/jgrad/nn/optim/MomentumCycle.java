package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.io.Tuple;

/** Sets the momentum of groups, which is {@code momentum} or the first of {@code betas}, for schedules that cycle it too. */
final class MomentumCycle {
    private final boolean usesBeta;

    MomentumCycle(Optimizer optimizer, double least, double greatest) {
        usesBeta = optimizer.hasDefault("betas");
        if (!usesBeta && !optimizer.hasDefault("momentum")) {
            throw new ArgumentException(
                    "optimizer must support momentum or beta1 with `cycle_momentum` option enabled");
        }
        for (ParamGroup group : optimizer.paramGroups()) {
            set(group, greatest);
            group.with("max_momentum", greatest);
            group.with("base_momentum", least);
        }
    }

    void set(ParamGroup group, double momentum) {
        if (!usesBeta) {
            group.with("momentum", momentum);
            return;
        }
        group.with("betas", Tuple.of(momentum, group.number("betas", 1)));
    }
}
