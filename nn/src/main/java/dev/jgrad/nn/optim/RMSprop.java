package dev.jgrad.nn.optim;

import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Divides gradients by a running root mean square (Hinton). {@code torch.optim.RMSprop}. */
public final class RMSprop extends Optimizer {
    // Places of the numbers of a step.
    private static final int RATE = 0;
    private static final int WEIGHT_DECAY = 1;
    private static final int ALPHA = 2;
    private static final int TAKE = 3;
    private static final int MOMENTUM = 4;
    private static final int EPS = 5;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param alpha how much of the running average of squares is kept
     * @param eps added to the divisor
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param momentum how much of the last change is repeated
     * @param centered divides by the estimated standard deviation instead
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr,
            double alpha,
            double eps,
            double weightDecay,
            double momentum,
            boolean centered,
            boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.01, 0.99, 1e-8, 0, 0, false, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        /** A copy with another {@code alpha}. */
        public Options withAlpha(double value) {
            return new Options(lr, value, eps, weightDecay, momentum, centered, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, alpha, value, weightDecay, momentum, centered, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, alpha, eps, value, momentum, centered, maximize);
        }

        /** A copy with another {@code momentum}. */
        public Options withMomentum(double value) {
            return new Options(lr, alpha, eps, weightDecay, value, centered, maximize);
        }

        /** A copy with another {@code centered}. */
        public Options withCentered(boolean value) {
            return new Options(lr, alpha, eps, weightDecay, momentum, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, alpha, eps, weightDecay, momentum, centered, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public RMSprop(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public RMSprop(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public RMSprop(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("momentum", OptionNumbers.orInteger(o.momentum));
        options.put("alpha", o.alpha);
        options.put("eps", o.eps);
        options.put("centered", o.centered);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("capturable", false);
        options.put("foreach", null);
        options.put("maximize", o.maximize);
        options.put("differentiable", false);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        atLeastZero(group, "eps", "epsilon value");
        atLeastZero(group, "momentum", "momentum value");
        atLeastZero(group, "alpha", "alpha value");
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group) {
        double alpha = group.number("alpha");
        return new double[] {
            -group.lr(), group.number("weight_decay"), alpha, 1 - alpha, group.number("momentum"), group.number("eps")
        };
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
            squares.mul_(n.get(ALPHA)).addcmul_(gradient, gradient, n.get(TAKE));
            Tensor buffer = n.value(MOMENTUM) > 0 ? state.tensor("momentum_buffer", parameter::zerosLike) : null;
            Tensor divisor = squares;
            if (group.flag("centered")) {
                Tensor average = state.tensor("grad_avg", parameter::zerosLike).lerp_(gradient, n.get(TAKE));
                divisor = squares.addcmul(average, average, -1);
            }
            divisor = divisor.sqrt().add_(n.get(EPS));
            if (buffer != null) {
                parameter.add_(buffer.mul_(n.get(MOMENTUM)).addcdiv_(gradient, divisor, 1), n.get(RATE));
            } else {
                parameter.addcdiv_(gradient, divisor, n.get(RATE));
            }
        }
    }
}
