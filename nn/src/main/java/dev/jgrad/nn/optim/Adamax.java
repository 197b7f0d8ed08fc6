package dev.jgrad.nn.optim;

import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adam with the greatest past gradient in place of the root mean square. Kingma, Ba 2014; {@code torch.optim.Adamax}. */
public final class Adamax extends Optimizer {
    // Places of the numbers of a step.
    private static final int RATE = 0;
    private static final int WEIGHT_DECAY = 1;
    private static final int TAKE1 = 2;
    private static final int BETA2 = 3;
    private static final int EPS = 4;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param beta1 how much of the running average of gradients is kept
     * @param beta2 how much of the running average of their squares is kept
     * @param eps added to the divisor
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param maximize goes up the gradient instead of down
     */
    public record Options(double lr, double beta1, double beta2, double eps, double weightDecay, boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.002, 0.9, 0.999, 1e-8, 0, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, maximize);
        }

        /** A copy with another {@code beta1}. */
        public Options withBeta1(double value) {
            return new Options(lr, value, beta2, eps, weightDecay, maximize);
        }

        /** A copy with another {@code beta2}. */
        public Options withBeta2(double value) {
            return new Options(lr, beta1, value, eps, weightDecay, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Adamax(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Adamax(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Adamax(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("betas", Tuple.of(o.beta1, o.beta2));
        options.put("eps", o.eps);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("foreach", null);
        options.put("maximize", o.maximize);
        options.put("differentiable", false);
        options.put("capturable", false);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        checkBetas(group);
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group, double step) {
        double beta1 = group.number("betas", 0);
        return new double[] {
            -group.lr() / (1 - Math.pow(beta1, step)),
            group.number("weight_decay"),
            1 - beta1,
            group.number("betas", 1),
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
            Tensor average = state.tensor("exp_avg", parameter::zerosLike).lerp_(gradient, n.get(TAKE1));
            Tensor greatest = state.tensor("exp_inf", parameter::zerosLike);
            Tensor magnitude = gradient.abs().add_(n.get(EPS));
            greatest.copy_(greatest.mul_(n.get(BETA2)).maximum(magnitude));
            parameter.addcdiv_(average, greatest, n.get(RATE));
        }
    }
}
