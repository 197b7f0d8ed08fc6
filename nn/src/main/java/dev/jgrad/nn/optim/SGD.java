package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.tensor.OptimizerSteps;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stochastic gradient descent with momentum, dampening and Nesterov momentum. {@code torch.optim.SGD}. */
public final class SGD extends Optimizer {
    // Places of the numbers of a step; the first four are what the fused one takes.
    private static final int MOMENTUM = 1;
    private static final int WEIGHT_DECAY = 3;
    private static final int TAKE = 4;
    private static final int RATE = 5;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param momentum how much of the last change is repeated
     * @param dampening how much of the gradient is left out of the momentum
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param nesterov Nesterov momentum
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr, double momentum, double dampening, double weightDecay, boolean nesterov, boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.001, 0, 0, 0, false, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, momentum, dampening, weightDecay, nesterov, maximize);
        }

        /** A copy with another {@code momentum}. */
        public Options withMomentum(double value) {
            return new Options(lr, value, dampening, weightDecay, nesterov, maximize);
        }

        /** A copy with another {@code dampening}. */
        public Options withDampening(double value) {
            return new Options(lr, momentum, value, weightDecay, nesterov, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, momentum, dampening, value, nesterov, maximize);
        }

        /** A copy with another {@code nesterov}. */
        public Options withNesterov(boolean value) {
            return new Options(lr, momentum, dampening, weightDecay, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, momentum, dampening, weightDecay, nesterov, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public SGD(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With momentum and PyTorch's defaults otherwise. */
    public SGD(List<Tensor> parameters, double lr, double momentum) {
        this(parameters, Options.lr(lr).withMomentum(momentum));
    }

    /** With options for all parameters. */
    public SGD(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public SGD(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("momentum", OptionNumbers.orInteger(o.momentum));
        options.put("dampening", OptionNumbers.orInteger(o.dampening));
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("nesterov", o.nesterov);
        options.put("maximize", o.maximize);
        options.put("foreach", null);
        options.put("differentiable", false);
        options.put("fused", null);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        super.check(group);
        atLeastZero(group, "momentum", "momentum value");
        if (group.flag("nesterov") && (group.number("momentum") <= 0 || group.number("dampening") != 0)) {
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        }
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    private static double[] numbers(ParamGroup group) {
        double lr = group.lr();
        double dampening = group.number("dampening");
        return new double[] {lr, group.number("momentum"), dampening, group.number("weight_decay"), 1 - dampening, -lr};
    }

    @Override
    protected void update(ParamGroup group) {
        StepNumbers n = numbers(group, () -> numbers(group));
        boolean maximize = group.flag("maximize");
        boolean nesterov = group.flag("nesterov");
        for (Tensor parameter : group.parameters()) {
            Tensor given = OptimizerSteps.gradient(parameter);
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            boolean first = !state.has("momentum_buffer");
            Tensor buffer = n.value(MOMENTUM) == 0 ? null : state.tensor("momentum_buffer", parameter::zerosLike);
            if (OptimizerSteps.sgd_(parameter, given, buffer, first, n, nesterov, maximize)) {
                continue;
            }
            Tensor gradient = Gradients.effective(given, parameter, n, WEIGHT_DECAY, maximize);
            if (buffer != null) {
                if (first) {
                    buffer.copy_(gradient);
                } else {
                    buffer.mul_(n.get(MOMENTUM)).add_(gradient, n.get(TAKE));
                }
                gradient = nesterov ? gradient.add(buffer, n.get(MOMENTUM)) : buffer;
            }
            parameter.add_(gradient, n.get(RATE));
        }
    }
}
