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

/** Adaptive moments. Kingma, Ba 2014, with AMSGrad on demand (Reddi and others 2018); {@code torch.optim.Adam}. */
public class Adam extends Optimizer {
    // Places of the numbers of a step; the first six are what the fused one takes.
    private static final int BETA2 = 3;
    private static final int EPS = 4;
    private static final int WEIGHT_DECAY = 5;
    private static final int SHRINK = 6;
    private static final int TAKE1 = 7;
    private static final int TAKE2 = 8;
    private static final int CORRECTION = 9;
    private static final int RATE = 10;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param beta1 how much of the running average of gradients is kept
     * @param beta2 how much of the running average of their squares is kept
     * @param eps added to the divisor
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param amsgrad divides by the greatest of all past averages of squares
     * @param decoupledWeightDecay lets weight decay act on the parameter itself
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean amsgrad,
            boolean decoupledWeightDecay,
            boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.001, 0.9, 0.999, 1e-8, 0, false, false, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, amsgrad, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code beta1}. */
        public Options withBeta1(double value) {
            return new Options(lr, value, beta2, eps, weightDecay, amsgrad, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code beta2}. */
        public Options withBeta2(double value) {
            return new Options(lr, beta1, value, eps, weightDecay, amsgrad, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, amsgrad, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, amsgrad, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code amsgrad}. */
        public Options withAmsgrad(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code decoupledWeightDecay}. */
        public Options withDecoupledWeightDecay(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, decoupledWeightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Adam(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Adam(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Adam(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("betas", Tuple.of(o.beta1, o.beta2));
        options.put("eps", o.eps);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("amsgrad", o.amsgrad);
        options.put("maximize", o.maximize);
        options.put("foreach", null);
        options.put("capturable", false);
        options.put("differentiable", false);
        options.put("fused", null);
        options.put("decoupled_weight_decay", o.decoupledWeightDecay);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        atLeastZero(group, "eps", "epsilon value");
        checkBetas(group);
    }

    @Override
    final boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group, double step) {
        double lr = group.lr();
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double weightDecay = group.number("weight_decay");
        return new double[] {
            step,
            lr,
            beta1,
            beta2,
            group.number("eps"),
            weightDecay,
            1 - lr * weightDecay,
            1 - beta1,
            1 - beta2,
            Math.sqrt(1 - Math.pow(beta2, step)),
            -lr / (1 - Math.pow(beta1, step))
        };
    }

    @Override
    protected void update(ParamGroup group) {
        boolean maximize = group.flag("maximize");
        boolean amsgrad = group.flag("amsgrad");
        boolean decoupled = group.flag("decoupled_weight_decay");
        Map<Long, StepNumbers> known = new HashMap<>();
        for (Tensor parameter : group.parameters()) {
            Tensor given = OptimizerSteps.gradient(parameter);
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            StepNumbers n = numbers(group, known, state.nextStep(), () -> numbers(group, state.step()));
            Tensor average = state.tensor("exp_avg", parameter::zerosLike);
            Tensor squares = state.tensor("exp_avg_sq", parameter::zerosLike);
            Tensor greatest = amsgrad ? state.tensor("max_exp_avg_sq", parameter::zerosLike) : null;
            if (OptimizerSteps.adam_(parameter, given, average, squares, greatest, n, decoupled, maximize)) {
                continue;
            }
            if (decoupled) {
                parameter.mul_(n.get(SHRINK));
            }
            Tensor gradient = decoupled
                    ? Gradients.signed(given, maximize)
                    : Gradients.effective(given, parameter, n, WEIGHT_DECAY, maximize);
            average.lerp_(gradient, n.get(TAKE1));
            squares.mul_(n.get(BETA2)).addcmul_(gradient, gradient, n.get(TAKE2));
            Tensor divided = greatest == null ? squares : greatest.copy_(greatest.maximum(squares));
            Tensor divisor = divided.sqrt().div_(n.get(CORRECTION)).add_(n.get(EPS));
            parameter.addcdiv_(average, divisor, n.get(RATE));
        }
    }
}
