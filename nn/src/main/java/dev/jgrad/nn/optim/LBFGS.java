package dev.jgrad.nn.optim;

import dev.jgrad.autograd.Grad;
import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.Replays;
import dev.jgrad.tensor.Scope;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Quasi-Newton steps from a limited memory of gradients; needs the loss several times in a step: {@link #step(Supplier)}. All
 * parameters form one group on one device. Nocedal, Wright 2006, chapter 7; {@code torch.optim.LBFGS}.
 *
 * <pre>{@code
 * var optimizer = new LBFGS(model.parameters(), LBFGS.Options.DEFAULT.withLineSearchFn("strong_wolfe"));
 * optimizer.step(() -> {
 *     optimizer.zeroGrad();
 *     Tensor loss = Functional.mseLoss(model.call(x), y);
 *     loss.backward();
 *     return loss;
 * });
 * }</pre>
 */
public final class LBFGS extends Optimizer {
    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate; the first length that a line search tries
     * @param maxIter how many iterations a step makes at most
     * @param maxEval how often a step asks for the loss at most; null for 1.25 {@code maxIter}
     * @param toleranceGrad ends a step when no gradient is greater
     * @param toleranceChange ends a step when parameters or the loss change less
     * @param historySize how many gradients are remembered
     * @param lineSearchFn {@code "strong_wolfe"}, or null for steps of length {@code lr}
     */
    public record Options(
            double lr,
            int maxIter,
            @Nullable Integer maxEval,
            double toleranceGrad,
            double toleranceChange,
            int historySize,
            @Nullable String lineSearchFn) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(1, 20, null, 1e-7, 1e-9, 100, null);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn);
        }

        /** A copy with another {@code maxIter}. */
        public Options withMaxIter(int value) {
            return new Options(lr, value, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn);
        }

        /** A copy with another {@code maxEval}. */
        public Options withMaxEval(@Nullable Integer value) {
            return new Options(lr, maxIter, value, toleranceGrad, toleranceChange, historySize, lineSearchFn);
        }

        /** A copy with another {@code toleranceGrad}. */
        public Options withToleranceGrad(double value) {
            return new Options(lr, maxIter, maxEval, value, toleranceChange, historySize, lineSearchFn);
        }

        /** A copy with another {@code toleranceChange}. */
        public Options withToleranceChange(double value) {
            return new Options(lr, maxIter, maxEval, toleranceGrad, value, historySize, lineSearchFn);
        }

        /** A copy with another {@code historySize}. */
        public Options withHistorySize(int value) {
            return new Options(lr, maxIter, maxEval, toleranceGrad, toleranceChange, value, lineSearchFn);
        }

        /** A copy with another {@code lineSearchFn}. */
        public Options withLineSearchFn(@Nullable String value) {
            return new Options(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public LBFGS(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public LBFGS(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    private LBFGS(Options options, ParamGroup group) {
        super(defaults(options), List.of(group));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr == 1 ? (Object) 1L : (Object) o.lr);
        options.put("max_iter", (long) o.maxIter);
        options.put("max_eval", (long) (o.maxEval == null ? o.maxIter * 5 / 4 : o.maxEval));
        options.put("tolerance_grad", o.toleranceGrad);
        options.put("tolerance_change", o.toleranceChange);
        options.put("history_size", (long) o.historySize);
        options.put("line_search_fn", o.lineSearchFn);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        if (!paramGroups().isEmpty()) {
            throw new ArgumentException("LBFGS doesn't support per-parameter options (parameter groups)");
        }
        atLeastZero(group, "lr", "learning rate");
        Object search = group.options().get("line_search_fn");
        if (search != null && !search.equals("strong_wolfe")) {
            throw new ArgumentException("only 'strong_wolfe' is supported");
        }
    }

    @Override
    protected void update(ParamGroup group) {
        throw new ArgumentException("LBFGS.step() missing 1 required positional argument: 'closure'; it computes the"
                + " loss several times, so call step(closure)");
    }

    @Override
    boolean isPlain() {
        return true;
    }

    /**
     * Makes up to {@code max_iter} iterations.
     *
     * @param closure clears the gradients, computes the loss, runs its backward pass, returns the loss
     * @return the loss before the step
     */
    @Override
    public Tensor step(Supplier<Tensor> closure) {
        ParamGroup group = paramGroups().getFirst();
        List<Tensor> parameters = group.parameters();
        Replays.giveUp(parameters.getFirst().device(), "LBFGS decides by the loss how often it computes it");
        Map<String, Object> state = state(parameters.getFirst()).plain();
        // Its memory of steps outlives the scope of one.
        try (var _ = Scope.suspended();
                var _ = Grad.disabled()) {
            return new LbfgsStep(group, LbfgsMemory.of(state), closure).run(state);
        }
    }
}
