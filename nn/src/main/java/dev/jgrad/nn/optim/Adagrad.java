package dev.jgrad.nn.optim;

import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import dev.jgrad.tensor.Tensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides gradients by the root of the sum of their squares so far. Duchi, Hazan, Singer 2011; {@code torch.optim.Adagrad}. */
public final class Adagrad extends Optimizer {
    // Places of the numbers of a step.
    private static final int RATE = 0;
    private static final int WEIGHT_DECAY = 1;
    private static final int EPS = 2;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param lrDecay slows the learning rate down with the number of steps
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param initialAccumulatorValue what the sum of squares starts from
     * @param eps added to the divisor
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr,
            double lrDecay,
            double weightDecay,
            double initialAccumulatorValue,
            double eps,
            boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.01, 0, 0, 0, 1e-10, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /** A copy with another {@code lrDecay}. */
        public Options withLrDecay(double value) {
            return new Options(lr, value, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, lrDecay, value, initialAccumulatorValue, eps, maximize);
        }

        /** A copy with another {@code initialAccumulatorValue}. */
        public Options withInitialAccumulatorValue(double value) {
            return new Options(lr, lrDecay, weightDecay, value, eps, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, lrDecay, weightDecay, initialAccumulatorValue, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Adagrad(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Adagrad(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Adagrad(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("lr_decay", OptionNumbers.orInteger(o.lrDecay));
        options.put("eps", o.eps);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("initial_accumulator_value", OptionNumbers.orInteger(o.initialAccumulatorValue));
        options.put("foreach", null);
        options.put("maximize", o.maximize);
        options.put("differentiable", false);
        options.put("fused", null);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        atLeastZero(group, "lr_decay", "lr_decay value");
        atLeastZero(group, "initial_accumulator_value", "initial_accumulator_value value");
        atLeastZero(group, "eps", "epsilon value");
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group, double step) {
        return new double[] {
            -(group.lr() / (1 + (step - 1) * group.number("lr_decay"))),
            group.number("weight_decay"),
            group.number("eps")
        };
    }

    @Override
    protected void update(ParamGroup group) {
        boolean maximize = group.flag("maximize");
        Map<Long, StepNumbers> known = new HashMap<>();
        for (Tensor parameter : group.parameters()) {
            Tensor given = OptimizerSteps.gradient(parameter);
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            StepNumbers n = numbers(group, known, state.nextStep(), () -> numbers(group, state.step()));
            Tensor gradient = Gradients.effective(given, parameter, n, WEIGHT_DECAY, maximize);
            Tensor sum =
                    state.tensor("sum", () -> Tensors.fullLike(parameter, group.number("initial_accumulator_value")));
            sum.addcmul_(gradient, gradient, 1);
            parameter.addcdiv_(gradient, sum.sqrt().add_(n.get(EPS)), n.get(RATE));
        }
    }
}
