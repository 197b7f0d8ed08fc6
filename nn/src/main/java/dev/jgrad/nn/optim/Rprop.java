package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps by the sign of gradients, growing while it stays and shrinking when it changes. Riedmiller, Braun 1993; {@code torch.optim.Rprop}. */
public final class Rprop extends Optimizer {
    /**
     * What PyTorch names by keyword.
     *
     * @param lr the first step size
     * @param etaMinus by what a step shrinks, in (0, 1)
     * @param etaPlus by what it grows, more than 1
     * @param minStep least step size
     * @param maxStep greatest step size
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr, double etaMinus, double etaPlus, double minStep, double maxStep, boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.01, 0.5, 1.2, 1e-6, 50, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, etaMinus, etaPlus, minStep, maxStep, maximize);
        }

        /** A copy with another {@code etaMinus}. */
        public Options withEtaMinus(double value) {
            return new Options(lr, value, etaPlus, minStep, maxStep, maximize);
        }

        /** A copy with another {@code etaPlus}. */
        public Options withEtaPlus(double value) {
            return new Options(lr, etaMinus, value, minStep, maxStep, maximize);
        }

        /** A copy with another {@code minStep}. */
        public Options withMinStep(double value) {
            return new Options(lr, etaMinus, etaPlus, value, maxStep, maximize);
        }

        /** A copy with another {@code maxStep}. */
        public Options withMaxStep(double value) {
            return new Options(lr, etaMinus, etaPlus, minStep, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, etaMinus, etaPlus, minStep, maxStep, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Rprop(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Rprop(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Rprop(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("etas", Tuple.of(o.etaMinus, o.etaPlus));
        options.put("step_sizes", Tuple.of(o.minStep, o.maxStep == 50 ? (Object) 50L : (Object) o.maxStep));
        options.put("foreach", null);
        options.put("maximize", o.maximize);
        options.put("differentiable", false);
        options.put("capturable", false);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        atLeastZero(group, "lr", "learning rate");
        double minus = group.number("etas", 0);
        double plus = group.number("etas", 1);
        if (!(minus > 0 && minus < 1 && plus > 1)) {
            throw new ArgumentException("Invalid eta values: " + Repr.of(minus) + ", " + Repr.of(plus));
        }
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    @Override
    Set<String> frozenOptions() {
        return Set.of("etas", "step_sizes");
    }

    @Override
    protected void update(ParamGroup group) {
        double minus = group.number("etas", 0);
        double plus = group.number("etas", 1);
        for (Tensor parameter : group.parameters()) {
            Tensor given = parameter.grad();
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            Tensor gradient = Gradients.signed(given, group.flag("maximize"));
            state.nextStep();
            Tensor previous = state.tensor("prev", parameter::zerosLike);
            Tensor size = state.tensor("step_size", () -> Tensors.fullLike(parameter, group.lr()));
            Tensor agreement = gradient.mul(previous);
            Tensor turned = agreement.lt(0);
            Tensor factor = Tensors.where(
                    agreement.gt(0),
                    Tensors.scalarLike(parameter, plus),
                    Tensors.where(turned, Tensors.scalarLike(parameter, minus), Tensors.scalarLike(parameter, 1)));
            size.mul_(factor).clamp_(group.number("step_sizes", 0), group.number("step_sizes", 1));
            // Where the sign changed this step is left out, and the next one does not count as a change.
            Tensor used = gradient.maskedFill(turned, 0);
            parameter.addcmul_(used.sign(), size, -1);
            previous.copy_(used);
        }
    }
}
