package dev.jgrad.nn.optim;

import dev.jgrad.io.Tuple;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.Replays;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adam whose adaptive rate is rectified while few gradients are known. Liu and others 2019; {@code torch.optim.RAdam}. */
public final class RAdam extends Optimizer {
    // Places of the numbers of a step.
    private static final int WEIGHT_DECAY = 0;
    private static final int SHRINK = 1;
    private static final int TAKE1 = 2;
    private static final int BETA2 = 3;
    private static final int TAKE2 = 4;
    private static final int EPS = 5;
    private static final int RATE = 6;
    private static final int RECTIFIES = 7;
    private static final int PASSES = 8;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param beta1 how much of the running average of gradients is kept
     * @param beta2 how much of the running average of their squares is kept
     * @param eps added to the divisor
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param decoupledWeightDecay lets weight decay act on the parameter itself
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupledWeightDecay,
            boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.001, 0.9, 0.999, 1e-8, 0, false, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code beta1}. */
        public Options withBeta1(double value) {
            return new Options(lr, value, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code beta2}. */
        public Options withBeta2(double value) {
            return new Options(lr, beta1, value, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, decoupledWeightDecay, maximize);
        }

        /** A copy with another {@code decoupledWeightDecay}. */
        public Options withDecoupledWeightDecay(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public RAdam(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public RAdam(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public RAdam(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("betas", Tuple.of(o.beta1, o.beta2));
        options.put("eps", o.eps);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("maximize", o.maximize);
        options.put("foreach", null);
        options.put("capturable", false);
        options.put("decoupled_weight_decay", o.decoupledWeightDecay);
        options.put("differentiable", false);
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
        double lr = group.lr();
        double weightDecay = group.number("weight_decay");
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double correction1 = 1 - Math.pow(beta1, step);
        double correction2 = 1 - Math.pow(beta2, step);
        double rhoInfinite = 2 / (1 - beta2) - 1;
        double rho = rhoInfinite - 2 * step * Math.pow(beta2, step) / correction2;
        boolean rectifies = rho > 5;
        double rectified = !rectifies
                ? 1
                : Math.sqrt((rho - 4) * (rho - 2) * rhoInfinite / ((rhoInfinite - 4) * (rhoInfinite - 2) * rho));
        return new double[] {
            weightDecay,
            1 - lr * weightDecay,
            1 - beta1,
            beta2,
            1 - beta2,
            group.number("eps"),
            rectifies ? -lr * rectified * Math.sqrt(correction2) / correction1 : -lr / correction1,
            rectifies ? 1 : 0,
            rectifies ? 0 : 1
        };
    }

    @Override
    protected void update(ParamGroup group) {
        boolean maximize = group.flag("maximize");
        boolean decoupled = group.flag("decoupled_weight_decay");
        Map<Long, StepNumbers> known = new HashMap<>();
        for (Tensor parameter : group.parameters()) {
            Tensor given = OptimizerSteps.gradient(parameter);
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            StepNumbers n = numbers(group, known, state.nextStep(), () -> numbers(group, state.step()));
            if (decoupled) {
                parameter.mul_(n.get(SHRINK));
            }
            Tensor gradient = decoupled
                    ? Gradients.signed(given, maximize)
                    : Gradients.effective(given, parameter, n, WEIGHT_DECAY, maximize);
            Tensor average = state.tensor("exp_avg", parameter::zerosLike).lerp_(gradient, n.get(TAKE1));
            Tensor squares = state.tensor("exp_avg_sq", parameter::zerosLike);
            squares.mul_(n.get(BETA2)).addcmul_(gradient, gradient, n.get(TAKE2));
            boolean replays = Replays.isRecording(parameter.device());
            if (replays || n.value(RECTIFIES) == 1) {
                Tensor divisor = squares.sqrt().add_(n.get(EPS));
                if (replays) {
                    // The first steps are not rectified, and a recording has no branches: a divisor of exactly 1 for
                    // them.
                    divisor.mul_(n.get(RECTIFIES)).add_(n.get(PASSES));
                }
                parameter.addcdiv_(average, divisor, n.get(RATE));
            } else {
                parameter.add_(average, n.get(RATE));
            }
        }
    }
}
