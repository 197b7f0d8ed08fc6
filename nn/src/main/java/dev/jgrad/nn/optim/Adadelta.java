package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adapts the rate to the ratio of past changes to past gradients. Zeiler 2012; {@code torch.optim.Adadelta}. */
public final class Adadelta extends Optimizer {
    // Places of the numbers of a step.
    private static final int RATE = 0;
    private static final int WEIGHT_DECAY = 1;
    private static final int RHO = 2;
    private static final int TAKE = 3;
    private static final int EPS = 4;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param rho how much of the running averages is kept
     * @param eps added to the divisor
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param maximize goes up the gradient instead of down
     */
    public record Options(double lr, double rho, double eps, double weightDecay, boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(1.0, 0.9, 1e-6, 0, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, rho, eps, weightDecay, maximize);
        }

        /** A copy with another {@code rho}. */
        public Options withRho(double value) {
            return new Options(lr, value, eps, weightDecay, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, rho, value, weightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, rho, eps, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, rho, eps, weightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Adadelta(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Adadelta(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Adadelta(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("rho", o.rho);
        options.put("eps", o.eps);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("maximize", o.maximize);
        options.put("capturable", false);
        options.put("foreach", null);
        options.put("differentiable", false);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        double rho = group.number("rho");
        if (!(rho >= 0 && rho <= 1)) {
            throw new ArgumentException(
                    "Invalid rho value: " + Repr.of(group.options().get("rho")));
        }
        atLeastZero(group, "eps", "epsilon value");
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group) {
        double rho = group.number("rho");
        return new double[] {-group.lr(), group.number("weight_decay"), rho, 1 - rho, group.number("eps")};
    }

    @Override
    protected void update(ParamGroup group) {
        StepNumbers n = numbers(group, () -> numbers(group));
        boolean maximize = group.flag("maximize");
        for (Tensor parameter : group.parameters()) {
            Tensor given = OptimizerSteps.gradient(parameter);
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            Tensor gradient = Gradients.effective(given, parameter, n, WEIGHT_DECAY, maximize);
            state.nextStep();
            Tensor squares = state.tensor("square_avg", parameter::zerosLike);
            Tensor changes = state.tensor("acc_delta", parameter::zerosLike);
            squares.mul_(n.get(RHO)).addcmul_(gradient, gradient, n.get(TAKE));
            Tensor divisor = squares.add(n.get(EPS)).sqrt_();
            Tensor change = changes.add(n.get(EPS)).sqrt_().div_(divisor).mul_(gradient);
            changes.mul_(n.get(RHO)).addcmul_(change, change, n.get(TAKE));
            parameter.add_(change, n.get(RATE));
        }
    }
}
