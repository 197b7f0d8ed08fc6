package dev.jgrad.nn.optim;

import dev.jgrad.tensor.Tensor;
import java.util.List;

/** Adam with weight decay that acts on the parameter itself. Loshchilov, Hutter 2017; {@code torch.optim.AdamW}. */
public final class AdamW extends Adam {
    /**
     * What PyTorch names by keyword.
     *
     * @param lr learning rate
     * @param beta1 how much of the running average of gradients is kept
     * @param beta2 how much of the running average of their squares is kept
     * @param eps added to the divisor
     * @param weightDecay shrinks the parameter by this times the learning rate
     * @param amsgrad divides by the greatest of all past averages of squares
     * @param maximize goes up the gradient instead of down
     */
    public record Options(
            double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad, boolean maximize) {
        /** PyTorch's defaults. */
        public static final Options DEFAULT = new Options(0.001, 0.9, 0.999, 1e-8, 0.01, false, false);

        /** The defaults with another learning rate. */
        public static Options lr(double lr) {
            return DEFAULT.withLr(lr);
        }

        /** A copy with another {@code lr}. */
        public Options withLr(double value) {
            return new Options(value, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /** A copy with another {@code beta1}. */
        public Options withBeta1(double value) {
            return new Options(lr, value, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /** A copy with another {@code beta2}. */
        public Options withBeta2(double value) {
            return new Options(lr, beta1, value, eps, weightDecay, amsgrad, maximize);
        }

        /** A copy with another {@code eps}. */
        public Options withEps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, amsgrad, maximize);
        }

        /** A copy with another {@code weightDecay}. */
        public Options withWeightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, amsgrad, maximize);
        }

        /** A copy with another {@code amsgrad}. */
        public Options withAmsgrad(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value, maximize);
        }

        /** A copy with another {@code maximize}. */
        public Options withMaximize(boolean value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, value);
        }

        private Adam.Options asAdam() {
            return new Adam.Options(lr, beta1, beta2, eps, weightDecay, amsgrad, true, maximize);
        }
    }

    /** With PyTorch's defaults and this learning rate. */
    public AdamW(List<Tensor> parameters, double lr) {
        this(parameters, Options.lr(lr));
    }

    /** With options for all parameters. */
    public AdamW(List<Tensor> parameters, Options options) {
        this(options, ParamGroup.of(parameters));
    }

    /** With groups, whose options go before the common ones. */
    public AdamW(Options options, ParamGroup... groups) {
        super(options.asAdam(), groups);
    }
}
