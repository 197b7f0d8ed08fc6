package dev.jgrad.nn.optim;

import dev.jgrad.tensor.Replays;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Averages the parameters of plain descent with a decaying rate. Polyak, Juditsky 1992; {@code torch.optim.ASGD}. */
public final class ASGD extends Optimizer {
    private static final int WEIGHT_DECAY = 0;
    private static final int SHRINK = 1;
    private static final int RATE = 2;
    private static final int MU = 3;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param lambd how fast the rate decays, and pulls parameters to zero
     * @param alpha the power of the decay
     * @param t0 the step after which averaging starts
     * @param weightDecay adds this multiple of the parameter to its gradient
     * @param maximize goes up the gradient instead of down
     */
    public record Options(double lr, double lambd, double alpha, double t0, double weightDecay, boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.01, 1e-4, 0.75, 1e6, 0, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, lambd, alpha, t0, weightDecay, maximize);
        }

        /** A copy with another {@code lambd}. */
        public Options withLambd(double value) {
            return new Options(lr, value, alpha, t0, weightDecay, maximize);
        }

        /** A copy with another {@code alpha}. */
        public Options withAlpha(double value) {
            return new Options(lr, lambd, value, t0, weightDecay, maximize);
        }

        /** A copy with another {@code t0}. */
        public Options withT0(double value) {
            return new Options(lr, lambd, alpha, value, weightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, lambd, alpha, t0, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, lambd, alpha, t0, weightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public ASGD(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public ASGD(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public ASGD(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("lambd", o.lambd);
        options.put("alpha", o.alpha);
        options.put("t0", o.t0);
        options.put("weight_decay", OptionNumbers.orInteger(o.weightDecay));
        options.put("foreach", null);
        options.put("maximize", o.maximize);
        options.put("differentiable", false);
        options.put("capturable", false);
        return options;
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    /** PyTorch keeps both numbers of the state in float32. */
    private static double[] numbers(ParamGroup group, ParameterState state) {
        double eta = state.number("eta", (float) group.lr());
        return new double[] {group.number("weight_decay"), 1 - group.number("lambd") * eta, -eta, state.number("mu", 1)
        };
    }

    private static void next(ParamGroup group, ParameterState state) {
        double lr = group.lr();
        double step = state.step();
        double lambd = group.number("lambd");
        double alpha = group.number("alpha");
        // With foreach, PyTorch counts steps in a float32 tensor, and what is computed with it is rounded each time.
        double eta = group.flag("foreach")
                ? (float) lr / (float) Math.pow(1 + (float) (lambd * lr) * (float) step, alpha)
                : lr / Math.pow(1 + lambd * lr * step, alpha);
        state.set("eta", (float) eta);
        state.set("mu", (float) (1 / Math.max(1, step - group.number("t0"))));
    }

    @Override
    protected void update(ParamGroup group) {
        for (Tensor parameter : group.parameters()) {
            Tensor given = parameter.grad();
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            state.nextStep();
            StepNumbers n = numbers(group, () -> numbers(group, state));
            Tensor gradient = Gradients.effective(given, parameter, n, WEIGHT_DECAY, group.flag("maximize"));
            Tensor average = state.tensor("ax", parameter::zerosLike);
            parameter.mul_(n.get(SHRINK)).add_(gradient, n.get(RATE));
            boolean averages = n.value(MU) != 1;
            Replays.unless(
                    parameter.device(),
                    () -> state.number("mu", 1) != 1 == averages ? null : "ASGD has come to the step t0 and averages");
            if (averages) {
                average.add_(parameter.sub(average).mul_(n.get(MU)));
            } else {
                average.copy_(parameter);
            }
            state.advance(() -> next(group, state));
        }
    }
}
