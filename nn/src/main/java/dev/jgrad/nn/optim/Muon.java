package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.StepNumbers;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Momentum whose update is made orthogonal, for the matrices of hidden layers; other parameters want another optimizer. Jordan
 * 2024; {@code torch.optim.Muon}.
 */
public final class Muon extends Optimizer {
    private static final int TAKE = 0;
    private static final int MOMENTUM = 1;
    private static final int SHRINK = 2;
    private static final int RATE = 3;

    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param weightDecay how much parameters shrink with each step, times the rate
     * @param momentum how much of the running mean of gradients is kept
     * @param nesterov looks one step of the mean ahead
     * @param a coefficient of the first power in the iteration
     * @param b of the third power
     * @param c of the fifth power
     * @param eps bound of the norm of an update from below
     * @param nsSteps number of iterations, less than 100
     * @param adjustLrFn {@code "original"}, {@code "match_rms_adamw"}, or null for the first
     */
    public record Options(
            double lr,
            double weightDecay,
            double momentum,
            boolean nesterov,
            double a,
            double b,
            double c,
            double eps,
            int nsSteps,
            @Nullable String adjustLrFn) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(1e-3, 0.1, 0.95, true, 3.4445, -4.775, 2.0315, 1e-7, 5, null);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, weightDecay, momentum, nesterov, a, b, c, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, value, momentum, nesterov, a, b, c, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code momentum}. */
        public Options withMomentum(double value) {
            return new Options(lr, weightDecay, value, nesterov, a, b, c, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code nesterov}. */
        public Options withNesterov(boolean value) {
            return new Options(lr, weightDecay, momentum, value, a, b, c, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code a}. */
        public Options withA(double value) {
            return new Options(lr, weightDecay, momentum, nesterov, value, b, c, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code b}. */
        public Options withB(double value) {
            return new Options(lr, weightDecay, momentum, nesterov, a, value, c, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code c}. */
        public Options withC(double value) {
            return new Options(lr, weightDecay, momentum, nesterov, a, b, value, eps, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, weightDecay, momentum, nesterov, a, b, c, value, nsSteps, adjustLrFn);
        }

        /** A copy with another {@code nsSteps}. */
        public Options withNsSteps(int value) {
            return new Options(lr, weightDecay, momentum, nesterov, a, b, c, eps, value, adjustLrFn);
        }

        /** A copy with another {@code adjustLrFn}. */
        public Options withAdjustLrFn(@Nullable String value) {
            return new Options(lr, weightDecay, momentum, nesterov, a, b, c, eps, nsSteps, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Muon(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Muon(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Muon(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("weight_decay", o.weightDecay);
        options.put("momentum", o.momentum);
        options.put("nesterov", o.nesterov);
        options.put("ns_coefficients", Tuple.of(o.a, o.b, o.c));
        options.put("eps", o.eps);
        options.put("ns_steps", (long) o.nsSteps);
        options.put("adjust_lr_fn", o.adjustLrFn);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        require(group.lr() >= 0, "Learning rate should be >= 0 but is: " + Repr.of(group.lr()));
        require(group.number("momentum") >= 0, "momentum should be >= 0 but is: " + Repr.of(group.number("momentum")));
        double weightDecay = group.number("weight_decay");
        require(weightDecay >= 0, "weight decay should be >= 0 but is: " + Repr.of(weightDecay));
        Object adjust = group.options().get("adjust_lr_fn");
        require(
                adjust == null || adjust.equals("original") || adjust.equals("match_rms_adamw"),
                "Adjust learning rate function " + adjust + " is not supported");
        require(group.number("ns_steps") < 100, "Number of steps must be less than 100 for computational efficiency");
        for (Tensor parameter : group.parameters()) {
            require(
                    parameter.dim() == 2,
                    "Muon only supports 2D parameters whereas we found a parameter with size: " + parameter.shape());
        }
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new ArgumentException(text);
        }
    }

    @Override
    boolean isRecordable() {
        return true;
    }

    @Override
    Set<String> frozenOptions() {
        return Set.of("ns_coefficients", "ns_steps", "eps");
    }

    private static double[] numbers(ParamGroup group, Tensor parameter) {
        double lr = group.lr();
        double momentum = group.number("momentum");
        return new double[] {
            1 - momentum, momentum, 1 - lr * group.number("weight_decay"), -lr * ratio(group, parameter)
        };
    }

    @Override
    protected void update(ParamGroup group) {
        for (Tensor parameter : group.parameters()) {
            Tensor gradient = parameter.grad();
            if (gradient == null) {
                continue;
            }
            StepNumbers n = numbers(group, () -> numbers(group, parameter));
            Tensor mean = state(parameter)
                    .tensor("momentum_buffer", gradient::zerosLike)
                    .lerp_(gradient, n.get(TAKE));
            Tensor update = orthogonal(group.flag("nesterov") ? gradient.lerp(mean, n.get(MOMENTUM)) : mean, group);
            parameter.mul_(n.get(SHRINK));
            parameter.add_(update, n.get(RATE));
        }
    }

    private static double ratio(ParamGroup group, Tensor parameter) {
        double rows = parameter.size(0);
        double columns = parameter.size(1);
        return "match_rms_adamw".equals(group.options().get("adjust_lr_fn"))
                ? 0.2 * Math.sqrt(Math.max(rows, columns))
                : Math.sqrt(Math.max(1, rows / columns));
    }

    /** Singular values brought near 1 by a polynomial of Newton and Schulz, in bfloat16. */
    private static Tensor orthogonal(Tensor update, ParamGroup group) {
        double a = group.number("ns_coefficients", 0);
        double b = group.number("ns_coefficients", 1);
        double c = group.number("ns_coefficients", 2);
        boolean tall = update.size(0) > update.size(1);
        Tensor x = update.toBfloat16();
        x = tall ? x.t() : x;
        x = x.div(x.norm(2).clampMin(group.number("eps")));
        for (int i = 0; i < (int) group.number("ns_steps"); i++) {
            Tensor gram = x.mm(x.t());
            x = x.addmm(gram.addmm(gram, gram, b, c), x, a, 1);
        }
        return tall ? x.t() : x;
    }
}
