package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Multiplies the initial rates by a function of the step. {@code torch.optim.lr_scheduler.LambdaLR}. */
public final class LambdaLR extends LRScheduler {
    private final List<LongToDoubleFunction> functions;

    /** The same function for all groups. */
    public LambdaLR(Optimizer optimizer, LongToDoubleFunction function) {
        this(optimizer, Collections.nCopies(optimizer.paramGroups().size(), function));
    }

    /**
     * With all settings.
     *
     * @param functions one per parameter group
     */
    public LambdaLR(Optimizer optimizer, List<LongToDoubleFunction> functions) {
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
        double[] lrs = baseLrs().clone();
        for (int i = 0; i < lrs.length; i++) {
            lrs[i] *= functions.get(i).applyAsDouble(lastEpoch());
        }
        return lrs;
    }

    @Override
    void save(Map<String, @Nullable Object> state) {
        state.put("lr_lambdas", Collections.nCopies(functions.size(), null));
    }
}
