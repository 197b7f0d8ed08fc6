package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Multiplies the current rates by a function of the step. {@code torch.optim.lr_scheduler.MultiplicativeLR}. */
public final class MultiplicativeLR extends LRScheduler {
    private final List<LongToDoubleFunction> functions;

    /** The same function for all groups. */
    public MultiplicativeLR(Optimizer optimizer, LongToDoubleFunction function) {
        this(optimizer, Collections.nCopies(optimizer.paramGroups().size(), function));
    }

    /**
     * With all settings.
     *
     * @param functions one per parameter group
     */
    public MultiplicativeLR(Optimizer optimizer, List<LongToDoubleFunction> functions) {
        super(optimizer);
        if (functions.size() != optimizer.paramGroups().size()) {
            throw new ArgumentException(
                    "Expected " + optimizer.paramGroups().size() + " lr_lambdas, but got " + functions.size());
        }
        this.functions = List.copyOf(functions);
        start();
    }

    @Override
    protected double[] computeLrs() {
        double[] lrs = currentLrs();
        for (int i = 0; i < lrs.length && !isInitial(); i++) {
            lrs[i] *= functions.get(i).applyAsDouble(lastEpoch());
        }
        return lrs;
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("lr_lambdas", Collections.nCopies(functions.size(), null));
    }
}
