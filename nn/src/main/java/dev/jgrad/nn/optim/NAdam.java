package dev.jgrad.nn.optim;

import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adam with Nesterov momentum. Dozat 2016; {@code torch.optim.NAdam}. */
public final class NAdam extends Optimizer {
    // Places of the numbers of a step.
    private static final int WEIGHT_DECAY = 0;
    private static final int SHRINK = 1;
    private static final int TAKE1 = 2;
    private static final int BETA2 = 3;
    private static final int TAKE2 = 4;
    private static final int CORRECTION = 5;
    private static final int EPS = 6;
    private static final int GRADIENT_RATE = 7;
    private static final int AVERAGE_RATE = 8;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param beta1 how much of the running average of gradients is kept
     * @param beta2 how much of the running average of their squares is kept
     * @param eps added to the divisor
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param momentumDecay how the momentum schedule decays
     * @param decoupledWeightDecay lets weight decay act on the parameter itself
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            double momentumDecay,
            boolean decoupledWeightDecay,
            boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.002, 0.9, 0.999, 1e-8, 0, 0.004, false, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code beta1}. */
        public Options withBeta1(double value) {
            return new Options(lr, value, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code beta2}. */
        public Options withBeta2(double value) {
            return new Options(lr, beta1, value, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, momentumDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code momentumDecay}. */
        public Options withMomentumDecay(double value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code decoupledWeightDecay}. */
        public Options withDecoupledWeightDecay(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, momentumDecay, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public NAdam(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public NAdam(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public NAdam(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("betas", Tuple.of(o.beta1, o.beta2));
        options.put("eps", o.eps);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("momentum_decay", o.momentumDecay);
        options.put("decoupled_weight_decay", o.decoupledWeightDecay);
        options.put("maximize", o.maximize);
        options.put("foreach", null);
        options.put("capturable", false);
        options.put("differentiable", false);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        checkBetas(group);
        atLeastZero(group, "momentum_decay", "momentum_decay value");
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group, ParameterState state) {
        double lr = group.lr();
        double weightDecay = group.number("weight_decay");
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double step = state.step();
        double muProduct = state.number("mu_product", 1);
        double mu = mu(group, step);
        double muNext = mu(group, step + 1);
        return new double[] {
            weightDecay,
            1 - lr * weightDecay,
            1 - beta1,
            beta2,
            1 - beta2,
            1 - Math.pow(beta2, step),
            group.number("eps"),
            -lr * (1 - mu) / (1 - muProduct),
            -lr * muNext / (1 - muProduct * muNext)
        };
    }

    private static double mu(ParamGroup group, double step) {
        return group.number("betas", 0) * (1 - 0.5 * Math.pow(0.96, step * group.number("momentum_decay")));
    }

    @Override
    protected void update(ParamGroup group) {
        boolean maximize = group.flag("maximize");
        boolean decoupled = group.flag("decoupled_weight_decay");
        for (Tensor parameter : group.parameters()) {
            Tensor given = OptimizerSteps.gradient(parameter);
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            state.advance(() -> {
                state.countStep();
                // PyTorch keeps the product in single precision, whatever the parameters have.
                float mu = (float) mu(group, state.step());
                state.set("mu_product", (float) state.number("mu_product", 1) * mu);
            });
            StepNumbers n = numbers(group, () -> numbers(group, state));
            if (decoupled) {
                parameter.mul_(n.get(SHRINK));
            }
            Tensor gradient = decoupled
                    ? Gradients.signed(given, maximize)
                    : Gradients.effective(given, parameter, n, WEIGHT_DECAY, maximize);
            Tensor average = state.tensor("exp_avg", parameter::zerosLike).lerp_(gradient, n.get(TAKE1));
            Tensor squares = state.tensor("exp_avg_sq", parameter::zerosLike);
            squares.mul_(n.get(BETA2)).addcmul_(gradient, gradient, n.get(TAKE2));
            Tensor divisor = squares.div(n.get(CORRECTION)).sqrt_().add_(n.get(EPS));
            parameter.addcdiv_(gradient, divisor, n.get(GRADIENT_RATE));
            parameter.addcdiv_(average, divisor, n.get(AVERAGE_RATE));
        }
    }
}
