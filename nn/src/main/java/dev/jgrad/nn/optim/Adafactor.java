package dev.jgrad.nn.optim;

import dev.jgrad.data.ArgumentException;
import dev.jgrad.data.Shape;
import dev.jgrad.io.Tuple;
import dev.jgrad.nn.Repr;
import dev.jgrad.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adam with a factored second moment: a row and a column for each matrix. Shazeer, Stern 2018; {@code torch.optim.Adafactor}. */
public final class Adafactor extends Optimizer {
    /**
     * What PyTorch names by keyword.
     *
     * @param lr bound of the relative step size
     * @param beta2Decay the power of the step by which the second moment decays, at most 0
     * @param eps1 bound of the root of the second moment from below; null for the epsilon of the dtype
     * @param eps2 bound of the scale of the parameter from below
     * @param d updates of a greater root mean square are scaled down to it, at least 1
     * @param weightDecay how much parameters shrink with each step, times the rate
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr,
            double beta2Decay,
            @Nullable Double eps1,
            double eps2,
            double d,
            double weightDecay,
            boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.01, -0.8, null, 1e-3, 1.0, 0, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        /** A copy with another {@code beta2Decay}. */
        public Options withBeta2Decay(double value) {
            return new Options(lr, value, eps1, eps2, d, weightDecay, maximize);
        }

        /** A copy with another {@code eps1}. */
        public Options withEps1(@Nullable Double value) {
            return new Options(lr, beta2Decay, value, eps2, d, weightDecay, maximize);
        }

        /** A copy with another {@code eps2}. */
        public Options withEps2(double value) {
            return new Options(lr, beta2Decay, eps1, value, d, weightDecay, maximize);
        }

        /** A copy with another {@code d}. */
        public Options withD(double value) {
            return new Options(lr, beta2Decay, eps1, eps2, value, weightDecay, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, beta2Decay, eps1, eps2, d, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, beta2Decay, eps1, eps2, d, weightDecay, value);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public Adafactor(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public Adafactor(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public Adafactor(Options options, ParamGroup... groups) {
        super(defaults(options), List.of(groups));
    }

    private static Map<String, @Nullable Object> defaults(Options o) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("lr", o.lr);
        options.put("beta2_decay", o.beta2Decay);
        options.put("eps", Tuple.of(o.eps1, o.eps2));
        options.put("d", o.d);
        options.put("weight_decay", o.weightDecay);
        options.put("foreach", null);
        options.put("maximize", o.maximize);
        return options;
    }

    @Override
    protected void check(ParamGroup group) {
        require(group.lr() >= 0, "Learning rate should be >= 0 but is: " + Repr.of(group.lr()));
        double decay = group.number("beta2_decay");
        require(decay <= 0, "beta2_decay should be <= 0 but is: " + Repr.of(decay));
        Double eps1 = eps1(group);
        require(eps1 == null || eps1 >= 0, "epsilon1 should be >= 0 but is: " + Repr.of((Object) eps1));
        require(group.number("eps", 1) >= 0, "epsilon2 should be >= 0 but is: " + Repr.of(group.number("eps", 1)));
        require(group.number("d") >= 1, "Clipping threshold d should be >= 1 but is: " + Repr.of(group.number("d")));
        double weightDecay = group.number("weight_decay");
        require(weightDecay >= 0, "weight_decay should be >= 0 but is: " + Repr.of(weightDecay));
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new ArgumentException(text);
        }
    }

    private static @Nullable Double eps1(ParamGroup group) {
        Object eps = group.options().get("eps");
        List<?> both = eps instanceof Tuple tuple ? tuple.items() : eps instanceof List<?> list ? list : List.of();
        return !both.isEmpty() && both.getFirst() instanceof Number number ? number.doubleValue() : null;
    }

    @Override
    Shape stateShape(String name, Tensor parameter) {
        return switch (name) {
            case "row_var" -> Shape.of(without(parameter, 1));
            case "col_var" -> Shape.of(without(parameter, 2));
            default -> parameter.shape();
        };
    }

    /** The sizes with 1 for the last dimension, or the one before it. */
    private static long[] without(Tensor t, int fromEnd) {
        long[] sizes = t.shape().toArray();
        if (sizes.length >= 2) {
            sizes[sizes.length - fromEnd] = 1;
        }
        return sizes;
    }

    @Override
    protected void update(ParamGroup group) {
        double lr = group.lr();
        double weightDecay = group.number("weight_decay");
        Double given1 = eps1(group);
        for (Tensor parameter : group.parameters()) {
            Tensor given = parameter.grad();
            if (given == null) {
                continue;
            }
            ParameterState state = state(parameter);
            Tensor gradient = Gradients.signed(given, group.flag("maximize"));
            double step = state.nextStep();
            double eps1 = given1 == null ? parameter.dtype().finfo().eps() : given1;
            double scale = parameter.norm(2).item() / Math.sqrt(parameter.numel());
            double rate = Math.max(group.number("eps", 1), scale) * Math.min(lr, 1 / Math.sqrt(step));
            if (weightDecay != 0) {
                parameter.mul_(1 - lr * weightDecay);
            }
            Tensor variance = variance(state, gradient, Math.pow(step, group.number("beta2_decay")), eps1);
            Tensor update = variance.clampMin_(eps1 * eps1).rsqrt_().mul_(gradient);
            double size = update.norm(2).item() / (Math.sqrt(update.numel()) * group.number("d"));
            parameter.add_(update, -rate / Math.max(1, size));
        }
    }

    /** A new estimate of the second moment from running means of squares. */
    private static Tensor variance(ParameterState state, Tensor gradient, double taken, double eps1) {
        if (gradient.dim() < 2) {
            return state.tensor("variance", gradient::zerosLike)
                    .lerp_(gradient.mul(gradient), taken)
                    .clone();
        }
        Tensor rows = running(state, "row_var", gradient, -1, taken);
        Tensor columns = running(state, "col_var", gradient, -2, taken);
        return rows.matmul(columns).div_(rows.mean(new int[] {-2}, true).clampMin_(eps1));
    }

    private static Tensor running(ParameterState state, String name, Tensor gradient, int dim, double taken) {
        Tensor mean = gradient.norm(2, new int[] {dim}, true).square_().div_((double) gradient.size(dim));
        return state.tensor(name, mean::zerosLike).lerp_(mean, taken);
    }
}
